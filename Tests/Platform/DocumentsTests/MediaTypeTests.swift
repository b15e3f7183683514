import Documents
import TestSupport
import Testing

@Suite struct MediaTypeTests {
    /// A packed folder of empty files.
    private func folder(_ names: [String], flags: UInt8 = 0, comment: String = "") -> [UInt8] {
        func number(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }
        var (files, lines): ([UInt8], [UInt8]) = ([], [])
        for name in names {
            let length = number(name.utf8.count, 2)
            lines += [0x50, 0x4b, 1, 2, 20, 0, 20, 0, flags, 0] + zeros(18) + length + zeros(12)
            lines += number(files.count, 4) + Array(name.utf8)
            files += [0x50, 0x4b, 3, 4, 20, 0, flags, 0] + zeros(18) + length + zeros(2) + Array(name.utf8)
        }
        var end: [UInt8] = [0x50, 0x4b, 5, 6] + zeros(4)
        end += number(names.count, 2) + number(names.count, 2) + number(lines.count, 4) + number(files.count, 4)
        return files + lines + end + number(comment.utf8.count, 2) + Array(comment.utf8)
    }

    private func box(_ brands: [String], size: Int? = nil) -> [UInt8] {
        let size = size ?? 8 + 4 * (brands.count + 1)
        let head: [UInt8] = [0, 0, UInt8(size >> 8), UInt8(size & 255)] + Array("ftyp".utf8)
        return head + Array(brands[0].utf8) + [0, 0, 0, 0] + Array(brands.dropFirst().joined().utf8)
    }

    private static let word = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]

    @Test func `a file is what it holds, whatever it is called`() {
        let files: [(MediaType, [UInt8])] = [
            (.pdf, Array("%PDF-1.7\n".utf8)), (.jpeg, [0xff, 0xd8, 0xff, 0xe1, 0]),
            (.png, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
            (.webp, Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WEBPVP8X".utf8)), (.heic, box(["heic", "mif1", "heic"])),
            (.heic, box(["mif1", "heix"])), (.docx, folder(Self.word)), (.docx, folder(Self.word, comment: "PK\u{5}\u{6}")),
            (.docx, folder(["[Content_Types].xml", "word/document2.xml"])), (.xlsx, folder(["[Content_Types].xml", "xl/workbook.xml"])),
            (.csv, Array("Град;Хора\nВарна;12\nРусе;7\n".utf8)), (.csv, Array("a\tb\r\n1\t2".utf8)),
            (.csv, Array("a,b\n\"x, y\nz\",2\n3,4\n".utf8)),
            (.text, Array("Обучението се проведе, както е записано.\nПрисъстваха 31.".utf8)),
            (.text, Array("Първо, второ\nТрето, четвърто".utf8)),
            (.csv, [0xc3, 0xf0, 0xe0, 0xe4, 0x3b, 0x31, 0x0a, 0xd0, 0xf3, 0x3b, 0x32]),
        ]
        for (type, bytes) in files { #expect(MediaType(of: bytes) == type, "\(type) \(bytes.prefix(12))") }
        #expect(Set(files.map(\.0)) == Set(MediaType.allCases))
        #expect(Set(MediaType.allCases.map(\.ending)).count == MediaType.allCases.count)
    }

    @Test func `what runs when it is opened, is locked or is nothing that is taken is told`() {
        let files: [(String, [UInt8])] = [
            ("nothing", []), ("a program", [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]),
            ("a program of Windows", Array("MZ".utf8) + [0x90, 0, 3]),
            ("a page", Array("  <html><script>alert(1)</script>".utf8)), ("a drawing", Array("\u{feff}<svg xmlns=''>".utf8)),
            ("a script", Array("#!/bin/sh\nrm -rf /".utf8)), ("rich text", Array("{\\rtf1 a}".utf8)), ("a print file", Array("%!PS".utf8)),
            ("macros", folder(Self.word + ["word/vbaProject.bin"])), ("a locked folder", folder(Self.word, flags: 1)),
            ("another folder", folder(["a.txt"])), ("no list of types", folder(["word/document.xml"])),
            ("a document of old", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), ("a film", box(["isom", "mp42"])),
            ("a film of a phone", box(["msf1", "hevc"])), ("a picture of another kind", box(["avif", "mif1"])),
            ("a box that is too short", box(["heic"], size: 9)), ("sound", Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WAVEfmt ".utf8)),
        ]
        for (name, bytes) in files { #expect(MediaType(of: bytes) == nil, "\(name)") }
    }

    @Test func `whatever is cut off or changed is refused or read, never a trap`() {
        var generator = SeededGenerator(43)
        let wholes = [folder(Self.word, comment: "ab"), box(["mif1", "heic"]), Array("a;b\n\"1;2\";3\n".utf8)]
        for whole in wholes {
            for length in 0..<whole.count { _ = MediaType(of: Array(whole.prefix(length))) }
            for _ in 0..<3000 {
                var changed = whole
                for _ in 0...Int.random(in: 0...3, using: &generator) {
                    changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                }
                _ = MediaType(of: changed)
            }
        }
        // Fewer bytes are letters like others.
        for length in 3..<folder(Self.word).count {
            #expect(MediaType(of: Array(folder(Self.word).prefix(length))) == nil, "\(length)")
        }
    }
}

import Core

/// What a file that somebody sends is, told by what it holds, whatever its sender calls it. None of these runs when it is opened.
public enum MediaType: String, CaseIterable, Sendable {
    case pdf = "application/pdf"
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"
    case heic = "image/heic"
    case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case csv = "text/csv"
    case text = "text/plain"

    /// The ending of a file's name, without a dot.
    public var ending: String {
        switch self {
        case .pdf: "pdf"
        case .jpeg: "jpg"
        case .png: "png"
        case .webp: "webp"
        case .heic: "heic"
        case .docx: "docx"
        case .xlsx: "xlsx"
        case .csv: "csv"
        case .text: "txt"
        }
    }

    /// Nil for whatever is none of these: programs, pages of the web, documents with macros or a password, damaged folders.
    public init?(of bytes: [UInt8]) {
        guard let found = MediaType.marked(bytes) ?? MediaType.packed(bytes) ?? MediaType.written(bytes) else { return nil }
        self = found
    }

    /// By the bytes that a format begins with.
    static func marked(_ bytes: [UInt8]) -> MediaType? {
        if bytes.starts(with: Array("%PDF-".utf8)) { return .pdf }
        if bytes.starts(with: [0xff, 0xd8, 0xff]) { return .jpeg }
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) { return .png }
        if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBPVP8".utf8)) { return .webp }
        return brands(bytes).map { first, all in
            ["heic", "heix", "mif1"].contains(first) && !all.isDisjoint(with: ["heic", "heix"])
        } == true ? .heic : nil
    }

    /// The brands that a file of boxes names in its first one (ISO/IEC 14496-12, 4.3): the major one, and all together.
    private static func brands(_ bytes: [UInt8]) -> (first: String, all: Set<String>)? {
        guard bytes.count >= 16, bytes[0] == 0, bytes[1] == 0, bytes[4..<8].elementsEqual("ftyp".utf8) else { return nil }
        let end = min(Int(bytes[2]) << 8 | Int(bytes[3]), bytes.count)
        guard end >= 16 else { return nil }
        let names = stride(from: 8, to: end - 3, by: 4).filter { $0 != 12 }.map { String(decoding: bytes[$0..<($0 + 4)], as: UTF8.self) }
        return (names[0], Set(names))
    }

    /// Documents of ISO/IEC 29500 are packed folders.
    private static func packed(_ bytes: [UInt8]) -> MediaType? {
        // What can't be read as such a document is none, whatever keeps it from being one.
        guard bytes.starts(with: OfficeFile.packed), let names = try? Container(bytes).partNames, names.contains("[Content_Types].xml")
        else { return nil }
        guard !names.contains(where: { $0.lowercased().hasSuffix("vbaproject.bin") }) else { return nil }
        // Some programs number the first part: word/document2.xml.
        func has(_ part: String) -> Bool { names.contains { $0.hasPrefix(part) && $0.hasSuffix(".xml") } }
        if has("word/document") { return .docx }
        return has("xl/workbook") ? .xlsx : nil
    }

    private static func written(_ bytes: [UInt8]) -> MediaType? {
        guard let decoded = try? TextDecoding.decode(bytes).text else { return nil }
        let text = Substring(decoded.unicodeScalars.drop(while: \.isSpace))
        // Pages of the web, scripts, and text that is none to whoever opens it.
        guard !["<", "#!", "{\\rtf", "%!"].contains(where: { text.utf8.starts(with: $0.utf8) }) else { return nil }
        return Columns(text).isTable ? .csv : .text
    }
}

/// Whether the lines of a text fall into columns.
private struct Columns {
    let isTable: Bool

    /// Enough to see it.
    private static let lines = 50
    private static let length = 20_000

    init(_ text: Substring) {
        let marks: [Unicode.Scalar] = [";", "\t", ","]
        isTable = marks.contains { mark in
            let counts = Columns.counts(of: mark, in: text)
            // Two lines of prose may well have a comma each.
            let least = mark == "," ? 3 : 2
            return counts.count >= least && counts[0] > 0 && Set(counts).count == 1
        }
    }

    /// How often a mark stands in each line, outside quotes; the last line may be cut off and is left out where it is.
    private static func counts(of mark: Unicode.Scalar, in text: Substring) -> [Int] {
        let beginning = text.unicodeScalars.prefix(length)
        var (counts, count, isQuoted, isBlank) = ([Int](), 0, false, true)
        for scalar in beginning where counts.count < lines {
            switch scalar {
            case "\"": isQuoted.toggle()
            case "\n" where !isQuoted:
                if !isBlank { counts.append(count) }
                (count, isBlank) = (0, true)
                continue
            case mark where !isQuoted: count += 1
            default: break
            }
            isBlank = isBlank && scalar == "\r"
        }
        let isWhole = beginning.endIndex == text.unicodeScalars.endIndex
        return isBlank || !isWhole || counts.count == lines ? counts : counts + [count]
    }
}

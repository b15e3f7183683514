import Documents
import TestSupport
import Testing

/// Damaged in any way, an office file is read or refused.
@Suite struct DamageTests {
    private static let word = OfficeFiles.wordParts(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>План</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p>"
            + "<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"100\"/></w:tblGrid><w:tr>"
            + OfficeFiles.cell("а", #"<w:vMerge w:val="restart"/>"#) + OfficeFiles.cell("б") + "</w:tr><w:tr>"
            + OfficeFiles.cell("", "<w:vMerge/>")
            + OfficeFiles.cell("в", #"<w:gridSpan w:val="2"/>"#) + "</w:tr></w:tbl>",
        [
            "numbering":
                #"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#,
            "footnotes": "<w:footnote w:id=\"1\">" + OfficeFiles.paragraph("бележка") + "</w:footnote>",
        ])

    private static let workbook = OfficeFiles.workbookParts(
        named: [("Л", OfficeFiles.sheet([["а", "б"], ["в", "г"]], after: #"<mergeCells><mergeCell ref="A1:A2"/></mergeCells>"#))],
        strings: "<si><t>а</t></si>", styles: #"<cellXfs><xf numFmtId="14"/></cellXfs>"#)

    /// Whatever was read holds together: merges lie within their tables, notes at places.
    private func check(_ bytes: [UInt8]) {
        guard let document = try? SourceDocument(reading: bytes, headingWords: { _ in 0 }) else { return }
        for case .table(let table) in document.blocks {
            for merge in table.merges {
                #expect((1...table.rows.count).contains(merge.row) && merge.row + merge.height - 1 <= table.rows.count)
                #expect(merge.column > 0 && merge.width > 0)
            }
        }
        #expect(document.notes.allSatisfy { $0.place.table >= 0 && $0.place.row > 0 && $0.place.column > 0 })
    }

    private var rounds: Int { LongRun.isAsked ? 20_000 : 400 }

    @Test func `bytes flipped, chunks swapped and ends cut off`() {
        var generator = SeededGenerator(41)
        for whole in [OfficeFiles.packed(Self.word), OfficeFiles.packed(Self.workbook)] {
            for _ in 0..<rounds {
                var bytes = whole
                switch Int.random(in: 0..<3, using: &generator) {
                case 0:
                    for _ in 0..<Int.random(in: 1...8, using: &generator) {
                        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                    }
                case 1: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
                default:
                    let cut = Int.random(in: 1..<bytes.count, using: &generator)
                    bytes = Array(bytes[cut...] + bytes[..<cut])
                }
                check(bytes)
            }
        }
    }

    @Test func `mark-up with pieces missing, doubled, swapped and changed`() {
        var generator = SeededGenerator(43)
        for parts in [Self.word, Self.workbook] {
            let pieces = parts.map { $0.text.split(separator: "<").map { "<" + $0 } }
            let pool = pieces.flatMap { $0 }
            for _ in 0..<rounds {
                var changed = pieces
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let part = Int.random(in: changed.indices, using: &generator)
                    let at = Int.random(in: changed[part].indices, using: &generator)
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: if changed[part].count > 1 { changed[part].remove(at: at) }
                    case 1: changed[part].insert(pool.randomElement(using: &generator) ?? "", at: at)
                    case 2: changed[part].swapAt(at, Int.random(in: changed[part].indices, using: &generator))
                    default:
                        let number = ["-1", "0", "2", "77", "99999999999999999999", "", "я"].randomElement(using: &generator) ?? ""
                        changed[part][at] = changed[part][at].replacing(/"[0-9A-Z:]+"/, with: "\"\(number)\"")
                    }
                }
                check(OfficeFiles.packed(zip(parts, changed).map { (name: $0.name, text: $1.joined()) }))
            }
        }
    }
}

import Documents
import TestSupport
import Testing

@Suite struct TableTests {
    private func heading(_ cells: [String]) -> Int { cells.filter { $0.hasPrefix("H") }.count }

    private func tables(_ text: String) throws -> [[[String]]] {
        try TextTables.read(text, headingWords: heading).compactMap { block in
            if case .table(let table) = block { return table.rows }
            return nil
        }
    }

    @Test func `a wide dump has a row on each line`() throws {
        #expect(
            try tables("Заглавие\n\nH1\tH2\tH3\na\tb\tc\n\n\t\td\nтекст\nx\ty\n") == [
                [["H1", "H2", "H3"], ["a", "b", "c"], ["", "", "d"]], [["x", "y"]],
            ])
    }

    @Test func `a stacked dump is cut into rows by the width of its heading`() throws {
        let text = "Заглавие\n\tH1\n\tH2\n\tH3\n\tH4\n\n\tРаздел\n\n\t1.\n\n\tдва\nреда\n\n\n\tтри\n\tчетири\n\n\t2.\n\ta\n\tb\n\t\n\n"
        #expect(
            try tables(text) == [[["H1", "H2", "H3", "H4"], ["Раздел"], ["1.", "два\nреда", "три", "четири"], ["2.", "a", "b", ""]]])
    }

    @Test func `a list of pairs after a stacked table is a table of its own`() throws {
        let text = "\tH1\n\tH2\n\tH3\n\tH4\n\n\ta\n\tb\n\tc\n\td\n\n\tАБ\n\tАлфа\n\n\tВГ\n\tГама\n"
        #expect(try tables(text) == [[["H1", "H2", "H3", "H4"], ["a", "b", "c", "d"]], [["АБ", "Алфа"], ["ВГ", "Гама"]]])
    }

    @Test func `a sheet saved as text has a row on each line, whatever stands in its cells`() throws {
        let text = "Заглавие, 2024 г.\r\nH1;H2;\"H3\r\nи още\";H4\r\na;\"b;\"\"c\"\"\";;1 000,50\r\nРаздел\r\nd;\"e\" f;g;h\r\n"
        #expect(
            try tables(text) == [
                [["H1", "H2", "H3\nи още", "H4"], ["a", "b;\"c\"", "", "1 000,50"], ["Раздел"], ["d", "\"e\" f", "g", "h"]]
            ])
        #expect(try tables("Заглавие;;;\n;;;\nH1;H2;H3;H4\na;b;c;d\n") == [[["H1", "H2", "H3", "H4"], ["a", "b", "c", "d"]]])
        #expect(try tables("H1,H2,H3,H4\na,b,\"c,d\",\n") == [[["H1", "H2", "H3", "H4"], ["a", "b", "c,d", ""]]])
        #expect(try tables("Едно, две, три; четири\nпет, шест, седем") == [])
        let wide = "H1;H2;H3;H4\n" + String(repeating: ";", count: 300)
        #expect(throws: DocumentError.tooManyColumns(line: 2, limit: 200)) { try tables(wide) }
        let long = "H1;H2;H3;H4\n" + String(repeating: String(repeating: ";", count: 150) + "\n", count: 7000)
        #expect(throws: DocumentError.tooManyCells(limit: 1_000_000)) { try tables(long) }
    }

    @Test(arguments: ["\t", ";"])
    func `a heading by itself is a row over the rows that follow, and prose or what stands above a heading is none`(separator: String)
        throws
    {
        func rows(_ lines: [String]) throws -> [Int] {
            try tables(lines.map { $0.replacing("|", with: separator) }.joined(separator: "\n")).map(\.count)
        }
        let (head, row) = ("H1|H2|H3|H4", "a|b|c|d")
        #expect(try rows([head, row, "Раздел", row, "", "„Още един“", "", row]) == [6])
        #expect(try rows([head, row, "2. Раздел с номер", row]) == [4])
        for line in ["Така завършва първата част.", "малка буква", "…", "12", String(repeating: "Ж", count: 400)] {
            #expect(try rows([head, row, line, row]) == [2, 1], "\(line)")
        }
        #expect(try rows([head, row, "Раздел", head, row]) == [2, 2])
        #expect(try rows([head, row, "Съкращения", "МВР|Министерство"]) == [2, 1])
        #expect(try rows([head, row, "Раздел", "Още един", row]) == [2, 1])
        #expect(try rows([head, row, "Край"]) == [2])
        let apart = try TextTables.read("H1\tH2\tH3\na\tb\tc\nСтраница 2\na\tb\tc", headingWords: heading) { $0.hasPrefix("Стр") }
        #expect(apart.count == 3)
    }

    @Test func `line ends of all systems are one`() throws {
        let forms = ["\n", "\r\n", "\r"].map { end in "H1\tH2\(end)a\tb\(end)" }
        #expect(Set(try forms.map { try tables($0) }).count == 1)
    }

    @Test func `lines and tables beyond any real document are refused`() throws {
        #expect(throws: DocumentError.self) { try tables(String(repeating: "x", count: 3_000_000)) }
        #expect(throws: DocumentError.self) { try tables(String(repeating: "\t", count: 5000)) }
        let row = String(repeating: "x\t", count: 100) + "\n"
        #expect(throws: DocumentError.tooManyCells(limit: 1_000_000)) { try tables(String(repeating: row, count: 10_000)) }
        #expect(throws: DocumentError.tooManyCells(limit: 1_000_000)) { try tables(String(repeating: "\n", count: 1_000_001)) }
        let stacked = "Заглавие\n\tH1\n\tH2\n\tH3\n\tH4\n" + String(repeating: "\tx\n", count: 10_000)
        #expect(throws: DocumentError.tooManyColumns(line: 2, limit: 200)) { try tables(stacked) }
        let prose = try tables(String(repeating: "\tx\n", count: 300))
        #expect(prose.flatMap { $0 }.count > 200)
    }

    @Test func `no character is lost, whatever the text`() throws {
        var generator = SeededGenerator(17)
        let pieces = ["\n\t", "\n\n\t", "\t", "\n", "H1", "H2", "H3", "H4", "1.", "дума", " ", "\n\n\n", "ё"]
        for _ in 0..<(LongRun.isAsked ? 50_000 : 1000) {
            let text = (0..<Int.random(in: 1...40, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let document = SourceDocument(encoding: "UTF-8", blocks: try TextTables.read(text, headingWords: heading))
            let kept = document.cells.map(\.text).joined().unicodeScalars.filter { !$0.properties.isWhitespace }
            #expect(
                String(String.UnicodeScalarView(kept))
                    == String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace })))
        }
    }

    @Test func `values that spreadsheets would run are disarmed`() {
        let text = CSV.text([["=1+1", "-5", "a,b", "say \"x\"", "@x", "+359", "първи\nвтори"]])
        #expect(text == "\u{feff}'=1+1,-5,\"a,b\",\"say \"\"x\"\"\",'@x,+359,\"първи\nвтори\"\r\n")
    }
}

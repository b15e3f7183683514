import Documents
import TestSupport
import Testing

/// Numbers that Word prints by itself stand in the text as a reader sees them.
@Suite struct WordNumberingTests {
    private func paragraphs(_ numbering: String, _ paragraphs: String, styles: String = "") throws -> [String] {
        let file = OfficeFiles.word(paragraphs, ["numbering": numbering, "styles": styles])
        return try SourceDocument(reading: file, headingWords: { _ in 0 }).blocks.compactMap {
            if case .paragraph(_, let text) = $0 { text } else { nil }
        }
    }

    private func level(_ level: Int, _ text: String, _ format: String = "decimal", _ more: String = "") -> String {
        #"<w:lvl w:ilvl="\#(level)"><w:start w:val="1"/><w:numFmt w:val="\#(format)"/>\#(more)<w:lvlText w:val="\#(text)"/></w:lvl>"#
    }

    private func scheme(_ id: Int, _ inside: String) -> String { #"<w:abstractNum w:abstractNumId="\#(id)">\#(inside)</w:abstractNum>"# }

    private func list(_ id: Int, _ scheme: Int, _ inside: String = "") -> String {
        #"<w:num w:numId="\#(id)"><w:abstractNumId w:val="\#(scheme)"/>\#(inside)</w:num>"#
    }

    private func item(_ list: Int, _ level: Int, _ text: String) -> String {
        OfficeFiles.paragraph(
            text, properties: #"<w:pPr><w:numPr><w:ilvl w:val="\#(level)"/><w:numId w:val="\#(list)"/></w:numPr></w:pPr>"#)
    }

    @Test func `levels count within one another`() throws {
        let numbering = scheme(0, level(0, "%1.") + level(1, "%1.%2.") + level(2, "%1.%2.%3", "lowerLetter")) + list(1, 0)
        let read = try paragraphs(
            numbering,
            item(1, 0, "а") + item(1, 1, "б") + item(1, 1, "в") + item(1, 2, "г") + item(1, 0, "д") + item(1, 1, "е") + item(1, 2, ""))
        #expect(read == ["1. а", "1.1. б", "1.2. в", "1.2.a г", "2. д", "2.1. е", "2.1.a "])
    }

    @Test(arguments: [
        ("decimalZero", "03"), ("upperRoman", "III"), ("lowerRoman", "iii"), ("upperLetter", "C"), ("russianLower", "в"),
        ("russianUpper", "В"), ("none", ""), ("chicago", "3"),
    ])
    func `numbers are written as the list wants`(format: String, third: String) throws {
        let numbering = scheme(0, level(0, "%1)", format)) + list(1, 0)
        #expect(try paragraphs(numbering, item(1, 0, "а") + item(1, 0, "б") + item(1, 0, "в")).last == third + ") в")
    }

    @Test func `signs of lists are dots, and none stands before nothing`() throws {
        let numbering = scheme(0, level(0, "\u{f0b7}", "bullet")) + list(1, 0)
        #expect(try paragraphs(numbering, item(1, 0, "а") + item(1, 0, "") + item(1, 0, "б")) == ["• а", "• б"])
    }

    @Test func `lists of one scheme count on, unless one begins anew`() throws {
        let numbering =
            scheme(0, level(0, "%1.")) + list(1, 0) + list(2, 0)
            + list(3, 0, #"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>"#)
            + list(4, 0, #"<w:lvlOverride w:ilvl="0">\#(level(0, "Мярка %1:"))</w:lvlOverride>"#)
        let read = try paragraphs(
            numbering, item(1, 0, "а") + item(2, 0, "б") + item(3, 0, "в") + item(3, 0, "г") + item(4, 0, "д") + item(0, 0, "е"))
        #expect(read == ["1. а", "2. б", "5. в", "6. г", "Мярка 7: д", "е"])
    }

    @Test func `a level begins anew only where it is told to`() throws {
        let never = scheme(0, level(0, "%1.") + level(1, "%2)", "decimal", #"<w:lvlRestart w:val="0"/>"#)) + list(1, 0)
        #expect(
            try paragraphs(never, item(1, 0, "а") + item(1, 1, "б") + item(1, 0, "в") + item(1, 1, "г")) == [
                "1. а", "1) б", "2. в", "2) г",
            ])
    }

    @Test func `legal numbers are digits on every level, and a gap can be missing`() throws {
        let numbering =
            scheme(0, level(0, "%1.", "upperRoman") + level(1, "%1.%2.", "decimal", #"<w:isLgl/><w:suff w:val="nothing"/>"#)) + list(1, 0)
        #expect(try paragraphs(numbering, item(1, 0, "а") + item(1, 0, "б") + item(1, 1, "в")) == ["I. а", "II. б", "2.1.в"])
    }

    @Test func `a paragraph's style puts it in a list, and a style may hold the levels of one`() throws {
        let styles = #"""
            <w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Base"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:type="numbering" w:styleId="Lists"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
            """#
        let numbering =
            scheme(0, #"<w:styleLink w:val="Lists"/>"# + level(0, "%1.") + level(1, "%1.%2."))
            + scheme(1, #"<w:numStyleLink w:val="Lists"/>"#)
            + list(1, 0) + list(2, 1)
        func styled(_ style: String, _ text: String) -> String {
            OfficeFiles.paragraph(text, properties: #"<w:pPr><w:pStyle w:val="\#(style)"/></w:pPr>"#)
        }
        #expect(try paragraphs(numbering, styled("Base", "а") + styled("Sub", "б"), styles: styles) == ["1. а", "1.1. б"])
    }

    @Test func `a circle of styles and lists ends`() throws {
        let styles = #"""
            <w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>
            <w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>
            <w:style w:type="numbering" w:styleId="C"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
            """#
        let numbering = scheme(0, #"<w:numStyleLink w:val="C"/>"#) + list(1, 0)
        let text = OfficeFiles.paragraph("а", properties: #"<w:pPr><w:pStyle w:val="A"/></w:pPr>"#)
        #expect(try paragraphs(numbering, text + item(1, 0, "б"), styles: styles) == ["а", "б"])
    }
}

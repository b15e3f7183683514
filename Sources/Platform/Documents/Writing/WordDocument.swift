public import Core

/// A document for word processors (DOCX: ECMA-376, transitional), A4 landscape: a title, tables under headings, a list of terms.
public struct WordDocument: Sendable {
    /// A piece of the document, from above to below.
    public enum Block: Sendable {
        /// A line above the title that says what state the document is in.
        case notice(String)
        /// The title, each text a line of its own.
        case title([String])
        /// A heading that the navigation pane lists.
        case heading(String)
        case table(WordTable)
        /// Terms and what they stand for, in two columns without borders.
        case terms([(term: String, meaning: String)])
    }

    /// Its name among the properties of the file; nobody is named there.
    public let title: String
    /// Of its words: hyphenation, spelling, the footer.
    public let language: Language
    /// The moment given as that of its making: equal documents are equal files.
    public let created: Instant
    /// From above to below.
    public let blocks: [Block]

    /// Nothing is written yet.
    public init(title: String, language: Language, created: Instant, blocks: [Block]) {
        self.title = title
        self.language = language
        self.created = created
        self.blocks = blocks
    }

    /// The file. Throws ``WritingError/container``.
    public func bytes() throws(WritingError) -> [UInt8] {
        try ZipContainer.bytes([
            ("[Content_Types].xml", WordParts.contentTypes), ("_rels/.rels", WordParts.relationships),
            ("docProps/core.xml", WordParts.properties(self)), ("docProps/app.xml", WordParts.application),
            ("word/document.xml", body), ("word/_rels/document.xml.rels", WordParts.documentRelationships),
            ("word/styles.xml", WordStyles.part(language)), ("word/settings.xml", WordParts.settings(language)),
            ("word/fontTable.xml", WordParts.fonts), ("word/footer1.xml", WordParts.footer(language)),
        ])
    }

    /// The part that holds the words.
    var body: [UInt8] {
        var xml = XMLText()
        xml.element("w:document", ["xmlns:w": WordParts.main, "xmlns:r": WordParts.links]) { xml in
            xml.element("w:body") { xml in
                for block in blocks { WordDocument.write(block, to: &xml) }
                WordDocument.page(&xml)
            }
        }
        return xml.bytes
    }

    private static func write(_ block: Block, to xml: inout XMLText) {
        switch block {
        case .notice(let text): xml.paragraph(text, style: "Notice")
        case .title(let lines): for line in lines { xml.paragraph(line, style: "Title") }
        case .heading(let text): xml.paragraph(text, style: "Heading1")
        case .table(let table):
            table.write(to: &xml)
            // Two tables without a paragraph between them would become one.
            xml.paragraph("", style: "Gap")
        case .terms(let terms): WordTable.write(terms, to: &xml)
        }
    }

    private static func page(_ xml: inout XMLText) {
        xml.element("w:sectPr") { xml in
            xml.empty("w:footerReference", ["w:type": "default", "r:id": "rId3"])
            xml.empty("w:pgSz", ["w:w": "16838", "w:h": "11906", "w:orient": "landscape"])
            xml.empty(
                "w:pgMar",
                [
                    "w:top": "794", "w:right": "720", "w:bottom": "794", "w:left": "720", "w:header": "397", "w:footer": "397",
                    "w:gutter": "0",
                ])
        }
    }

    /// Between the margins, in twentieths of a point.
    static let textWidth = 16838 - 2 * 720
}

extension XMLText {
    /// A paragraph of one style.
    mutating func paragraph(_ text: String, style: String) {
        element("w:p") { xml in
            xml.element("w:pPr") { $0.empty("w:pStyle", ["w:val": style]) }
            if !text.isEmpty { xml.run(text) }
        }
    }

    /// Words in the style of their paragraph.
    mutating func run(_ text: String) {
        element("w:r") { $0.element("w:t", ["xml:space": "preserve"], text: text) }
    }
}

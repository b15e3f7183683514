/// Reads a Word document (DOCX, ISO/IEC 29500-1 17, transitional and strict): the words as a reader of the print sees them, tables with their
/// merged cells, and what had to be decided.
///
/// Headers and footers are left out: they say on each page what the document says once.
struct WordSource {
    /// What was read.
    let document: SourceDocument

    /// Reads the parts of a document. `main` is the one with the body.
    init(_ container: Container, main: String) throws(DocumentError) {
        guard container.contains(main) else { throw .missingPart(main) }
        let relationships = try Relationships(of: main, in: container)
        try WordSource.refuseRemoteTemplate(relationships, container)
        let needed = ["styles", "numbering", "footnotes", "endnotes", "comments"].reduce(into: [String: String]()) {
            $0[$1] = relationships.part($1)
        }
        let parts = try container.parts([main] + needed.values)
        func tree(_ kind: String) throws(DocumentError) -> MarkUp? {
            guard let name = needed[kind], let part = parts[name] else { return nil }
            return try MarkUpParser.read(part, part: name)
        }
        let styles = WordStyleSheet(try tree("styles"))
        let reader = WordReader(
            styles, WordNumbering(try tree("numbering"), styles),
            [
                .`w:footnoteReference`: WordSource.stories(try tree("footnotes")),
                .`w:endnoteReference`: WordSource.stories(try tree("endnotes")),
                .`w:commentReference`: WordSource.stories(try tree("comments")),
            ])
        let root = try MarkUpParser.read(parts[main] ?? [], part: main).root
        guard root.name == .`w:document`, let element = root.child(.`w:body`) else { throw .damaged(part: main) }
        var body = WordBody(reader)
        try body.read(body: element)
        document = body.document()
    }

    /// A template on another machine runs what its owner likes as soon as Word opens the document. One on the author's own disk is how every
    /// office works, and is left alone.
    private static func refuseRemoteTemplate(_ main: Relationships, _ container: Container) throws(DocumentError) {
        guard let settings = main.part("settings") else { return }
        for address in try Relationships(of: settings, in: container).external("attachedTemplate") where isRemote(address) {
            throw .remoteTemplate(address)
        }
    }

    private static func isRemote(_ address: String) -> Bool {
        let address = address.lowercased().replacing("\\", with: "/")
        if address.hasPrefix("file:") {
            let path = address.dropFirst(5)
            return path.hasPrefix("//") && !path.hasPrefix("///") || path.hasPrefix("////")
        }
        let isDrive = address.dropFirst().hasPrefix(":") || !address.contains(":")
        return address.hasPrefix("//") || !isDrive
    }

    private static func stories(_ markUp: MarkUp?) -> [String: Element] {
        guard let markUp else { return [:] }
        var stories: [String: Element] = [:]
        for element in markUp.root.children {
            // Those with a type are the lines between text and notes.
            guard let id = element[.`w:id`], (element[.`w:type`] ?? "normal") == "normal" else { continue }
            stories[id] = element
        }
        return stories
    }
}

/// The body of a document as blocks.
struct WordBody {
    private let reader: WordReader
    private var blocks: [SourceDocument.Block] = []
    private var notes: [SourceDocument.Note] = []
    private var paragraphs = 0
    private var tables = 0

    init(_ reader: WordReader) {
        self.reader = reader
    }

    mutating func read(body: Element) throws(DocumentError) {
        try reader.blocks(of: body) { lines, element throws(DocumentError) in
            if let lines {
                add(lines)
            } else if let frame = element.framedByTable {
                try read(body: frame)
            } else {
                try add(table: element)
            }
        }
    }

    /// The document, footnotes after the text.
    func document() -> SourceDocument {
        var body = self
        for footnote in reader.footnotes { body.add(WordReader.Lines(text: [footnote])) }
        return SourceDocument(encoding: "Word (DOCX)", blocks: body.blocks, notes: body.notes)
    }

    /// Lines of a paragraph are paragraphs, as they are in a text.
    private mutating func add(_ lines: WordReader.Lines) {
        notes += WordRows.notes(lines.told, at: CellPlace(table: 0, row: paragraphs + 1, column: 1))
        for line in lines.text where !line.isBlank {
            paragraphs += 1
            blocks.append(.paragraph(row: paragraphs, text: line))
        }
    }

    private mutating func add(table element: Element) throws(DocumentError) {
        let (table, told) = try reader.table(element, at: tables + 1)
        guard !table.rows.isEmpty else { return }
        tables += 1
        blocks.append(.table(table))
        notes += told
    }
}

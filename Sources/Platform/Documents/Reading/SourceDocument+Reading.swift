extension SourceDocument {
    /// Columns of a table: real plans have about 12, and Word allows 63 cells in a row.
    static let columnLimit = 200
    /// Cells of all tables of an office file, blank ones counted: real plans have 1,500, and blank cells cost nothing in the file.
    static let cellLimit = 1_000_000

    /// Reads a file as what its bytes show it to be, whatever its name: Word (DOCX), Excel (XLSX), or a text with its tables.
    ///
    /// - Parameters:
    ///   - headingWords: how many words of headings stand in a row of cells; only texts need it.
    ///   - standsApart: whether a line of a text belongs to no table, whatever is around it.
    ///   - isLabel: whether a cell of a text says what the cell beside it holds.
    public init(
        reading bytes: [UInt8], headingWords: @escaping ([String]) -> Int, standsApart: @escaping (String) -> Bool = { _ in false },
        isLabel: (String) -> Bool = { _ in false }
    ) throws(DocumentError) {
        switch try OfficeFile(bytes) {
        case .word(let container, let main): self = try WordSource(container, main: main).document
        case .workbook(let container, let main): self = try Spreadsheet(container, main: main).document()
        case nil:
            let (text, encoding) = try TextDecoding.decode(bytes)
            let blocks = try TextTables.read(text, headingWords: headingWords, standsApart: standsApart, isLabel: isLabel)
            self.init(encoding: encoding, blocks: blocks)
            return
        }
        for (place, text) in cells where text.utf8.count > TextTables.lineLimit {
            throw .longLine(line: place.row, limit: TextTables.lineLimit)
        }
    }
}

/// What the bytes of an office file hold.
enum OfficeFile {
    /// With the name of the part that is the document.
    case word(Container, main: String)
    case workbook(Container, main: String)

    /// How files of Office before 2007 begin, and those of today when a password locks them.
    static let compound: [UInt8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
    /// How a ZIP file with something in it begins.
    static let packed: [UInt8] = [0x50, 0x4b, 3, 4]

    /// Nil for what may be a text. Throws for formats that are known and not read.
    init?(_ bytes: [UInt8]) throws(DocumentError) {
        if bytes.starts(with: OfficeFile.compound) {
            // Office locks a document by putting it, enciphered, into a file of the old kind, under this name.
            let isLocked = bytes.firstRange(of: "EncryptedPackage".utf8.flatMap { [$0, 0] }) != nil
            throw isLocked ? .password : .format(.oldOffice)
        }
        if bytes.starts(with: Array("{\\rtf".utf8)) { throw .format(.richText) }
        if bytes.prefix(1024).firstRange(of: Array("%PDF-".utf8)) != nil { throw .format(.portable) }
        if let marked = MediaType.marked(bytes), [.jpeg, .png, .webp, .heic].contains(marked) { throw .format(.picture) }
        guard bytes.starts(with: OfficeFile.packed) else { return nil }
        self = try OfficeFile(Container(bytes))
    }

    private init(_ container: Container) throws(DocumentError) {
        let main = try Relationships(of: "", in: container).part("officeDocument")
        switch main?.split(separator: "/").first.map({ $0.lowercased() }) ?? OfficeFile.folder(container) {
        case "word": self = .word(container, main: main ?? "word/document.xml")
        case "xl":
            if main?.hasSuffix(".bin") == true { throw .format(.oldOffice) }
            self = .workbook(container, main: main ?? "xl/workbook.xml")
        default:
            if container.contains("mimetype"), container.contains("content.xml") { throw .format(.openDocument) }
            throw .format(.archive)
        }
    }

    private static func folder(_ container: Container) -> String? { ["word", "xl"].first { container.hasFolder($0 + "/") } }
}

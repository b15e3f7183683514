public import Core

/// Sheets of typed cells for spreadsheet programs (XLSX).
public struct Workbook: Sendable {
    /// What a cell holds; a text is never a formula, whatever it begins with.
    public enum Value: Sendable, Equatable {
        case blank
        case text(String)
        case number(Double)
        case day(Day)
    }

    /// A column and how its values are shown.
    public struct Column: Sendable {
        /// The way numbers are shown; texts and days know theirs.
        public enum Kind: Sendable { case plain, amount }

        /// Its heading in the first row.
        public let heading: String
        /// In letters.
        public let width: Double
        /// Money has two decimals and spaces between thousands.
        public let kind: Kind

        /// A column that is no money, unless told otherwise.
        public init(_ heading: String, width: Double, kind: Kind = .plain) {
            self.heading = heading
            self.width = width
            self.kind = kind
        }
    }

    /// A sheet: headings that stay in sight and on each printed page, and rows that can be filtered by them.
    public struct Sheet: Sendable {
        /// At most 31 letters, none of `[]:*?/\`.
        public let name: String
        /// From left to right.
        public let columns: [Column]
        /// Values in the order of the columns.
        public let rows: [[Value]]
        /// Columns on the left that stay in sight.
        public let fixed: Int

        /// Pages beside one another on which its columns are printed, so that letters keep a size that can be read.
        var pagesAcross: Int { max(1, Int((columns.reduce(0) { $0 + $1.width } / 200).rounded(.up))) }

        /// The name is not checked here: the library refuses a wrong one.
        public init(name: String, columns: [Column], rows: [[Value]], fixed: Int) {
            self.name = name
            self.columns = columns
            self.rows = rows
            self.fixed = fixed
        }
    }

    /// Its name among the properties of the file; nobody is named there.
    public let title: String
    /// Of the footer.
    public let language: Language
    /// The moment given as that of its making: equal workbooks are equal files.
    public let created: Instant
    /// In the order of their tabs.
    public let sheets: [Sheet]

    /// Nothing is written yet.
    public init(title: String, language: Language, created: Instant, sheets: [Sheet]) {
        self.title = title
        self.language = language
        self.created = created
        self.sheets = sheets
    }

    /// The file. Throws ``WritingError``.
    public func bytes() throws(WritingError) -> [UInt8] {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let path = folder.path + "/workbook.xlsx"
        let writer = try WorkbookWriter(path: path, temporary: folder.path)
        do throws(WritingError) {
            try writer.write(self)
        } catch {
            writer.abandon()
            throw error
        }
        try writer.close()
        do { return try DocumentFile.read(path) } catch { throw .temporaryFolder }
    }

    /// A text as a cell can hold it: without what XML can't say, and within the length that Excel opens (32,767 units of UTF-16).
    static func cell(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var length = 0
        for scalar in text.unicodeScalars where XMLText.isAllowed(scalar) && scalar != "\r" {
            length += scalar.value > 0xffff ? 2 : 1
            guard length < 32_767 else {
                scalars.append("…")
                break
            }
            scalars.append(scalar)
        }
        // „_x000D_“ stands for a control character in this format (ECMA-376-1, 22.9.2.19): written as words it would not be read as such.
        return String(scalars).replacing(/_(?=x[0-9A-Fa-f]{4}_)/, with: "_x005F_")
    }
}

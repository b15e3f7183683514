/// Why a file can't be read as a document. Each case becomes one sentence: what, where, how to mend it.
public enum DocumentError: Error, Equatable, Sendable {
    case missing
    case directory
    case unreadable
    case empty
    /// Larger than the limit, in bytes.
    case tooLarge(limit: Int)
    /// Holds bytes that no text has; the offset of the first.
    case binary(offset: Int)
    /// No known encoding fits; the line of the first bad byte.
    case encoding(line: Int)
    /// A line or a cell is longer than any real one; its line.
    case longLine(line: Int, limit: Int)
    /// A table of a text with more columns than any real one.
    case tooManyColumns(line: Int, limit: Int)

    /// A format that is not read: what it is.
    case format(Format)
    /// Can't be opened without a password.
    case password
    /// Cut off or broken; the part of the container that can't be read, empty where it is the container itself.
    case damaged(part: String)
    /// A container without the part that holds the document.
    case missingPart(String)
    /// A part whose name leads out of the container, or is there twice.
    case strangePart(String)
    /// More parts than any real document.
    case tooManyParts(limit: Int)
    /// Unpacked, what must be read is larger than the limit, in bytes.
    case unpacksTooLarge(limit: Int)
    /// A part that declares a document type, through which a file could have itself expanded or others read.
    case documentType(part: String)
    /// A part with elements nested deeper than any real one.
    case tooDeep(part: String, limit: Int)
    /// A part with more elements than any real one.
    case tooMuchMarkUp(part: String, limit: Int)
    /// The document loads its template from another machine.
    case remoteTemplate(String)
    /// A table with more columns than any real one; table and row from 1.
    case tooWide(table: Int, row: Int, limit: Int)
    /// Tables with more cells than any real document.
    case tooManyCells(limit: Int)

    /// Formats that are told apart and not read.
    public enum Format: String, Sendable, CaseIterable {
        /// Word and Excel before 2007, and Excel's binary workbook: `.doc`, `.xls`, `.xlsb`.
        case oldOffice
        /// `.odt`, `.ods` and their kin.
        case openDocument
        /// `.rtf`
        case richText
        /// `.pdf`
        case portable
        /// A ZIP file that is neither a document nor a workbook.
        case archive
        /// A photograph or a scanned sheet: `.png`, `.jpg`, `.webp`, `.heic`.
        case picture
    }
}

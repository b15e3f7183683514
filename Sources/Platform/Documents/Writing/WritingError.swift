/// Why a file could not be made. It is never the fault of what it should hold.
public enum WritingError: Error, Equatable, Sendable {
    /// The container (ZIP) could not be written.
    case container
    /// No private folder could be made for the temporary files of a workbook.
    case temporaryFolder
    /// The library of workbooks refused: its own number for the reason.
    case workbook(Int)
}

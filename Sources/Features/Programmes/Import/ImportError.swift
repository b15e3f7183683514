public import Documents

/// Why a file was not imported. Each case becomes one sentence: what, where, how to mend it.
public enum ImportError: Error, Equatable, Sendable {
    /// The file can't be read as a document.
    case document(DocumentError)
    /// No table with headings of a plan was found.
    case noTable
    /// There are pictures and no table: it may be one of the pictures.
    case onlyPictures
    /// The table has headings and no measures under them.
    case noMeasures
    /// No line above the table says which plan it is.
    case noTitle
    /// It is a list that this system wrote itself, and no plan.
    case ownList(OwnList)
    /// It holds several plans, and was said to be an edition of one.
    case severalPlans(Int)
}

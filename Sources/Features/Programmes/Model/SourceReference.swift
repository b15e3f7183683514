public import Documents

/// Where a value comes from (откъде е това): the cells of the document and the words that stood there.
public struct SourceReference: Sendable, Equatable, Hashable {
    /// The cells, several where a page break or a merge cut the text.
    public let cells: [CellPlace]
    /// The words as they were printed.
    public let text: String

    /// The cells in the order of the text; none for what stands nowhere in the document.
    public init(cells: [CellPlace], text: String) {
        self.cells = cells
        self.text = text
    }
}

/// A text together with where it comes from.
public struct SourcedText: Sendable, Equatable {
    /// As shown: white space joined, mark-up left out.
    public let text: String
    /// Where it stands, with the exact characters.
    public let source: SourceReference

    /// The text may be tidied, the source never.
    public init(text: String, source: SourceReference) {
        self.text = text
        self.source = source
    }
}

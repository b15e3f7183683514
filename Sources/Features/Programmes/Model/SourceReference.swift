public import Documents

/// Where a value comes from (откъде е това): the cells of the document and the words that stood there.
public struct SourceReference: Sendable, Equatable, Hashable {
    /// The cells, several where a page break or a merge cut the text.
    public let cells: [CellPlace]
    /// The words as they were printed.
    public let text: String

    public init(cells: [CellPlace], text: String) {
        self.cells = cells
        self.text = text
    }
}

/// A text together with where it comes from.
public struct SourcedText: Sendable, Equatable {
    public let text: String
    public let source: SourceReference

    public init(text: String, source: SourceReference) {
        self.text = text
        self.source = source
    }
}

import Core
import Documents

/// The words of tables within cells: they stand as text and are part of no statement.
struct NestedWords {
    private var words: [CellPlace: [Unicode.Scalar]] = [:]

    init(_ document: SourceDocument) {
        for note in document.notes where note.kind == .nestedTable { words[note.place] = Array(note.text.unicodeScalars) }
    }

    /// The stretches of a cell that a table within it holds.
    func ranges(in cell: LogicalCell) -> [Range<Int>] {
        guard !words.isEmpty else { return [] }
        return cell.pieces.compactMap { piece in
            guard let inner = words[piece.place], !inner.isEmpty, inner.count <= piece.count else { return nil }
            return cell.scalars[piece.start..<piece.start + piece.count].firstRange(of: inner)
        }
    }
}

import Core
import Documents

/// A cell as its author wrote it: one text, though page breaks or merges may have cut it into several cells of the dump.
struct LogicalCell: Sendable {
    /// A stretch of the text and where it stands in the document.
    struct Piece: Sendable {
        let start: Int
        let count: Int
        let place: CellPlace
        let offset: Int
    }

    private(set) var scalars: [Unicode.Scalar] = []
    private(set) var pieces: [Piece] = []
    /// Letters that a page break printed twice: in the document, not in the text.
    private(set) var dropped: [Piece] = []

    init() {}

    init(_ text: String, at place: CellPlace) {
        append(Array(text.unicodeScalars), place, offset: 0)
    }

    var isBlank: Bool { scalars.allSatisfy { $0.isSpace } }

    /// The place of its beginning; of nowhere for an empty cell.
    var place: CellPlace { pieces.first?.place ?? CellPlace(table: 0, row: 0, column: 0) }

    /// Adds a stretch of a cell of the document, from a scalar offset on.
    mutating func append(_ text: [Unicode.Scalar], _ place: CellPlace, offset: Int) {
        pieces.append(Piece(start: scalars.count, count: text.count, place: place, offset: offset))
        scalars += text
    }

    /// Adds a separator that stands nowhere in the document.
    mutating func append(separator: Unicode.Scalar) {
        scalars.append(separator)
    }

    /// The same cell with a line's end in place of every scalar of some stretches: all else stays where it stands.
    func blanking(_ ranges: [Range<Int>]) -> LogicalCell {
        var cell = self
        for range in ranges { for index in range { cell.scalars[index] = "\n" } }
        return cell
    }

    /// Takes scalars off the end: letters that a page break printed twice.
    mutating func removeLast(_ count: Int) {
        scalars.removeLast(count)
        guard let last = pieces.popLast() else { return }
        pieces.append(Piece(start: last.start, count: last.count - count, place: last.place, offset: last.offset))
        dropped.append(Piece(start: 0, count: count, place: last.place, offset: last.offset + last.count - count))
    }

    /// Leaves out the first scalars of a cell of the document.
    mutating func drop(_ count: Int, at place: CellPlace) {
        dropped.append(Piece(start: 0, count: count, place: place, offset: 0))
    }

    /// The words of a range as printed, white space joined.
    func text(_ range: Range<Int>) -> String {
        var words: [Unicode.Scalar] = []
        words.reserveCapacity(range.count)
        var isPending = false
        var index = range.lowerBound
        while index < range.upperBound {
            let scalar = scalars[index]
            if scalar == "<", let tag = tag(index, range.upperBound) {
                isPending = isPending || tag.partsWords && !words.isEmpty
                index = tag.end
                continue
            }
            if scalar.isSpace {
                isPending = !words.isEmpty
            } else if scalar.value != 0xad && scalar.value != 0xfeff {
                if isPending { words.append(" ") }
                isPending = false
                words.append(scalar)
            }
            index += 1
        }
        return String(scalars: words)
    }

    var text: String { text(0..<scalars.count) }

    /// The exact characters of a range.
    func verbatim(_ range: Range<Int>) -> String {
        String(scalars: scalars[range]).trimmed
    }

    /// Where a range stands in the document.
    func source(_ range: Range<Int>) -> SourceReference {
        var cells: [CellPlace] = []
        for piece in pieces where piece.start < range.upperBound && piece.start + piece.count > range.lowerBound && piece.count > 0 {
            if !cells.contains(piece.place) { cells.append(piece.place) }
        }
        return SourceReference(cells: cells, text: verbatim(range))
    }

    var source: SourceReference { source(0..<scalars.count) }

    func place(of range: Range<Int>) -> CellPlace {
        source(range).cells.first ?? place
    }

    /// Tags that converters of word processors leave in cells, and whether they part words. Other words in angle brackets are the author's.
    private static let tags = [
        "b": false, "em": false, "i": false, "span": false, "strong": false, "sub": false, "sup": false, "u": false,
        "br": true, "div": true, "li": true, "ol": true, "p": true, "ul": true,
    ]

    private func tag(_ start: Int, _ limit: Int) -> (end: Int, partsWords: Bool)? {
        guard let end = scalars[start..<min(limit, start + 10)].firstIndex(of: ">") else { return nil }
        let name = String(scalars: scalars[(start + 1)..<end].filter { $0 != "/" && !$0.isSpace })
        return LogicalCell.tags[name.lowercased()].map { (end + 1, $0) }
    }
}

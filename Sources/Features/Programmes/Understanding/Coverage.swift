import Core
public import Documents

/// Accounts for every character of a document: understood, kept as text, or not understood. What nobody claims is not understood.
struct Coverage: Sendable {
    /// What became of a character.
    enum Disposition: UInt8, Sendable {
        case unclaimed = 0
        case text = 1
        case understood = 2
    }

    private var marks: [CellPlace: [Disposition]] = [:]
    private let texts: [(place: CellPlace, text: String)]

    init(_ document: SourceDocument) {
        texts = document.cells
        for (place, text) in texts { marks[place] = Array(repeating: .unclaimed, count: text.unicodeScalars.count) }
    }

    /// Claims a range of a logical cell. A stronger claim stays: what was understood is not made text again.
    mutating func claim(_ cell: LogicalCell, _ range: Range<Int>, _ disposition: Disposition) {
        for piece in cell.pieces {
            let low = max(piece.start, range.lowerBound)
            let high = min(piece.start + piece.count, range.upperBound)
            guard low < high else { continue }
            claim(piece.place, (piece.offset + low - piece.start)..<(piece.offset + high - piece.start), disposition)
        }
        for piece in cell.dropped { claim(piece.place, piece.offset..<piece.offset + piece.count, .text) }
    }

    /// Claims a whole cell of the document.
    mutating func claim(_ place: CellPlace, _ disposition: Disposition) {
        guard let count = marks[place]?.count else { return }
        claim(place, 0..<count, disposition)
    }

    /// Claims a stretch of a cell of the document.
    mutating func claim(_ place: CellPlace, _ range: Range<Int>, _ disposition: Disposition) {
        guard let cell = marks.index(forKey: place) else { return }
        for index in range where marks.values[cell][index].rawValue < disposition.rawValue { marks.values[cell][index] = disposition }
    }

    /// The document's passages in order: their texts joined give each cell again. Signs and spaces between claims go with what precedes.
    func passages() -> [Passage] {
        var passages: [Passage] = []
        for (place, text) in texts {
            passages += CoveragePassages(place: place, scalars: Array(text.unicodeScalars), marks: marks[place] ?? []).passages()
        }
        return passages
    }
}

/// A stretch of a cell and what became of it.
public struct Passage: Sendable, Equatable {
    /// The three ways in which a character of the document can be accounted for.
    public enum Disposition: String, Sendable, CaseIterable {
        case understood, text, notUnderstood
    }

    /// The cell it is part of; a cell's passages follow one another.
    public let place: CellPlace
    /// Exact characters, white space and mark-up among them.
    public let text: String
    /// The same for all its characters.
    public let disposition: Disposition
}

private struct CoveragePassages {
    let place: CellPlace
    let scalars: [Unicode.Scalar]
    let marks: [Coverage.Disposition]

    func passages() -> [Passage] {
        var result: [(Passage.Disposition, Range<Int>)] = []
        for (index, mark) in marks.enumerated() {
            let disposition = self.disposition(mark, index, previous: result.last?.0)
            if let last = result.last, last.0 == disposition {
                result[result.count - 1].1 = last.1.lowerBound..<index + 1
            } else {
                result.append((disposition, index..<index + 1))
            }
        }
        return result.map { disposition, range in
            Passage(place: place, text: String(scalars: scalars[range]), disposition: disposition)
        }
    }

    /// Letters and digits that nobody claimed are not understood; signs and spaces belong to their neighbours.
    private func disposition(_ mark: Coverage.Disposition, _ index: Int, previous: Passage.Disposition?) -> Passage.Disposition {
        switch mark {
        case .understood: return .understood
        case .text: return .text
        case .unclaimed:
            let scalar = scalars[index]
            if scalar.isLetter || scalar.properties.numericType != nil { return .notUnderstood }
            return previous ?? .text
        }
    }
}

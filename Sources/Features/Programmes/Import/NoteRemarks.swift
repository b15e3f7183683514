import Documents

/// Finds the measures to which notes of reading a document belong.
struct NoteRemarks {
    private struct Rows {
        let first: Int
        let last: Int
        let plan: Int
        let measure: Int
    }

    /// By table, in the order of their rows.
    private var rows: [Int: [Rows]] = [:]
    /// Plans by the paragraphs before their tables.
    private var lines: [CellPlace: Int] = [:]

    /// - Parameter plans: of each plan the rows of its measures and the places of its paragraphs.
    init(_ plans: [(drafts: [RowReader.Draft], lines: [CellPlace])]) {
        for (plan, (drafts, lines)) in plans.enumerated() {
            for (measure, draft) in drafts.enumerated() {
                let places = (Array(draft.cells.values) + draft.extra).flatMap { $0.pieces.map(\.place) }
                let last = places.filter { $0.table == draft.place.table }.map(\.row).max() ?? draft.place.row
                rows[draft.place.table, default: []].append(Rows(first: draft.place.row, last: last, plan: plan, measure: measure))
            }
            for line in lines { self.lines[line] = plan }
        }
    }

    /// The plan, and the measure where the place is in the rows of one. What belongs to no plan is told with the first.
    func home(of place: CellPlace) -> (plan: Int, measure: Int?) {
        guard place.table > 0 else { return (lines[place] ?? 0, nil) }
        guard let measures = rows[place.table] else { return (0, nil) }
        // Halving: a document may have as many notes as cells.
        var (low, high) = (0, measures.count)
        while low < high {
            let middle = (low + high) / 2
            if measures[middle].first <= place.row { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return (measures[0].plan, nil) }
        let above = measures[low - 1]
        return (above.plan, place.row <= above.last ? above.measure : nil)
    }
}

extension Remark {
    /// Characters of a note's words that a remark quotes: enough to find them.
    private static let longestQuote = 400

    /// What reading the document decided, as a remark of the plan.
    init(_ note: SourceDocument.Note, measure: String?) {
        let code: Code =
            switch note.kind {
            case .insertion: .trackedInsertion
            case .deletion: .trackedDeletion
            case .footnote: .footnote
            case .hidden: .hiddenWords
            case .picture: .picture
            case .nestedTable: .nestedTable
            case .comment: .comment
            case .formulaFault: .formulaFault
            }
        let words = Headings.clean(note.text)
        let isLong = words.unicodeScalars.count > Remark.longestQuote
        self.init(
            code, measure: measure, place: note.place,
            quote: isLong ? String(words.unicodeScalars.prefix(Remark.longestQuote)) + "…" : words)
    }
}

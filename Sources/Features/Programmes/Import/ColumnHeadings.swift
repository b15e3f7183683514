import Core
import Documents

/// Recognises the columns of a plan's table by the words of their headings, in Bulgarian and English, in any order.
struct ColumnHeadings: Equatable {
    /// What each column holds; nil for a column without a known heading.
    let fields: [Field?]
    /// The heading of each column as printed, both rows of it.
    let headings: [String]
    /// The unit of the budget's bare numbers: „Бюджет (хил. лв.)“.
    let moneyUnit: MoneyUnit?

    /// The position of a field's first column.
    func position(_ field: Field) -> Int? { fields.firstIndex(of: field) }

    var width: Int { fields.count }

    /// Reads one or two heading rows. Nil unless they name a measure and at least three other fields.
    init?(_ first: [String], below: [String]? = nil) {
        let below = below ?? []
        let upper = ColumnHeadings.aligned(first, below: below)
        let width = max(upper.count, below.count)
        var fields: [Field?] = []
        var headings: [String] = []
        for column in 0..<width {
            let top = column < upper.count ? upper[column] : ""
            let sub = column < below.count ? below[column] : ""
            let field = ColumnHeadings.field(sub) ?? ColumnHeadings.field(top)
            // A field named twice keeps its first column; the second is kept as words.
            fields.append(field.flatMap { fields.contains($0) ? nil : $0 })
            headings.append([top, sub].map { Headings.clean($0) }.filter { !$0.isEmpty }.joined(separator: " / "))
        }
        let known = Set(fields.compactMap { $0 })
        guard known.contains(.title), known.count >= 4 else { return nil }
        self.fields = fields
        self.headings = headings
        moneyUnit = fields.firstIndex(of: .budget).flatMap { MoneyUnit(heading: headings[$0]) }
    }

    /// How many different fields a row of cells names: 4 and more make a heading.
    static func count(_ cells: [String]) -> Int {
        Set(cells.compactMap { field($0) }).count
    }

    /// Whether a row is the heading of a table: four different fields and more, nearly every cell naming one, and no numbered activity.
    ///
    /// The words of headings occur in measures too („Дейности по бюджета …“), hence the last two.
    static func isHeading(_ cells: [String]) -> Bool {
        let filled = cells.filter { !$0.isBlank }
        guard filled.count >= 4 else { return false }
        let named = filled.compactMap(field)
        guard Set(named).count >= 4, named.count * 4 >= filled.count * 3 else { return false }
        return !filled.contains { Numbering.leading($0) != nil }
    }

    /// Whether a row stands under a heading and divides its columns: every cell that is not blank names a part.
    static func isSecondRow(_ cells: [String]) -> Bool {
        let named = cells.filter { !$0.isBlank }
        guard named.count >= 2, named.count < cells.count || cells.count <= 2 else { return false }
        return named.allSatisfy { field($0) != nil } && named.contains { [.baseline, .target, .partners].contains(field($0)) }
    }

    /// What a heading names, nil for anything else. Headings are short and their telling word stands early.
    static func field(_ heading: String) -> Field? {
        guard heading.utf8.count < 240 else { return nil }
        let words = Tokenizer.tokens(Array(heading.unicodeScalars)).filter { $0.isWord || $0.kind == .other }.map(\.text)
        guard !words.isEmpty, words.count <= 12 else { return nil }
        if words.count <= 2, Headings.numbers.contains(words[0]) { return .number }
        var best = Headings.lexicon.count
        var first: Field?
        for word in words.prefix(6) {
            guard let letter = word.unicodeScalars.first else { continue }
            for (rank, stem) in Headings.stems[letter] ?? [] where rank < best && word.hasPrefix(stem) {
                best = rank
                first = first ?? Headings.lexicon[rank].0
            }
        }
        guard best < Headings.lexicon.count else { return nil }
        // „Индикатори за резултат“ are indicators.
        return first == .indicators && Headings.lexicon[best].0 == .expectedResults ? .indicators : Headings.lexicon[best].0
    }

    /// Gives a first row that lacks the blank cells of its spans as many as the second row shows, where they fit best.
    static func aligned(_ first: [String], below: [String]) -> [String] {
        let missing = below.count - first.count
        guard missing > 0, missing <= 3, first.count <= 40 else { return first }
        var best = first
        var bestScore = Int.min
        func insert(_ row: [String], _ count: Int, from: Int) {
            if count == 0 {
                let score = score(row, below)
                if score > bestScore { (best, bestScore) = (row, score) }
                return
            }
            for position in from...row.count {
                var wider = row
                wider.insert("", at: position)
                insert(wider, count - 1, from: position)
            }
        }
        insert(first, missing, from: 1)
        return best
    }

    private static func score(_ upper: [String], _ below: [String]) -> Int {
        var score = 0
        var spanning: Field?
        for (top, sub) in zip(upper, below) {
            let (above, under) = (field(top), field(sub))
            if !top.isBlank { spanning = above }
            guard let under else {
                if top.isBlank { score -= 2 }
                continue
            }
            switch (spanning, under) {
            case (.indicators, .baseline), (.indicators, .target), (.leads, .partners), (.leads, .leads): score += 3
            case (let above?, let under) where above == under: score += 3
            default: score -= 3
            }
        }
        return score
    }
}

/// The words of headings.
enum Headings {
    /// Stems by field; the first that fits wins, so the narrower fields stand first.
    static let lexicon: [(Field, [String])] = [
        (.baseline, ["текущ", "базов", "начал", "изходн", "current", "baseline", "initial"]),
        (.target, ["целев", "target"]),
        (.operationalGoal, ["оперативн", "operational", "specific"]),
        (.expectedResults, ["резултат", "result", "outcome"]),
        (.indicators, ["индикатор", "показател", "indicator"]),
        (.budget, ["бюджет", "финанс", "средств", "ресурс", "budget", "funding", "cost", "financ"]),
        (.deadline, ["срок", "период", "времев", "deadline", "timeline", "timeframe", "period", "due"]),
        (.partners, ["партньор", "партнир", "partner"]),
        (.leads, ["водещ", "отговор", "институци", "изпълнител", "изпълнява", "lead", "responsible", "institution"]),
        (.strategicGoal, ["стратегич", "цел", "strategic", "goal", "objective"]),
        (.title, ["дейност", "мярк", "мерк", "наименован", "activit", "measure", "action"]),
        (.section, ["раздел", "section"]),
    ]

    static let numbers: Set<String> = ["№", "no", "nr", "номер", "number", "#", "n"]

    /// The stems by their first letter, each with its field's place in the lexicon: nearly every word of a document begins none.
    static let stems: [Unicode.Scalar: [(rank: Int, stem: String)]] = lexicon.enumerated().reduce(into: [:]) { stems, entry in
        for stem in entry.element.1 {
            if let letter = stem.unicodeScalars.first { stems[letter, default: []].append((entry.offset, stem)) }
        }
    }

    /// The words of a text with one space between them.
    static func clean(_ text: String) -> String {
        var words: [Unicode.Scalar] = []
        var isPending = false
        for scalar in text.unicodeScalars {
            if scalar.isSpace {
                isPending = !words.isEmpty
            } else {
                if isPending { words.append(" ") }
                isPending = false
                words.append(scalar)
            }
        }
        return String(scalars: words)
    }
}

import Core

/// Joins the statements of the baseline and the target column by what they say, not by where they stand.
struct IndicatorPairing {
    /// A pair of positions, either of which may be missing.
    struct Pair: Equatable {
        var baseline: Int?
        var target: Int?
        /// Whether another partner was nearly as likely, or nothing but the order spoke for this one.
        var isUncertain = false
    }

    private let baselines: [IndicatorClause]
    private let targets: [IndicatorClause]
    private var freeBaselines: Set<Int>
    private var freeTargets: Set<Int>
    private var found: [Pair] = []

    /// Every statement of either column in exactly one pair, in the order of the targets.
    static func pairs(baselines: [IndicatorClause], targets: [IndicatorClause]) -> [Pair] {
        var pairing = IndicatorPairing(baselines, targets)
        pairing.pairByWords()
        pairing.pairRest()
        pairing.spreadBareValue()
        pairing.found += pairing.freeTargets.map { Pair(baseline: nil, target: $0) }
        pairing.found += pairing.freeBaselines.map { Pair(baseline: $0, target: nil) }
        return pairing.found.sorted { order($0) < order($1) }
    }

    private init(_ baselines: [IndicatorClause], _ targets: [IndicatorClause]) {
        self.baselines = baselines
        self.targets = targets
        freeBaselines = Set(baselines.indices)
        freeTargets = Set(targets.indices)
    }

    private mutating func take(_ baseline: Int, _ target: Int, uncertain: Bool) {
        found.append(Pair(baseline: baseline, target: target, isUncertain: uncertain))
        freeBaselines.remove(baseline)
        freeTargets.remove(target)
    }

    private mutating func pairByWords() {
        // No real cell has a hundred statements: such a one is paired by nothing rather than in quadratic time.
        guard baselines.count * targets.count <= 10_000 else { return }
        let candidates = candidates()
        for candidate in candidates where freeBaselines.contains(candidate.baseline) && freeTargets.contains(candidate.target) {
            take(candidate.baseline, candidate.target, uncertain: hasRival(candidate, candidates))
        }
    }

    private struct Candidate {
        let baseline: Int
        let target: Int
        let score: Double
    }

    private func candidates() -> [Candidate] {
        var all: [Candidate] = []
        let baselineWords = baselines.map(LabelWords.init)
        let targetWords = targets.map(LabelWords.init)
        for (left, words) in baselineWords.enumerated() {
            for (right, others) in targetWords.enumerated() {
                let score = words.likeness(others)
                if score >= LabelWords.near { all.append(Candidate(baseline: left, target: right, score: score)) }
            }
        }
        return all.sorted {
            ($1.score, abs($0.baseline - $0.target), $0.target) < ($0.score, abs($1.baseline - $1.target), $1.target)
        }
    }

    private func hasRival(_ chosen: Candidate, _ candidates: [Candidate]) -> Bool {
        guard chosen.score < 0.95 else { return false }
        return candidates.contains { other in
            guard freeBaselines.contains(other.baseline), freeTargets.contains(other.target), other.score > chosen.score - 0.12
            else { return false }
            return (other.baseline == chosen.baseline) != (other.target == chosen.target)
        }
    }

    /// One statement left on each side belong together when one of them has no words of its own, or when they are all there is.
    private mutating func pairRest() {
        let (left, right) = (freeBaselines.sorted(), freeTargets.sorted())
        guard !left.isEmpty, left.count == right.count else { return }
        if left.count == 1 {
            let (before, after) = (LabelWords(baselines[left[0]]), LabelWords(targets[right[0]]))
            let wordless = before.isEmpty || after.isEmpty
            let isAll = baselines.count == 1 && targets.count == 1 && !before.contradicts(after)
            let hasValue = baselines[left[0]].value != nil || targets[right[0]].comparator == .all
            if wordless || isAll && hasValue { take(left[0], right[0], uncertain: !wordless) }
        } else if right.allSatisfy({ LabelWords(targets[$0]).isEmpty }) || left.allSatisfy({ LabelWords(baselines[$0]).isEmpty }) {
            for (baseline, target) in zip(left, right) { take(baseline, target, uncertain: true) }
        }
    }

    /// A value alone before several targets is the baseline of each: „0“.
    private mutating func spreadBareValue() {
        guard baselines.count == 1, freeBaselines.contains(0), freeTargets.count > 1, baselines[0].value != nil,
            LabelWords(baselines[0]).isEmpty
        else { return }
        found += freeTargets.map { Pair(baseline: 0, target: $0, isUncertain: true) }
        freeBaselines = []
        freeTargets = []
    }

    private static func order(_ pair: Pair) -> (Int, Int) {
        if let target = pair.target { return (target, 0) }
        return (pair.baseline ?? 0, 1)
    }
}

/// The telling words of a label, for comparing labels.
struct LabelWords {
    private let words: [(key: String, weight: Double)]

    /// Labels as alike as this may name one thing.
    static let near = 0.34

    init(_ clause: IndicatorClause) {
        self.init(clause.label + " " + (clause.isLeading ? "" : clause.unit ?? ""))
    }

    init(_ text: String) {
        var words: [(String, Double)] = []
        for key in SearchKey.words(text) where !LabelWords.silent.contains(key) && key.utf8.count > 1 {
            words.append((key, LabelWords.faint.contains { key.hasPrefix($0) } ? 0.35 : 1))
        }
        self.words = words
    }

    var isEmpty: Bool { words.isEmpty }

    /// Whether both name something by a code and not the same: „ниво А2“ and „ниво В1“.
    func contradicts(_ other: LabelWords) -> Bool {
        let (mine, theirs) = (Set(words.map(\.key).filter(LabelWords.isCode)), Set(other.words.map(\.key).filter(LabelWords.isCode)))
        return !mine.isEmpty && !theirs.isEmpty && mine.isDisjoint(with: theirs)
    }

    private var isTotal: Bool { words.contains { LabelWords.totals.contains($0.key) } }

    private static let totals: Set<String> = Set(["общо", "натрупване", "total", "cumulative"].map { SearchKey.key(of: $0) })

    private static func isCode(_ key: String) -> Bool {
        key.utf8.count <= 4 && key.utf8.contains { $0 < 58 } && key.utf8.contains { $0 > 96 }
    }

    /// 0 for nothing in common, 1 for the same words; a shared first word counts a little more.
    func likeness(_ other: LabelWords) -> Double {
        guard !words.isEmpty, !other.words.isEmpty, !contradicts(other) else { return 0 }
        var common = 0.0
        var rest = other.words
        for word in words {
            guard let match = rest.firstIndex(where: { LabelWords.isSame($0.key, word.key) }) else { continue }
            common += word.weight + rest[match].weight
            rest.remove(at: match)
        }
        let (mine, theirs) = (words.reduce(0) { $0 + $1.weight }, other.words.reduce(0) { $0 + $1.weight })
        let bonus = LabelWords.isSame(words[0].key, other.words[0].key) ? 0.12 : 0
        // Half for what they share of both, half for how far the shorter is contained in the longer.
        let likeness = common / (mine + theirs) / 2 + min(1, common / 2 / min(mine, theirs)) / 2
        // A total and a part are rarely the same count, however alike their words.
        let factor = isTotal == other.isTotal ? 1 : 0.75
        return min(1, likeness + (common > 0 ? bonus : 0)) * factor
    }

    /// Whether both have the same telling words, whatever their forms and order; faint ones tell only where there are no others.
    func isSame(as other: LabelWords) -> Bool {
        let weight = [self, other].allSatisfy { $0.words.contains { $0.weight == 1 } } ? 1 : 0.0
        var rest = other.words.filter { $0.weight >= weight }
        for word in words where word.weight >= weight {
            guard let match = rest.firstIndex(where: { LabelWords.isSame($0.key, word.key) }) else { return false }
            rest.remove(at: match)
        }
        return rest.isEmpty
    }

    /// Equal, two forms of one word (a long common beginning), or one slip of the pen apart.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        let (first, second) = (Array(left.utf8), Array(right.utf8))
        let shorter = min(first.count, second.count)
        guard shorter >= 4 else { return false }
        let common = zip(first, second).prefix { $0 == $1 }.count
        if common == shorter || common >= 7 && common * 10 >= shorter * 6 { return true }
        return shorter >= 5 && EditDistance.isOne(first, second)
    }

    private static let silent: Set<String> = Set(
        "брой броя бр на и в с за от по към при със във до не са е се или др общо the of and number in".split(separator: " ").map {
            SearchKey.key(of: $0)
        }
    )
    .subtracting([SearchKey.key(of: "общо")])
    private static let faint: [String] = ["провед", "изготв", "извърш", "разработ", "лица", "случа", "обучителни"].map {
        SearchKey.key(of: $0)
    }
}

import Core
import Web

/// Two measures side by side as a page shows them.
struct PairView: Sendable, Encodable {
    /// A measure with its address.
    struct Side: Sendable, Encodable {
        let plan: String
        let code: String
        let title: String
        let href: String

        init(_ plan: StoredPlan, _ position: Int, _ views: PlanViews) {
            let measure = plan.content.measures[position]
            self.plan = PlanHead.years(plan)
            code = measure.code
            title = measure.title.text
            href = views.href(plan.slug, measure: measure.code)
        }
    }

    /// What is not the same.
    struct Row: Sendable, Encodable {
        let label: String
        let ours: [Run]
        let theirs: [Run]
    }

    /// Words one after the other that both sides have, or only this one.
    struct Run: Sendable, Encodable {
        let text: String
        let isOwn: Bool
    }

    let id: String
    let left: Side
    let right: Side
    let kind: String
    let degree: String
    let reasons: String
    let isConfirmed: Bool
    let isProposed: Bool
    let isRejected: Bool
    let rows: [Row]
    let hasRows: Bool
    let same: String

    init(
        _ left: StoredPlan, _ right: StoredPlan, _ positions: PlanComparison.Positions, _ pair: PlanComparison.Pair?, _ views: PlanViews
    ) {
        let sentences = ComparisonSentences(views.words, views.request.language)
        self.left = Side(left, positions.left, views)
        self.right = Side(right, positions.right, views)
        id = "p-\(positions.left + 1)-\(positions.right + 1)"
        isConfirmed = pair?.isConfirmed ?? false
        isRejected = pair == nil
        isProposed = !isConfirmed && !isRejected
        kind = isConfirmed ? "ok" : isRejected ? "" : pair?.likeness.degree == .certain ? "info" : "warn"
        degree =
            isConfirmed
            ? views.words("pair_confirmed")
            : pair.map { sentences.degree($0.likeness) } ?? views.words("pair_rejected")
        reasons = pair.map { MeasurePage.capital(sentences.reasons($0.likeness)) } ?? ""
        rows = PairView.rows(left.content.measures[positions.left], right.content.measures[positions.right], views)
        hasRows = !rows.isEmpty
        same = views.words("pair_same")
    }

    /// What the two say differently, in the words of the page; their numbers stand above.
    static func rows(_ left: Measure, _ right: Measure, _ views: PlanViews) -> [Row] {
        let contrast = MeasureContrast(left, right)
        let words = views.words
        let fields: [(Field, (Measure) -> [String])] = [
            (.deadline, { [views.deadline($0.deadline)] }), (.budget, { [budget($0, views)] }), (.leads, { names($0.leads, views) }),
            (.partners, { names($0.partners, views) }), (.expectedResults, { [$0.expectedResults?.text ?? ""] }),
        ]
        let rows = fields.filter { contrast.differing.contains($0.0) }.map { field, texts in
            row(MeasurePage.capital(words("field.\(field.rawValue)")), texts(left), texts(right), words)
        }
        return rows
            + contrast.indicators.filter(\.differs).map { pair in
                let label = MeasurePage.capital(pair.left?.label ?? pair.right?.label ?? "")
                return row(label, [values(pair.left, views)], [values(pair.right, views)], words)
            }
    }

    /// A text on each side is compared word by word, a list name by name.
    private static func row(_ label: String, _ left: [String], _ right: [String], _ words: Words) -> Row {
        let isBlank = [left, right].map { $0.allSatisfy(\.isEmpty) }
        guard !isBlank[0], !isBlank[1] else {
            let nothing = [Run(text: words("pair_nothing"), isOwn: false)]
            return Row(label: label, ours: isBlank[0] ? nothing : list(left, []), theirs: isBlank[1] ? nothing : list(right, []))
        }
        guard left.count == 1, right.count == 1 else {
            return Row(label: label, ours: list(left, Set(right)), theirs: list(right, Set(left)))
        }
        let pieces = WordDifference(left[0], right[0]).pieces
        func runs(without other: WordDifference.Kind) -> [Run] {
            pieces.filter { $0.kind != other }.map { Run(text: $0.text, isOwn: $0.kind != .same) }
        }
        return Row(label: label, ours: runs(without: .added), theirs: runs(without: .removed))
    }

    private static func list(_ names: [String], _ others: Set<String>) -> [Run] {
        names.enumerated().map { place, name in
            Run(text: name + (place + 1 < names.count ? "," : ""), isOwn: !others.contains(name))
        }
    }

    private static func names(_ actors: [Actor], _ views: PlanViews) -> [String] { views.actors(actors).map(\.text) }

    private static func budget(_ measure: Measure, _ views: PlanViews) -> String {
        let amounts = measure.amounts.compactMap(views.amount)
        return amounts.isEmpty ? views.budgetWords(measure) : amounts.joined(separator: " + ")
    }

    /// „0 → поне 15 броя“.
    private static func values(_ indicator: Indicator?, _ views: PlanViews) -> String {
        guard let indicator else { return "" }
        let (words, format) = (views.words, views.format)
        guard indicator.kind != .milestone else { return words("in_words") }
        let target = [indicator.comparator.map { words("comparator.\($0.rawValue)") }, indicator.target.map(format.number), indicator.unit]
        let wanted = target.compactMap(\.self).joined(separator: " ")
        return (indicator.baseline.map(format.number) ?? "–") + " → " + (wanted.isEmpty ? words("no_number") : wanted)
    }
}

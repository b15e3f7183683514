import Core
import Web

/// What two measures say differently as a page shows it, for the template `programmes-contrast`.
struct ContrastView: Sendable, Encodable {
    /// What is not the same.
    struct Row: Sendable, Encodable {
        let label: String
        /// Whether the label is a document's.
        let isPrintedLabel: Bool
        let ours: [Run]
        let theirs: [Run]
        /// Whether the words are the documents', not the page's.
        let isPrinted: Bool
    }

    /// Words one after the other that both sides have, or only this one.
    struct Run: Sendable, Encodable {
        let text: String
        let isOwn: Bool
    }

    /// The codes of both.
    let about: String
    let leftHead: String
    let rightHead: String
    /// The same in short, where it stands before each value.
    let leftShort: String
    let rightShort: String
    let rows: [Row]
    let hasRows: Bool

    /// - Parameters:
    ///   - heads: what stands above the words of each.
    ///   - short: what stands before each value on a narrow screen; nil for the same.
    init(
        _ left: Measure, _ right: Measure, heads: (left: String, right: String), short: (left: String, right: String)? = nil,
        _ views: PlanViews
    ) {
        about = "\(left.code), \(right.code)"
        (leftHead, rightHead) = heads
        (leftShort, rightShort) = short ?? heads
        rows = ContrastView.rows(left, right, views)
        hasRows = !rows.isEmpty
    }

    /// What the two say differently, in the words of the page; their titles stand above.
    static func rows(_ left: Measure, _ right: Measure, _ views: PlanViews) -> [Row] {
        let contrast = MeasureContrast(left, right)
        let fields: [(Field, (Measure) -> [String])] = [
            (.number, { [$0.code] }), (.deadline, { [views.deadline($0.deadline)] }), (.budget, { [budget($0, views)] }),
            (.leads, { names($0.leads, views) }), (.partners, { names($0.partners, views) }),
            (.expectedResults, { [$0.expectedResults?.text ?? ""] }),
        ]
        return fields.filter { contrast.differing.contains($0.0) }.map { row($0, left, right, short: $1, views) }
            + contrast.indicators.filter(\.differs).map { row($0, views) }
    }

    /// The page's own short words, or the documents' where those do not show what is not the same.
    private static func row(_ field: Field, _ left: Measure, _ right: Measure, short: (Measure) -> [String], _ views: PlanViews) -> Row {
        let label = MeasurePage.capital(views.words("field.\(field.rawValue)"))
        let (ours, theirs) = (short(left), short(right))
        let printed = ([MeasureFields.said(field, by: left)], [MeasureFields.said(field, by: right)])
        let hides = ours == theirs || (isBlank(ours) && !isBlank(printed.0)) || (isBlank(theirs) && !isBlank(printed.1))
        let (one, other) = hides ? printed : (ours, theirs)
        return row(label, one, other, isPrinted: hides || field == .expectedResults, views.words)
    }

    private static func row(_ pair: IndicatorContrast, _ views: PlanViews) -> Row {
        let sentences = ComparisonSentences(views.words, views.request.language)
        let (left, right) = (pair.left.map(sentences.values) ?? "", pair.right.map(sentences.values) ?? "")
        if pair.hasOtherLabels {
            let (ours, theirs) = (pair.left.map(sentences.text) ?? "", pair.right.map(sentences.text) ?? "")
            return row(views.words("indicator"), [MeasurePage.capital(ours)], [MeasurePage.capital(theirs)], isPrinted: true, views.words)
        }
        let label = MeasurePage.capital(pair.left?.label ?? pair.right?.label ?? "")
        guard left == right else { return row(label, isPrintedLabel: true, [left], [right], isPrinted: false, views.words) }
        let printed = [pair.left, pair.right].map { [$0?.targetSource?.text ?? $0?.baselineSource?.text ?? ""] }
        return row(label, isPrintedLabel: true, printed[0], printed[1], isPrinted: true, views.words)
    }

    private static func isBlank(_ texts: [String]) -> Bool { texts.allSatisfy(\.isEmpty) }

    /// A text on each side is compared word by word, a list name by name.
    private static func row(
        _ label: String, isPrintedLabel: Bool = false, _ left: [String], _ right: [String], isPrinted: Bool, _ words: Words
    ) -> Row {
        func row(_ ours: [Run], _ theirs: [Run]) -> Row {
            Row(label: label, isPrintedLabel: isPrintedLabel, ours: ours, theirs: theirs, isPrinted: isPrinted)
        }
        guard !isBlank(left), !isBlank(right) else {
            let nothing = [Run(text: words("pair_nothing"), isOwn: false)]
            return row(isBlank(left) ? nothing : list(left, []), isBlank(right) ? nothing : list(right, []))
        }
        guard left.count == 1, right.count == 1 else { return row(list(left, Set(right)), list(right, Set(left))) }
        let pieces = WordDifference(left[0], right[0]).pieces
        func runs(without other: WordDifference.Kind) -> [Run] {
            pieces.filter { $0.kind != other }.map { Run(text: $0.text, isOwn: $0.kind != .same) }
        }
        return row(runs(without: .added), runs(without: .removed))
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
}

public import Core
import Foundation
import Web

/// Why two measures are held for one, in words: the same on the page and on the command line.
public struct ComparisonSentences: Sendable {
    private let words: Words
    private let format: Format

    /// Reads the words of this room. Throws where its resources are missing.
    public init(_ language: Language) throws {
        try self.init(ProgrammesFeature.words(language), language)
    }

    init(_ words: Words, _ language: Language) {
        self.words = words
        format = Format(language)
    }

    /// „много вероятно, 93 %“, where nobody has decided.
    public func degree(_ likeness: MeasureLikeness) -> String {
        words("pair.degree.\(likeness.degree.rawValue)", ["share": share(likeness)])
    }

    /// „сходство 93 %“, where somebody has decided.
    public func score(_ likeness: MeasureLikeness) -> String { words("pair.score", ["share": share(likeness)]) }

    private func share(_ likeness: MeasureLikeness) -> String { format.integer(Int((likeness.score * 100).rounded())) }

    /// What is known of a pair: proposed and how likely, or decided and how alike.
    public func standing(_ pair: PlanComparison.Pair) -> String {
        pair.standing == .proposed ? degree(pair.likeness) : "\(words("pair.standing.\(pair.standing.rawValue)")), \(score(pair.likeness))"
    }

    /// All reasons, one after the other.
    public func reasons(_ likeness: MeasureLikeness) -> String {
        let parts = parts(likeness)
        return parts.isEmpty ? words("pair.reason.none") : parts.joined(separator: "; ")
    }

    /// The reasons one by one.
    public func parts(_ likeness: MeasureLikeness) -> [String] { likeness.reasons.map(reason) }

    private func reason(_ reason: MeasureLikeness.Reason) -> String {
        switch reason {
        case .sameTitle: words("pair.reason.title")
        case .titleWords(let shared): words("pair.reason.title_words", ["words": shared.joined(separator: ", ")])
        case .sameIndicators: words("pair.reason.indicators")
        case .words(let shared): words("pair.reason.words", ["words": shared.joined(separator: ", ")])
        case .sameLeads(let names): words("pair.reason.leads", ["names": names.joined(separator: ", ")])
        case .kinLeads(let part, let whole): words("pair.reason.kin", ["part": part, "whole": whole])
        case .sameTargets(let targets): words("pair.reason.targets", ["values": targets.map(format.number).joined(separator: "; ")])
        case .sameAmounts(let amounts): words("pair.reason.amounts", ["values": amounts.map(format.money).joined(separator: "; ")])
        }
    }

    /// What has become of measures, as a heading: „Продължават“, „Отпадат“, „Нови“.
    public func fate(_ fate: PlanOrder.Fate) -> String { words("compare_part.\(fate.rawValue)") }

    /// How many measures both plans have, and each alone: „11 общи мерки; …“, or „Продължават: 11; …“ where one plan comes after the other.
    public func counts(_ comparison: PlanComparison) -> String {
        let fates = [
            (comparison.order.ofPairs, comparison.pairs.count), (comparison.order.ofLeft, comparison.onlyLeft.count),
            (comparison.order.ofRight, comparison.onlyRight.count),
        ]
        let known = fates.compactMap { fate, count in fate.map { "\(self.fate($0)): \(format.integer(count))" } }
        guard known.isEmpty else { return known.joined(separator: "; ") }
        return words(
            "pair.counts",
            [
                "pairs": words.count("pair.number", comparison.pairs.count),
                "left": words.count("pair.only_left", comparison.onlyLeft.count),
                "right": words.count("pair.only_right", comparison.onlyRight.count),
            ])
    }

    /// „Брой обучени: 0 → поне 60 души“.
    func text(_ indicator: Indicator) -> String { "\(indicator.label): \(values(indicator))" }

    /// „0 → поне 60 души“.
    func values(_ indicator: Indicator) -> String {
        guard indicator.kind != .milestone else { return words("in_words") }
        return indicator.values(format, missing: words("no_number")) { words("comparator.\($0.rawValue)") }
    }
}

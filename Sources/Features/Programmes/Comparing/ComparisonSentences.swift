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

    /// „сигурно, 93 %“.
    public func degree(_ likeness: MeasureLikeness) -> String {
        words("pair.degree.\(likeness.degree.rawValue)", ["share": format.integer(Int((likeness.score * 100).rounded()))])
    }

    /// All reasons, one after the other.
    public func reasons(_ likeness: MeasureLikeness) -> String {
        let parts = likeness.reasons.map(reason)
        return parts.isEmpty ? words("pair.reason.none") : parts.joined(separator: "; ")
    }

    private func reason(_ reason: MeasureLikeness.Reason) -> String {
        switch reason {
        case .sameTitle: words("pair.reason.title")
        case .titleWords(let shared): words("pair.reason.title_words", ["words": shared.joined(separator: ", ")])
        case .sameIndicators: words("pair.reason.indicators")
        case .words(let shared): words("pair.reason.words", ["words": shared.joined(separator: ", ")])
        case .sameLeads(let names): words("pair.reason.leads", ["names": names.joined(separator: ", ")])
        case .kinLeads(let names): words("pair.reason.kin", ["names": names.joined(separator: ", ")])
        case .sameTargets(let targets): words("pair.reason.targets", ["values": targets.map(format.number).joined(separator: "; ")])
        case .sameAmounts(let amounts): words("pair.reason.amounts", ["values": amounts.map(format.money).joined(separator: "; ")])
        }
    }

    /// A number of pairs by how sure they are: „11 двойки“.
    public func counts(_ comparison: PlanComparison) -> String {
        words(
            "pair.counts",
            [
                "pairs": words.count("pair.number", comparison.pairs.count),
                "left": words.count("pair.only_left", comparison.onlyLeft.count),
                "right": words.count("pair.only_right", comparison.onlyRight.count),
            ])
    }
}

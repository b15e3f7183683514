import Core
import Web

/// A comparison as a table for Excel: a row for each pair, then for each measure that only one plan has.
enum ComparisonFile {
    static func rows(_ left: StoredPlan, _ right: StoredPlan, _ comparison: PlanComparison, _ views: PlanViews) -> [[String]] {
        let (words, format) = (views.words, views.format)
        let sentences = ComparisonSentences(words, views.request.language)
        let pairs = (comparison.pairs + comparison.rejected).map { pair in
            let (one, other) = (left.content.measures[pair.left], right.content.measures[pair.right])
            let rows = ContrastView.rows(one, other, views).map { "\($0.label): \(text($0.ours)) ↔ \(text($0.theirs))" }
            return [
                words("pair.standing.\(pair.standing.rawValue)"), one.code, one.title.text, other.code, other.title.text,
                format.integer(Int((pair.likeness.score * 100).rounded())), sentences.reasons(pair.likeness), rows.joined(separator: "; "),
            ]
        }
        let ours = comparison.onlyLeft.map { left.content.measures[$0] }.map {
            [words(ComparePage.name(.left, comparison.order)), $0.code, $0.title.text, "", "", "", "", ""]
        }
        let theirs = comparison.onlyRight.map { right.content.measures[$0] }.map {
            [words(ComparePage.name(.right, comparison.order)), "", "", $0.code, $0.title.text, "", "", ""]
        }
        return [OwnList.comparison(words)] + pairs + ours + theirs
    }

    private static func text(_ runs: [ContrastView.Run]) -> String { runs.map(\.text).joined(separator: " ") }
}

import Core

/// Indicators of two measures that measure the same, or one without its like.
public struct IndicatorContrast: Sendable, Equatable {
    /// Of the first measure; nil where only the second has it.
    public let left: Indicator?
    /// Of the second measure; nil where only the first has it.
    public let right: Indicator?

    /// Whether something else is counted, or baseline, target, unit or how the target binds are not the same.
    public var differs: Bool {
        guard let left, let right else { return true }
        return hasOtherLabels || left.kind != right.kind || left.baseline != right.baseline || left.target != right.target
            || left.comparator != right.comparator || left.unit.map(Folding.word) != right.unit.map(Folding.word)
    }

    /// Whether the telling words of one label are not those of the other: „обучени полицаи“ and „обучени учители“.
    var hasOtherLabels: Bool {
        guard let left, let right else { return false }
        return !LabelWords(left.label).isSame(as: LabelWords(right.label))
    }

    /// Those of two measures; of equally alike ones those with the same target are one.
    static func all(_ left: [Indicator], _ right: [Indicator]) -> [IndicatorContrast] {
        var partner: [Int: Int] = [:]
        var taken: Set<Int> = []
        for candidate in candidates(left, right) where partner[candidate.left] == nil && taken.insert(candidate.right).inserted {
            partner[candidate.left] = candidate.right
        }
        let both = left.enumerated().map { IndicatorContrast(left: $1, right: partner[$0].map { right[$0] }) }
        return both + right.indices.filter { !taken.contains($0) }.map { IndicatorContrast(left: nil, right: right[$0]) }
    }

    private typealias Candidate = (left: Int, right: Int, likeness: Double)

    /// The more alike first.
    private static func candidates(_ left: [Indicator], _ right: [Indicator]) -> [Candidate] {
        let (ours, theirs) = (left.map { LabelWords($0.label) }, right.map { LabelWords($0.label) })
        var candidates: [Candidate] = []
        for (position, words) in ours.enumerated() {
            for (other, otherWords) in theirs.enumerated() {
                let isSame = words.isSame(as: otherWords)
                let likeness = isSame ? 1.2 : words.likeness(otherWords)
                guard likeness >= LabelWords.near else { continue }
                candidates.append((position, other, likeness + (left[position].target == right[other].target ? 0.05 : 0)))
            }
        }
        return candidates.sorted { ($1.likeness, $0.left, $0.right) < ($0.likeness, $1.left, $1.right) }
    }
}

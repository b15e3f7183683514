/// Chooses, among measures that are more or less alike, those that are held for one.
struct Matching {
    typealias Positions = PlanComparison.Positions

    /// What was chosen, in the order of choosing.
    private(set) var taken: [Positions] = []
    /// The score of the first pair of each measure; 1 where a person chose it.
    private var first: (left: [Int: Double], right: [Int: Double]) = ([:], [:])
    /// The two best scores of each measure.
    private var best: (left: [Int: [Double]], right: [Int: [Double]]) = ([:], [:])

    /// As alike as this is a proposal whatever else there is.
    private static let sure = 0.42
    /// As little alike it may be one where nothing else comes near.
    private static let threshold = 0.3
    /// How many times less alike the next best has to be then.
    private static let lead = 1.2
    /// How alike a second pair of a measure has to be, against the first.
    private static let second = 0.75

    /// - Parameter candidates: the more alike first.
    init(_ candidates: [LikenessScale.Candidate]) {
        for candidate in candidates {
            let (left, right) = (candidate.positions.left, candidate.positions.right)
            if best.left[left, default: []].count < 2 { best.left[left, default: []].append(candidate.score) }
            if best.right[right, default: []].count < 2 { best.right[right, default: []].append(candidate.score) }
        }
    }

    /// Takes a pair that a person chose.
    mutating func take(_ positions: Positions) {
        guard !taken.contains(positions) else { return }
        take(positions, 1)
    }

    /// Takes the pairs that are alike enough, the more alike first. Of equally alike ones no measure has a second before all have a first: what
    /// a plan repeats has its own like then, not the other's.
    ///
    /// - Parameter candidates: the more alike first.
    mutating func take(_ candidates: [LikenessScale.Candidate]) {
        var rest = candidates[...]
        while let score = rest.first?.score {
            let equals = rest.prefix { $0.score == score }
            for candidate in equals where isFirst(candidate) { take(candidate.positions, score) }
            for candidate in equals where isSecond(candidate) { take(candidate.positions, score) }
            rest = rest.dropFirst(equals.count)
        }
    }

    private func isFirst(_ candidate: LikenessScale.Candidate) -> Bool {
        guard first.left[candidate.positions.left] == nil, first.right[candidate.positions.right] == nil else { return false }
        return candidate.score >= Matching.sure || candidate.score >= Matching.threshold && stands(out: candidate)
    }

    private func isSecond(_ candidate: LikenessScale.Candidate) -> Bool {
        switch (first.left[candidate.positions.left], first.right[candidate.positions.right]) {
        case (let taken?, nil), (nil, let taken?): candidate.score >= max(Matching.sure, Matching.second * taken)
        default: false
        }
    }

    private func stands(out candidate: LikenessScale.Candidate) -> Bool {
        let rivals = [best.left[candidate.positions.left], best.right[candidate.positions.right]].compactMap(\.self).map { scores in
            scores.first == candidate.score ? scores.dropFirst().first ?? 0 : scores[0]
        }
        return rivals.allSatisfy { candidate.score >= Matching.lead * $0 }
    }

    private mutating func take(_ positions: Positions, _ score: Double) {
        taken.append(positions)
        first.left[positions.left] = max(score, first.left[positions.left] ?? 0)
        first.right[positions.right] = max(score, first.right[positions.right] ?? 0)
    }
}

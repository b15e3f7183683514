import Core
import Foundation
import Reference

/// Weighs the measures of two plans against each other; rare words weigh more than frequent ones.
struct LikenessScale {
    typealias Aspect = ComparedMeasures.Aspect

    /// Two measures that are alike.
    struct Candidate {
        let positions: PlanComparison.Positions
        let score: Double
    }

    private let areEditions: Bool
    private let left: ComparedMeasures
    private let right: ComparedMeasures
    private let vocabulary: ActionVocabulary
    private let institutions: NumberedInstitutions
    /// Whether the first of two institutions that lead is the second or belongs to it; nothing of those that do not lead.
    private let belongs: [[Bool]]
    /// Weight of each number of the vocabulary, squared.
    private let weights: [Float]
    /// How rare each institution is, squared.
    private let rarity: [Float]
    /// Length of those who lead and take part: by side and position.
    private let partLengths: (left: [Float], right: [Float])
    /// Length of each text: by side, aspect, position.
    private let lengths: (left: [[Float]], right: [[Float]])

    /// - Parameter areEditions: whether both are one plan, in which another place or people is what was amended.
    init(_ left: PlanContent, _ right: PlanContent, _ register: InstitutionRegister, areEditions: Bool = false) {
        self.areEditions = areEditions
        var vocabulary = ActionVocabulary()
        var institutions = NumberedInstitutions()
        var terms = TellingTerms()
        let years = left.period.flatMap { one in right.period.map { (left: one.from.year, right: $0.from.year) } }
        vocabulary.year = years?.left
        let left = ComparedMeasures(left, &vocabulary, &institutions, &terms)
        vocabulary.year = years?.right
        let right = ComparedMeasures(right, &vocabulary, &institutions, &terms)
        let weights = LikenessScale.weights(vocabulary, [left, right])
        self.left = left
        self.right = right
        self.institutions = institutions
        belongs = LikenessScale.belongings(institutions.names, leads: Set((left.leads + right.leads).joined()), register)
        self.vocabulary = vocabulary
        self.weights = weights
        let rarity = LikenessScale.rarity([left, right], count: institutions.names.count)
        self.rarity = rarity
        partLengths = (LikenessScale.lengths(left.parts, rarity), LikenessScale.lengths(right.parts, rarity))
        lengths = (LikenessScale.lengths(left, weights), LikenessScale.lengths(right, weights))
    }

    /// The more alike first; of equal ones those that come first in the plans.
    static func isBefore(_ one: Candidate, _ other: Candidate) -> Bool {
        if one.score != other.score { return one.score > other.score }
        return (one.positions.left, one.positions.right) < (other.positions.left, other.positions.right)
    }

    /// All pairs that score as much. Only measures that share a word are looked at.
    func candidates(atLeast threshold: Double) -> [Candidate] {
        let holders = Aspect.allCases.map { LikenessScale.holders(right.numbers[$0.rawValue], count: weights.count) }
        var found: [Candidate] = []
        var shared = LikenessScale.compared.map { _ in [Float](repeating: 0, count: right.measures.count) }
        for position in left.measures.indices {
            for (place, (one, other)) in LikenessScale.compared.enumerated() {
                LikenessScale.weigh(
                    left.numbers[one.rawValue][position], against: holders[other.rawValue], weights, into: &shared[place])
            }
            for other in right.measures.indices where shared[0][other] > 0 {
                var evidence = LikenessEvidence()
                likenWords(&evidence, position, other) { Double(shared[$0][other]) }
                likenRest(&evidence, position, other)
                guard evidence.score >= threshold else { continue }
                evidence.parting = parting(position, other)
                guard evidence.score >= threshold else { continue }
                found.append(Candidate(positions: .init(position, other), score: evidence.score))
            }
        }
        return found
    }

    /// How far two measures are alike, and by what.
    func likeness(_ position: Int, _ other: Int) -> MeasureLikeness {
        var evidence = LikenessEvidence()
        likenWords(&evidence, position, other) { place in
            let (one, two) = LikenessScale.compared[place]
            let numbers = Set(right.numbers[two.rawValue][other])
            return Double(left.numbers[one.rawValue][position].filter(numbers.contains).reduce(0) { $0 + weights[$1] })
        }
        likenRest(&evidence, position, other)
        evidence.parting = parting(position, other)
        return MeasureLikeness(score: evidence.score, reasons: reasons(evidence, position, other))
    }

    /// Which texts of two measures are held against each other; all words first.
    private static let compared: [(Aspect, Aspect)] = [
        (.whole, .whole), (.title, .title), (.indicators, .indicators), (.title, .results), (.results, .title),
    ]

    private func parting(_ position: Int, _ other: Int) -> Distinction.Parting {
        areEditions ? .none : left.distinctions[position].parting(from: right.distinctions[other])
    }

    // MARK: Words

    private static func weights(_ vocabulary: ActionVocabulary, _ plans: [ComparedMeasures]) -> [Float] {
        var holders = [Int](repeating: 0, count: vocabulary.values.count)
        for plan in plans { for numbers in plan.numbers[Aspect.whole.rawValue] { for number in numbers { holders[number] += 1 } } }
        let measures = Double(plans.reduce(0) { $0 + $1.measures.count })
        return zip(vocabulary.values, holders).map { value, count in
            let weight = value * Float(log(1 + measures / Double(max(1, count))))
            return weight * weight
        }
    }

    private static func lengths(_ plan: ComparedMeasures, _ weights: [Float]) -> [[Float]] {
        plan.numbers.map { texts in texts.map { numbers in numbers.reduce(0) { $0 + weights[$1] }.squareRoot() } }
    }

    /// The positions of the texts in which each number stands.
    private static func holders(_ texts: [[Int]], count: Int) -> [[Int32]] {
        var holders = [[Int32]](repeating: [], count: count)
        for (position, numbers) in texts.enumerated() { for number in numbers { holders[number].append(Int32(position)) } }
        return holders
    }

    private static func weigh(_ numbers: [Int], against holders: [[Int32]], _ weights: [Float], into shared: inout [Float]) {
        for position in shared.indices { shared[position] = 0 }
        for number in numbers {
            let weight = weights[number]
            for position in holders[number] { shared[Int(position)] += weight }
        }
    }

    /// - Parameter shared: the weight of what two texts have in common, by place in ``compared``.
    private func likenWords(_ evidence: inout LikenessEvidence, _ position: Int, _ other: Int, shared: (Int) -> Double) {
        func lengths(_ place: Int) -> (Double, Double) {
            let (one, two) = LikenessScale.compared[place]
            return (Double(self.lengths.left[one.rawValue][position]), Double(self.lengths.right[two.rawValue][other]))
        }
        func cosine(_ place: Int) -> Double {
            let (one, two) = lengths(place)
            return one > 0 && two > 0 ? min(1, shared(place) / (one * two)) : 0
        }
        evidence.whole = cosine(0)
        evidence.title = cosine(1)
        evidence.indicators = cosine(2)
        evidence.crossed = max(cosine(3), cosine(4))
        let shorter = min(lengths(1).0, lengths(1).1)
        guard shorter > 0 else { return }
        let words = Double(min(left.titleWords[position], right.titleWords[other]))
        evidence.containment = min(1, shared(1) / (shorter * shorter)) * min(1, words / 5)
    }

    private func common(_ aspect: Aspect, _ position: Int, _ other: Int) -> [Int] {
        let numbers = Set(right.numbers[aspect.rawValue][other])
        return left.numbers[aspect.rawValue][position].filter(numbers.contains)
    }

    // MARK: Institutions, numbers, money

    private func likenRest(_ evidence: inout LikenessEvidence, _ position: Int, _ other: Int) {
        evidence.institutions = institutions(position, other)
        evidence.hasKinLeads = left.leads[position].contains { one in right.leads[other].contains { areKin(one, $0) } }
        let (wanted, others) = (left.targets[position], right.targets[other])
        if !wanted.isEmpty, !others.isEmpty {
            evidence.targets = Double(wanted.count(where: others.contains)) / Double(min(wanted.count, others.count))
        }
        evidence.hasSameAmount = left.amounts[position].contains { right.amounts[other].contains($0) }
    }

    private func institutions(_ position: Int, _ other: Int) -> Double {
        let (ours, theirs) = (left.parts[position], right.parts[other])
        var shared: Float = 0
        var (one, two) = (0, 0)
        while one < ours.count, two < theirs.count {
            let (first, second) = (ours[one], theirs[two])
            if first.institution == second.institution { shared += first.value * second.value * rarity[first.institution] }
            if first.institution <= second.institution { one += 1 }
            if second.institution <= first.institution { two += 1 }
        }
        guard shared > 0 else { return 0 }
        let (length, otherLength) = (partLengths.left[position], partLengths.right[other])
        let shorter = min(length, otherLength)
        // Somebody added takes little away.
        return Double(max(shared / (length * otherLength), 0.75 * min(1, shared / (shorter * shorter))))
    }

    private static func belongings(_ names: [String], leads: Set<Int>, _ register: InstitutionRegister) -> [[Bool]] {
        names.indices.map { one in
            guard leads.contains(one) else { return [] }
            return names.indices.map { $0 == one || leads.contains($0) && register.isPart(names[one], of: names[$0]) }
        }
    }

    /// Whether two institutions that lead are one, or one belongs to the other.
    private func areKin(_ one: Int, _ other: Int) -> Bool { belongs[one][other] || belongs[other][one] }

    private static func rarity(_ plans: [ComparedMeasures], count: Int) -> [Float] {
        let measures = Double(plans.reduce(0) { $0 + $1.measures.count })
        var holders = [Int](repeating: 0, count: count)
        for parts in plans.flatMap(\.parts) { for part in parts { holders[part.institution] += 1 } }
        return holders.map { count in
            let weight = Float(log(1 + measures / Double(max(1, count))))
            return weight * weight
        }
    }

    private static func lengths(_ parts: [[(institution: Int, value: Float)]], _ rarity: [Float]) -> [Float] {
        parts.map { parts in parts.reduce(0) { $0 + $1.value * $1.value * rarity[$1.institution] }.squareRoot() }
    }

    // MARK: Reasons

    private func reasons(_ evidence: LikenessEvidence, _ position: Int, _ other: Int) -> [MeasureLikeness.Reason] {
        var reasons: [MeasureLikeness.Reason] = []
        let measure = left.measures[position]
        let words = tellingWords(common(.title, position, other), measure.title.text)
        if evidence.title > 0.98 { reasons.append(.sameTitle) } else if !words.isEmpty { reasons.append(.titleWords(words)) }
        if evidence.indicators > 0.98 { reasons.append(.sameIndicators) }
        if words.isEmpty {
            let around = measure.indicators.map(\.label) + [measure.expectedResults?.text ?? ""]
            let outside = tellingWords(common(.whole, position, other), around.joined(separator: " "))
            if !outside.isEmpty { reasons.append(.words(outside)) }
        }
        reasons += whoReasons(position, other)
        let targets = left.targets[position].filter(right.targets[other].contains)
        if !targets.isEmpty { reasons.append(.sameTargets(targets)) }
        let amounts = left.measures[position].amounts.compactMap(\.amount).filter { right.amounts[other].contains($0.inEuro.minor) }
        if !amounts.isEmpty { reasons.append(.sameAmounts(amounts)) }
        return reasons
    }

    private func whoReasons(_ position: Int, _ other: Int) -> [MeasureLikeness.Reason] {
        let (ours, theirs) = (left.leads[position], right.leads[other])
        let same = ours.filter(theirs.contains)
        if !same.isEmpty { return [.sameLeads(same.map { institutions.names[$0] }.sorted())] }
        let kin = ours.flatMap { one in theirs.filter { areKin(one, $0) }.map { belongs[one][$0] ? (one, $0) : ($0, one) } }
            .map { (part: institutions.names[$0], whole: institutions.names[$1]) }.min { $0 < $1 }
        return kin.map { [.kinLeads(part: $0.part, whole: $0.whole)] } ?? []
    }

    /// The rarest words of some that two texts share, as the first plan prints them.
    private func tellingWords(_ numbers: [Int], _ text: String) -> [String] {
        let rarest = numbers.filter(vocabulary.isWord).sorted { weights[$0] > weights[$1] }.prefix(5)
        return vocabulary.words(Array(rarest), in: text)
    }
}

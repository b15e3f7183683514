import Core
import Reference

/// Which measure of an amended plan is which of the one before (приемственост на мерките).
///
/// Code and title together are certain; so is a title that stands once in both. Where they don't agree the measures are compared by their
/// meaning, and what is found is proposed.
public struct MeasureSuccession: Sendable, Equatable {
    /// What a person says of a measure of the new edition.
    public enum Decision: Sendable, Equatable {
        case isNew
        /// It is the old edition's measure with a code.
        case continues(String)
    }

    /// A measure of the new edition of which it is not certain whether it was there before.
    public struct Proposal: Sendable, Equatable {
        /// Its code in the new edition.
        public let code: String
        /// What is proposed, or was decided.
        public let decision: Decision
        /// How far it is alike the measure that is proposed; nil where none is alike, or a person decided otherwise.
        public let likeness: MeasureLikeness?
        /// Whether the proposal is taken without a person's word.
        public let isCertain: Bool
    }

    /// Positions of the old edition by those of the new.
    let carried: [Int: Int]
    /// In the order of the new edition.
    public let proposals: [Proposal]

    init(from old: PlanContent, to new: PlanContent, register: InstitutionRegister, decided: [String: Decision]) {
        var agreed = MeasureSuccession.agreeing(old, new)
        let known = Set(agreed.values)
        let (openOld, openNew) = (old.measures.indices.filter { !known.contains($0) }, new.measures.indices.filter { agreed[$0] == nil })
        guard !openOld.isEmpty, !openNew.isEmpty else {
            (carried, proposals) = (agreed, [])
            return
        }
        let likeliest = MeasureSuccession.likeliest(old, new, agreed, register)
        let byCode = Dictionary(openOld.map { (old.measures[$0].code, $0) }, uniquingKeysWith: { first, _ in first })
        let told = Set(decided.values.compactMap { if case .continues(let code) = $0 { byCode[code] } else { nil } })
        var proposals: [Proposal] = []
        for position in openNew {
            let measure = new.measures[position]
            let found = likeliest[position]
            let isSameCode = found.map { old.measures[$0.old].code == measure.code } ?? false
            let isCertain = found.map { $0.likeness.degree == .certain || isSameCode && $0.likeness.degree == .likely } ?? false
            switch decided[measure.code] {
            case .isNew?: proposals.append(Proposal(code: measure.code, decision: .isNew, likeness: nil, isCertain: false))
            case .continues(let code)? where byCode[code] != nil:
                agreed[position] = byCode[code]
                let likeness = found.flatMap { old.measures[$0.old].code == code ? $0.likeness : nil }
                proposals.append(Proposal(code: measure.code, decision: .continues(code), likeness: likeness, isCertain: false))
            default:
                guard let found, !told.contains(found.old) else {
                    proposals.append(Proposal(code: measure.code, decision: .isNew, likeness: nil, isCertain: false))
                    continue
                }
                if isCertain { agreed[position] = found.old }
                proposals.append(
                    Proposal(
                        code: measure.code, decision: .continues(old.measures[found.old].code), likeness: found.likeness,
                        isCertain: isCertain))
            }
        }
        (carried, self.proposals) = (agreed, proposals)
    }

    /// Pairs of which nobody is asked.
    private static func agreeing(_ old: PlanContent, _ new: PlanContent) -> [Int: Int] {
        var agreed: [Int: Int] = [:]
        let byCode = Dictionary(old.measures.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        for (position, measure) in new.measures.enumerated() {
            if let previous = byCode[measure.code], title(old.measures[previous]) == title(measure) { agreed[position] = previous }
        }
        let taken = Set(agreed.values)
        let before = Dictionary(grouping: old.measures.indices.filter { !taken.contains($0) }, by: { title(old.measures[$0]) })
        let after = Dictionary(grouping: new.measures.indices.filter { agreed[$0] == nil }, by: { title(new.measures[$0]) })
        for (title, positions) in after where !title.isEmpty && positions.count == 1 {
            if let previous = before[title], previous.count == 1 { agreed[positions[0]] = previous[0] }
        }
        return agreed
    }

    private static func title(_ measure: Measure) -> String { Folding.word(measure.title.text) }

    /// For open measures of the new edition the old one most like it, each old one once.
    private static func likeliest(
        _ old: PlanContent, _ new: PlanContent, _ agreed: [Int: Int], _ register: InstitutionRegister
    ) -> [Int: (old: Int, likeness: MeasureLikeness)] {
        let confirmed = Set(agreed.map { PlanComparison.Positions($0.value, $0.key) })
        let comparison = PlanComparison(old, new, register: register, decided: .init(confirmed: confirmed), areEditions: true)
        let known = Set(agreed.values)
        var found: [Int: (old: Int, likeness: MeasureLikeness)] = [:]
        var taken: Set<Int> = []
        let open = comparison.pairs.filter { agreed[$0.right] == nil && !known.contains($0.left) }
        for pair in open.sorted(by: { $0.likeness.score > $1.likeness.score }) where found[pair.right] == nil && !taken.contains(pair.left)
        {
            found[pair.right] = (pair.left, pair.likeness)
            taken.insert(pair.left)
        }
        return found
    }
}

public import Reference

/// What changed between two editions of a plan (разлика между редакции).
public struct PlanDifference: Sendable, Equatable {
    /// What a plan says beside its measures.
    public enum Part: String, Sendable, CaseIterable {
        case title
        /// Whether the document calls itself a draft („ПРОЕКТ!“).
        case project
        /// All sections together, with their numbers.
        case sections
        /// The whole list of abbreviations.
        case abbreviations
    }

    /// A part of the plan that says something else.
    public struct PartChange: Sendable, Equatable {
        /// Title, sections and the like.
        public let part: Part
        /// The old edition's words, empty where it had none.
        public let before: String
        /// The new edition's words, empty where they were taken out.
        public let after: String
    }

    /// One field of one measure that says something else.
    public struct Change: Sendable, Equatable {
        /// Code of the measure in the new edition.
        public let code: String
        /// All leads together are one field; so are partners, budget lines and indicators.
        public let field: Field
        /// The old edition's words, empty where it had none.
        public let before: String
        /// The new edition's words, empty where they were taken out.
        public let after: String
    }

    /// A measure that stands elsewhere: in another section, or after another measure. Those that an inserted or dropped row only pushes down
    /// or up have not moved.
    public struct Move: Sendable, Equatable {
        /// Code of the measure in the new edition.
        public let code: String
        /// Its section in the old edition and in the new; nil outside sections.
        public let sections: (before: String?, after: String?)
        /// The new code of the measure after which it stands now; nil for the first.
        public let follows: String?

        /// Whether its section is another.
        public var isAcross: Bool { sections.before != sections.after }

        /// Equal where everything is.
        public static func == (one: Move, other: Move) -> Bool {
            one.code == other.code && one.sections == other.sections && one.follows == other.follows
        }
    }

    /// A measure that has another code and otherwise goes on.
    public struct Renumbering: Sendable, Equatable {
        /// Code in the old edition.
        public let before: String
        /// Code in the new edition.
        public let after: String
    }

    /// Changed parts of the plan beside its measures.
    public let parts: [PartChange]
    /// Codes of measures only in the new edition.
    public let added: [String]
    /// Codes of measures only in the old edition.
    public let removed: [String]
    /// In the order of the new edition.
    public let moved: [Move]
    /// In the order of the new edition.
    public let renumbered: [Renumbering]
    /// Changed fields of measures in both editions, in the order of the new one.
    public let changes: [Change]
    /// Positions of the old edition by those of the new, of measures that go on.
    let carried: [Int: Int]
    /// What a person should say: which measure is which where code and title don't agree.
    public let proposals: [MeasureSuccession.Proposal]

    /// Whether nothing changed that a reader would see.
    public var isEmpty: Bool {
        parts.isEmpty && added.isEmpty && removed.isEmpty && moved.isEmpty && renumbered.isEmpty && changes.isEmpty
    }

    /// Of an edition that is not accepted yet.
    ///
    /// - Parameter decided: what a person said of measures of the new edition, by their codes.
    public init(
        from old: PlanContent, to new: PlanContent, register: InstitutionRegister, decided: [String: MeasureSuccession.Decision] = [:]
    ) {
        let succession = MeasureSuccession(from: old, to: new, register: register, decided: decided)
        self.init(from: old, to: new, carried: succession.carried, proposals: succession.proposals)
    }

    /// The same, every measure going on as it is proposed.
    func asProposed(from old: PlanContent, to new: PlanContent) -> PlanDifference {
        let before = Dictionary(old.measures.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.measures.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        let told = proposals.reduce(into: carried) { carried, proposal in
            guard case .continues(let code) = proposal.decision, let position = after[proposal.code] else { return }
            carried[position] = before[code]
        }
        return PlanDifference(from: old, to: new, carried: told, proposals: proposals)
    }

    /// Of two stored editions, whose measures have identities.
    public init(from old: StoredPlan, to new: StoredPlan) {
        let before = Dictionary(old.measureIDs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = new.measureIDs.enumerated().compactMap { position, identity in before[identity].map { (position, $0) } }
        self.init(
            from: old.content, to: new.content, carried: Dictionary(pairs, uniquingKeysWith: { first, _ in first }), proposals: [])
    }

    /// - Parameter carried: positions of the old edition by those of the new.
    private init(from old: PlanContent, to new: PlanContent, carried: [Int: Int], proposals: [MeasureSuccession.Proposal]) {
        self.proposals = proposals
        self.carried = carried
        parts = zip(PlanFields.all(old), PlanFields.all(new)).compactMap { before, after in
            before.text == after.text ? nil : PartChange(part: after.part, before: before.text, after: after.text)
        }
        let kept = Set(carried.values)
        added = new.measures.indices.filter { carried[$0] == nil }.map { new.measures[$0].code }
        removed = old.measures.indices.filter { !kept.contains($0) }.map { old.measures[$0].code }
        let pairs = carried.map { (new: $0.key, old: $0.value) }.sorted { $0.new < $1.new }
        moved = PlanDifference.moves(pairs, old, new)
        renumbered = pairs.compactMap { pair in
            let (before, after) = (old.measures[pair.old].code, new.measures[pair.new].code)
            return before == after ? nil : Renumbering(before: before, after: after)
        }
        changes = pairs.flatMap { pair -> [Change] in
            let (previous, measure) = (old.measures[pair.old], new.measures[pair.new])
            return zip(MeasureFields.all(previous), MeasureFields.all(measure)).compactMap { left, right in
                // Where it stands and how it is numbered is told by moves and renumberings.
                guard left.text != right.text, left.field != .section, left.field != .number else { return nil }
                guard !MeasureFields.saySame(left.text, right.text, left.field) else { return nil }
                return Change(code: measure.code, field: left.field, before: left.text, after: right.text)
            }
        }
    }

    private static func moves(_ pairs: [(new: Int, old: Int)], _ old: PlanContent, _ new: PlanContent) -> [Move] {
        func section(_ measure: Measure, _ plan: PlanContent) -> String? { measure.section.map { plan.sections[$0].title } }
        let steady = Set(LongestRise.positions(pairs.map(\.old)))
        return pairs.enumerated().compactMap { place, pair in
            let sections = (section(old.measures[pair.old], old), section(new.measures[pair.new], new))
            // A section whose name alone changed took its measures along.
            let isAcross = sections.0 != sections.1 && !isRenamed(pair, pairs, old, new)
            guard !steady.contains(place) || isAcross else { return nil }
            return Move(
                code: new.measures[pair.new].code, sections: isAcross ? sections : (sections.1, sections.1),
                follows: pair.new > 0 ? new.measures[pair.new - 1].code : nil)
        }
    }

    /// Whether all measures of the old section that go on are together in one of the new, and were alone there.
    private static func isRenamed(
        _ pair: (new: Int, old: Int), _ pairs: [(new: Int, old: Int)], _ old: PlanContent, _ new: PlanContent
    ) -> Bool {
        let (before, after) = (old.measures[pair.old].section, new.measures[pair.new].section)
        return pairs.allSatisfy { (old.measures[$0.old].section == before) == (new.measures[$0.new].section == after) }
    }
}

/// Finds the longest rise in a list of numbers.
enum LongestRise {
    /// Positions of a longest subsequence that only grows (patience sorting, n log n).
    static func positions(_ numbers: [Int]) -> [Int] {
        /// By length: the position of the least number with which a rise of that length ends.
        var ends: [Int] = []
        var before = [Int?](repeating: nil, count: numbers.count)
        for (position, number) in numbers.enumerated() {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if numbers[ends[middle]] < number { low = middle + 1 } else { high = middle }
            }
            before[position] = low > 0 ? ends[low - 1] : nil
            if low == ends.count { ends.append(position) } else { ends[low] = position }
        }
        var rise: [Int] = []
        var current = ends.last
        while let position = current {
            rise.append(position)
            current = before[position]
        }
        return rise.reversed()
    }
}

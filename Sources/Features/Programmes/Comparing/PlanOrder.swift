import Core

/// Which of two plans comes after the other, so that what they share goes on, and the rest was dropped or is new.
public enum PlanOrder: String, Sendable {
    case leftFirst, rightFirst
    /// Their years overlap, or one has none.
    case none

    init(_ left: PlanContent, _ right: PlanContent) {
        guard let one = left.period, let other = right.period else {
            self = .none
            return
        }
        self = one.to < other.from ? .leftFirst : other.to < one.from ? .rightFirst : .none
    }

    /// What has become of measures from the earlier plan to the later.
    public enum Fate: String, Sendable, CaseIterable {
        /// In both plans.
        case continued
        /// Only in the earlier one.
        case dropped
        /// Only in the later one.
        case new
    }

    /// Of what only the first plan has; nil where none comes after the other.
    public var ofLeft: Fate? { self == .none ? nil : self == .leftFirst ? .dropped : .new }

    /// Of what only the second plan has; nil where none comes after the other.
    public var ofRight: Fate? { self == .none ? nil : self == .leftFirst ? .new : .dropped }

    /// Of what both have; nil where none comes after the other.
    public var ofPairs: Fate? { self == .none ? nil : .continued }
}

extension PlanContent {
    /// How many years later another plan begins, negative where it begins earlier; 0 where one has no years.
    public func years(until other: PlanContent) -> Int {
        guard let period, let later = other.period else { return 0 }
        return later.from.year - period.from.year
    }
}

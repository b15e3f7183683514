public import Core

/// From which day until which something holds, both counted (действие във времето).
public struct Validity: Hashable, Sendable {
    /// Nil: for as long as anything is remembered.
    public let from: Day?
    /// Nil: until something else is decided.
    public let to: Day?

    /// Always, by default. Holds on no day at all when it ends before it begins.
    public init(from: Day? = nil, to: Day? = nil) {
        self.from = from
        self.to = to
    }

    /// Whether it holds on a day.
    public func contains(_ day: Day) -> Bool { first <= day.ordinal && day.ordinal <= last }

    /// Whether both hold on some day.
    public func overlaps(_ other: Validity) -> Bool { max(first, other.first) <= min(last, other.last) }

    var isEmpty: Bool { first > last }

    /// What is left of it outside another: nothing, one part or two.
    func outside(_ other: Validity) -> [Validity] {
        guard overlaps(other) else { return [self] }
        let before = other.from.map { Validity(from: from, to: $0.adding(days: -1)) }
        let after = other.to.map { Validity(from: $0.adding(days: 1), to: to) }
        return [before, after].compactMap { $0 }.filter { !$0.isEmpty }
    }

    private var first: Int { from?.ordinal ?? .min }
    private var last: Int { to?.ordinal ?? .max }
}

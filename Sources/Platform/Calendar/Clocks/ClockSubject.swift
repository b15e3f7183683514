/// Whom a rule is about, or who a person is. Nil in a rule means whoever, nil of a person means not known.
public struct ClockSubject: Hashable, Sendable, Codable {
    /// Under 18.
    public let isChild: Bool?
    /// Not a Bulgarian citizen.
    public let isForeigner: Bool?

    /// Whoever, or nothing known, by default.
    public init(isChild: Bool? = nil, isForeigner: Bool? = nil) {
        self.isChild = isChild
        self.isForeigner = isForeigner
    }

    /// Whether a rule for one of the two holds for the other. What is not known excludes nothing: a clock too many can be closed, one that
    /// never ran cannot be seen.
    public func fits(_ other: ClockSubject) -> Bool {
        ClockSubject.agree(isChild, other.isChild) && ClockSubject.agree(isForeigner, other.isForeigner)
    }

    private static func agree(_ one: Bool?, _ other: Bool?) -> Bool {
        one == nil || other == nil || one == other
    }
}

/// How a user or an organisation stands to a record (отношение): the facts that rules look at.
public enum Relation: String, CaseIterable, Sendable, Codable {
    /// An organisation leads the record (води).
    case lead
    /// An organisation was asked to help and has not answered: it sees what was sent, nothing more.
    case referred
    /// An organisation accepted and helps.
    case receiving
    /// An organisation was told at once, without being asked first, because a life is in danger: it sees what was sent, identity too
    /// (предупредена).
    case warned
    /// An organisation has to confirm that it keeps nothing of what a withdrawn consent had opened to it (задължена).
    case obliged
    /// An organisation gives her shelter: it alone knows where the shelter is (подслонява).
    case shelter
    /// A user works with the person.
    case worker
    /// A user must not see the record: a relative, a former partner, a colleague (конфликт на интереси).
    case barred
    /// A user opened the record in an emergency; ends by itself.
    case glass
    /// A user opened the record in an emergency and nobody has judged it yet: begins with ``glass``, ends with the review.
    case unreviewedGlass = "unreviewed-glass"
    /// An organisation manages the posts and users of another, or its own: then it is the one that adds organisations.
    case manager
}

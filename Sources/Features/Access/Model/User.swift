public import Core
public import Policy

/// Somebody who signs in (потребител): a name, and posts that give her rights. She herself has none.
public struct User: Sendable, Hashable {
    /// Opaque; what the ledger knows her by.
    public let id: UserID
    /// What she types to sign in, in lower case.
    public let login: String
    /// As colleagues know her.
    public let name: String
}

/// A post in an organisation (длъжност). Its roles are the rights of whoever holds it.
public struct Post: Sendable, Hashable {
    /// Opaque.
    public let id: PostID
    /// The organisation it belongs to.
    public let organisation: OrganisationID
    /// As in the staff list: „главен експерт“.
    public let title: String
    /// What its holder does in this system.
    public let roles: Set<Role>
}

/// That a user holds a post, from then to then (заемане на длъжност).
public struct Holding: Sendable, Hashable {
    /// Tells holdings apart.
    public enum Kind {}

    /// Opaque.
    public let id: Identifier<Kind>
    /// The holder.
    public let user: UserID
    /// The post.
    public let post: Post
    /// Since when.
    public let since: Instant
    /// Until when; nil while she holds it.
    public let until: Instant?
    /// When somebody last confirmed that she needs it.
    public let confirmedAt: Instant
}

/// How the right to a post lapses unless somebody confirms it (преглед на достъпа).
public enum AccessReview {
    /// Days after which a post must be confirmed anew.
    public static let days = 90
    /// Days before that in which it is shown as due.
    public static let noticeDays = 14

    /// How a holding stands.
    public enum State: Sendable, Equatable {
        /// Confirmed; so many days are left.
        case confirmed(daysLeft: Int)
        /// To be confirmed within two weeks.
        case due(daysLeft: Int)
        /// Not confirmed in time: the post gives no rights until it is.
        case lapsed
    }

    /// The state at a moment. An administrator's post does not lapse, or a forgotten review would lock everybody out: it is shown as
    /// due with no days left.
    public static func state(_ holding: Holding, at now: Instant) -> State {
        let left = days - (now.dayInSofia.ordinal - holding.confirmedAt.dayInSofia.ordinal)
        if left > noticeDays { return .confirmed(daysLeft: left) }
        if left <= 0, !holding.post.roles.contains(.administrator) { return .lapsed }
        return .due(daysLeft: max(0, left))
    }
}

public import Core
public import Policy

/// Somebody signed in, as this request finds her. Made anew for every request: a right that ended is not in the next one.
public struct Visitor: Sendable {
    /// Who acts, in which post.
    public let actor: Actor
    /// Her name as she is greeted.
    public let name: String
    /// Her organisation's name in the language of the request.
    public let organisation: String
    /// The session, for her list of sessions and for the ledger.
    public let session: String
    /// From which the tokens of her forms are made.
    public let formSecret: String
    /// When she last gave a code of her second factor.
    public let provedAt: Instant?
    /// When the session ends whatever she does.
    public let endsAt: Instant
    /// She has a password and no second factor yet: only the pages that set one up are open to her.
    public let isEnrolling: Bool
    /// She must sign in with a security key and has none yet: only her own account is open to her.
    public let needsKey: Bool
    /// She may confirm with a security key what asks for a fresh code.
    public let hasKey: Bool

    /// All that a session tells of its holder.
    public init(
        actor: Actor, name: String, organisation: String, session: String, formSecret: String, provedAt: Instant?,
        endsAt: Instant, isEnrolling: Bool, needsKey: Bool = false, hasKey: Bool = false
    ) {
        self.needsKey = needsKey
        self.hasKey = hasKey
        self.actor = actor
        self.name = name
        self.organisation = organisation
        self.session = session
        self.formSecret = formSecret
        self.provedAt = provedAt
        self.endsAt = endsAt
        self.isEnrolling = isEnrolling
    }

    /// How long a code counts for acts that ask for a fresh one (ASVS 7.5).
    public static let freshMilliseconds: Int64 = 5 * 60_000

    /// Whether she gave a code of her second factor in the last five minutes.
    public func hasFreshFactor(at now: Instant) -> Bool {
        guard let provedAt else { return false }
        return (0...Visitor.freshMilliseconds).contains(now.milliseconds - provedAt.milliseconds)
    }
}

/// What a session's token turned out to be.
public enum Visit: Sendable {
    /// Nobody is signed in.
    case nobody
    /// A session in use.
    case visitor(Visitor)
    /// A session that was left alone too long. What its holder sends now is kept for her next one.
    case timedOut(UserID, formSecret: String)
}

/// What the site asks of the room that knows users. Filled in by the server.
public struct Gate: Sendable {
    /// Whose token it is; a session in use is prolonged. The language is that of the organisation's name.
    public var visit: @Sendable (_ token: String, _ now: Instant, Language) async throws -> Visit
    /// Remembers that an act was refused.
    public var refused: @Sendable (Visitor, Act, _ now: Instant, _ requestID: String) async throws -> Void
    /// Where unsent forms are kept.
    public var drafts: Drafts

    /// All three are needed.
    public init(
        visit: @escaping @Sendable (_ token: String, _ now: Instant, Language) async throws -> Visit,
        refused: @escaping @Sendable (Visitor, Act, _ now: Instant, _ requestID: String) async throws -> Void,
        drafts: Drafts
    ) {
        self.visit = visit
        self.refused = refused
        self.drafts = drafts
    }

    /// A site without users: nobody ever signs in.
    public static let closed = Gate(
        visit: { _, _, _ in .nobody }, refused: { _, _, _, _ in }, drafts: .none)
}

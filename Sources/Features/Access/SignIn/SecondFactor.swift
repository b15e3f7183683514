import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// The second factor (втори фактор): a code of an app, or one of the recovery codes printed when it was set up; for
/// who is signed in also the answer of a security key.
struct SecondFactor: Sendable {
    let database: any Database
    let root: SealingKey
    let keyRule: KeyRule

    /// Uses up a code that was typed. False for a wrong code and for one that was used.
    static func use(
        _ typed: String, of user: UserID, _ secret: OneTimeSecret, after lastStep: Int64?, at now: Instant, _ connection: any Connection
    ) throws -> Bool {
        if let step = secret.match(typed, at: now, after: lastStep) { return try CredentialStore.use(step: step, of: user, connection) }
        return try CredentialStore.use(recoveryCode: ShownOnce.hash(ofTyped: typed), of: user, at: now, connection)
    }

    /// What came of what somebody gave who is signed in.
    enum Given: Sendable, Equatable {
        case right(isByKey: Bool)
        case wrong
        /// A key of hers of which somebody has another.
        case doubled
    }

    /// Uses up what was given: the answer of a key of hers, or a code unless she must use a key.
    func use(_ given: String, _ visitor: Visitor, _ request: WebRequest, _ connection: any Connection) throws -> Given {
        let user = visitor.actor.user
        if let answer = KeyProof.answer(in: given) {
            let outcome = try KeyProof(root: root)(answer, request, connection)
            guard outcome.key?.user == user else { return .wrong }
            guard case .right(let key, let use) = outcome else { return .doubled }
            return try SecurityKeyStore.note(use, of: key, at: request.now, connection) ? .right(isByKey: true) : .wrong
        }
        guard try !keyRule.refusesCodes(of: user, connection),
            let factor = try CredentialStore.factor(of: user, root: root, connection),
            try SecondFactor.use(given, of: user, factor.secret, after: factor.lastStep, at: request.now, connection)
        else { return .wrong }
        return .right(isByKey: false)
    }

    /// Asks for a fresh factor where an act needs one (step-up). Wrong ones count as failed attempts to sign in.
    func prove(_ visitor: Visitor, _ given: String, _ request: WebRequest) async throws -> Proof {
        guard let session = Identifier<Session>(visitor.session) else { return .wrong }
        let counters = Counters(login: visitor.actor.user.text, network: request.network, root)
        let before: Counters.Before
        switch try await counters.count(in: database, at: request.now) {
        case .wait(let seconds): return .wait(seconds: seconds)
        case .counted(let counts): before = counts
        }
        return try await Ledger.write(database) { connection in
            let outcome = try use(given, visitor, request, connection)
            guard case .right(let isByKey) = outcome else { return (.wrong, SecondFactor.refusals(outcome, given, visitor, request)) }
            try counters.succeeded(before, connection)
            let token = ShownOnce.token()
            try SessionStore.rotate(session, token: token.hash, provedAt: request.now, isByKey: isByKey, connection)
            return (.right(token: token.text), [SecondFactor.proof(given, visitor, request, .allow)])
        }
    }

    private static func refusals(_ outcome: Given, _ given: String, _ visitor: Visitor, _ request: WebRequest) -> [LedgerEntry] {
        [proof(given, visitor, request, .deny)] + doubled(outcome, visitor, request)
    }

    /// What a detector is told where a key has a double.
    static func doubled(_ outcome: Given, _ visitor: Visitor, _ request: WebRequest) -> [LedgerEntry] {
        guard outcome == .doubled else { return [] }
        return [
            LedgerEntry(
                of: visitor.actor, at: request.now, act: LedgerEntry.keyDoubled, rule: "sign-in", decision: .deny, request: request.id)
        ]
    }

    private static func proof(
        _ given: String, _ visitor: Visitor, _ request: WebRequest, _ decision: LedgerEntry.Decision
    ) -> LedgerEntry {
        func entry(_ act: String) -> LedgerEntry {
            LedgerEntry(of: visitor.actor, at: request.now, act: act, rule: "sign-in", decision: decision, request: request.id)
        }
        return KeyProof.answer(in: given) == nil ? entry("session.prove") : entry("session.prove-key")
    }
}

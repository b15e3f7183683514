import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// The second factor (втори фактор): a code of an app, or one of the recovery codes printed when it was set up.
struct SecondFactor: Sendable {
    let database: any Database
    let root: SealingKey

    /// Uses up what was typed. False for a wrong code and for one that was used.
    static func use(
        _ typed: String, of user: UserID, _ secret: OneTimeSecret, after lastStep: Int64?, at now: Instant, _ connection: any Connection
    ) throws -> Bool {
        if let step = secret.match(typed, at: now, after: lastStep) { return try CredentialStore.use(step: step, of: user, connection) }
        return try CredentialStore.use(recoveryCode: ShownOnce.hash(ofTyped: typed), of: user, at: now, connection)
    }

    /// Asks for a fresh code where an act needs one (step-up). Wrong codes count as failed attempts to sign in.
    func prove(_ visitor: Visitor, code: String, at now: Instant, network: String, request: String) async throws -> Proof {
        guard let session = Identifier<Session>(visitor.session) else { return .wrong }
        let user = visitor.actor.user
        let counters = Counters(login: user.text, network: network, root)
        let before: Counters.Before
        switch try await counters.count(in: database, at: now) {
        case .wait(let seconds): return .wait(seconds: seconds)
        case .counted(let counts): before = counts
        }
        return try await Ledger.write(database) { connection in
            guard let factor = try CredentialStore.factor(of: user, root: root, connection),
                try SecondFactor.use(code, of: user, factor.secret, after: factor.lastStep, at: now, connection)
            else { return (.wrong, [entry(visitor, now, request, .deny)]) }
            try counters.succeeded(before, connection)
            let token = ShownOnce.token()
            try SessionStore.rotate(session, token: token.hash, provedAt: now, connection)
            return (.right(token: token.text), [entry(visitor, now, request, .allow)])
        }
    }

    private func entry(_ visitor: Visitor, _ now: Instant, _ request: String, _ decision: LedgerEntry.Decision) -> LedgerEntry {
        LedgerEntry(of: visitor.actor, at: now, act: "session.prove", rule: "sign-in", decision: decision, request: request)
    }
}

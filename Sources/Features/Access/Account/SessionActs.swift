import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// What somebody does with her own sessions and unsent texts.
struct SessionActs: Sendable {
    let database: any Database
    let root: SealingKey

    /// Ends one of her sessions; false when it is none of hers.
    @discardableResult
    func end(_ session: String, of visitor: Visitor, at now: Instant, request: String) async throws -> Bool {
        guard let id = Identifier<Session>(session) else { return false }
        let user = visitor.actor.user
        return try await Ledger.write(database) { connection in
            guard try SessionStore.end(id, of: user, by: user.text, at: now, connection) else { return (false, []) }
            return (true, [entry("session.end", visitor, now, request)])
        }
    }

    /// Ends all but the one she is in.
    func endOthers(_ visitor: Visitor, at now: Instant, request: String) async throws {
        let (user, own) = (visitor.actor.user, Identifier<Session>(visitor.session))
        try await Ledger.write(database) { connection in
            try SessionStore.endAll(of: user, by: user.text, at: now, except: own, connection)
            return ((), [entry("session.end", visitor, now, request)])
        }
    }

    /// Goes on in another of her posts.
    func act(as holding: Holding, _ visitor: Visitor, at now: Instant, request: String) async throws {
        guard let session = Identifier<Session>(visitor.session) else { return }
        try await Ledger.write(database) { connection in
            try SessionStore.act(as: holding.id, in: session, connection)
            return ((), [entry("session.post", visitor, now, request)])
        }
    }

    private func entry(_ act: String, _ visitor: Visitor, _ now: Instant, _ request: String) -> LedgerEntry {
        LedgerEntry(of: visitor.actor, at: now, act: act, rule: "own-account", request: request)
    }
}

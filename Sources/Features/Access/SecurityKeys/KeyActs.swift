import Core
import Database
import Ledger
import Policy
import Vault
import Web
import WebAuthn

/// What somebody does with her own keys. That she gave a fresh factor was asked before; her other sessions end, for whoever is in one of them
/// may be why she does it (OWASP ASVS 5.0, 7.4.3).
struct KeyActs: Sendable {
    let database: any Database
    let root: SealingKey
    let rule: KeyRule

    enum Outcome: Sendable, Equatable {
        /// The session's new token.
        case done(token: String)
        /// No answer to a question of this session, or a key that is known already.
        case refused
        /// Her last one, and she must have one.
        case last
        /// None of hers.
        case unknown
    }

    /// Adds a key.
    func add(_ text: String, name: String, _ visitor: Visitor, _ request: WebRequest) async throws -> Outcome {
        guard let answer = try? NewKeyAnswer(text), let party = RelyingParty(address: request.origin),
            let made = try? answer.key(for: party, isOurs: KeyChallenge(request, root).isOurs)
        else { return .refused }
        let user = visitor.actor.user
        let key = SecurityKey(
            id: .new(), user: user, credential: Base64URL.text(made.id), key: made.key, party: party.id, counter: made.counter, name: name,
            mayBeCopied: made.mayBeCopied, isCopied: made.isCopied, addedAt: request.now, usedAt: nil)
        return try await Ledger.write(database) { connection in
            let isFirst = try SecurityKeyStore.spend(
                ShownOnce.hash(of: Base64URL.text(answer.challenge)), at: request.now, connection)
            guard isFirst, try SecurityKeyStore.find(credential: key.credential, root: root, connection) == nil,
                try SecurityKeyStore.count(of: user, connection) < SecurityKey.most
            else { return (.refused, []) }
            try SecurityKeyStore.add(key, root: root, connection)
            // Who must have a key and had none could not have signed in with it.
            let isBound = rule.binds(try UserStore.holdings(of: user, connection))
            return (.done(token: try renew(visitor, isByKey: isBound, request, connection)), [entry("factor.key-add", visitor, request)])
        }
    }

    /// Takes one away.
    func remove(_ id: Identifier<SecurityKey>, _ visitor: Visitor, _ request: WebRequest) async throws -> Outcome {
        let user = visitor.actor.user
        return try await Ledger.write(database) { connection in
            let keys = try SecurityKeyStore.all(of: user, root: root, connection)
            guard keys.contains(where: { $0.id == id }) else { return (.unknown, []) }
            guard try keys.count > 1 || !rule.binds(UserStore.holdings(of: user, connection)) else { return (.last, []) }
            try SecurityKeyStore.remove(id, of: user, connection)
            return (.done(token: try renew(visitor, isByKey: false, request, connection)), [entry("factor.key-remove", visitor, request)])
        }
    }

    /// Ends her other sessions, and gives this one a token that nobody else can have.
    private func renew(
        _ visitor: Visitor, isByKey: Bool, _ request: WebRequest, _ connection: any Connection
    ) throws -> String {
        let (user, token) = (visitor.actor.user, ShownOnce.token())
        guard let session = Identifier<Session>(visitor.session) else { throw WebError.notFound }
        try SessionStore.endAll(of: user, by: user.text, at: request.now, except: session, connection)
        try SessionStore.renew(session, token: token.hash, isByKey: isByKey, connection)
        return token.text
    }

    private func entry(_ act: String, _ visitor: Visitor, _ request: WebRequest) -> LedgerEntry {
        LedgerEntry(of: visitor.actor, at: request.now, act: act, rule: "own-account", request: request.id)
    }
}

import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// Another password, for somebody who is signed in and knows the one she has (смяна на паролата). All her other sessions end.
struct ChangePassword: Sendable {
    let database: any Database
    let root: SealingKey
    let desk: PasswordDesk
    let keyRule: KeyRule

    enum Outcome: Sendable, Equatable {
        /// The session's new token.
        case changed(token: String)
        case wrongPassword
        case wrongCode
        /// Too many failures before: nothing was checked.
        case wait(seconds: Int)
    }

    /// What was typed.
    struct Answers: Sendable {
        let old: String
        let new: String
        let code: String
    }

    /// Wrong answers count as failed attempts to sign in: an open session must not be a place to guess at.
    func callAsFunction(_ visitor: Visitor, _ answers: Answers, _ page: WebRequest) async throws -> Outcome {
        let (user, now, request) = (visitor.actor.user, page.now, page.id)
        let counters = Counters(login: user.text, network: page.network, root)
        let before: Counters.Before
        switch try await counters.count(in: database, at: now) {
        case .wait(let seconds): return .wait(seconds: seconds)
        case .counted(let counts): before = counts
        }
        let known = try await database.read { connection in try CredentialStore.password(of: user, connection) }
        let renewed = try await counters.checking(before, in: database) {
            try await desk.isRight(answers.old, for: known) ? try await desk.hash(answers.new) : nil
        }
        return try await Ledger.write(database) { connection in
            func entry(_ decision: LedgerEntry.Decision) -> [LedgerEntry] {
                [
                    LedgerEntry(
                        of: visitor.actor, at: now, act: "password.change", rule: "own-account", decision: decision, request: request)
                ]
            }
            guard let renewed, let session = Identifier<Session>(visitor.session) else { return (.wrongPassword, entry(.deny)) }
            let given = try SecondFactor(database: database, root: root, keyRule: keyRule).use(answers.code, visitor, page, connection)
            guard case .right(let isByKey) = given else {
                return (.wrongCode, entry(.deny) + SecondFactor.doubled(given, visitor, page))
            }
            try counters.succeeded(before, connection)
            try CredentialStore.set(renewed, of: user, at: now, connection)
            try SessionStore.endAll(of: user, by: user.text, at: now, except: session, connection)
            let token = ShownOnce.token()
            try SessionStore.rotate(session, token: token.hash, provedAt: now, isByKey: isByKey, connection)
            return (.changed(token: token.text), entry(.allow))
        }
    }
}

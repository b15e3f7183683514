import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// Opening an account with the code that was handed over (активиране): first a password, then a second factor, then recovery codes.
struct Activation: Sendable {
    /// A code serves for a day.
    static let lifeMilliseconds: Int64 = 24 * 3_600_000
    static let recoveryCodes = 10

    let database: any Database
    let root: SealingKey
    let desk: PasswordDesk

    enum Outcome: Sendable, Equatable {
        /// The token of a session in which nothing but the second factor can be set up.
        case begun(token: String)
        /// Unknown, used or expired code, or not this user's.
        case refused
        case wait(seconds: Int)
        /// The code is right; the password could be guessed by anybody who knows whose it is.
        case unfit(PasswordRule.Problem)
    }

    /// Sets the password of an account whose code somebody has. The code serves again until the second factor is set up, so that an
    /// interruption locks nobody out. The attempt's password is the new one, its code the activation code.
    func begin(_ attempt: SignIn.Attempt) async throws -> Outcome {
        let counters = Counters(login: attempt.login, network: attempt.network, root)
        let before: Counters.Before
        switch try await counters.count(in: database, at: attempt.now) {
        case .wait(let seconds): return .wait(seconds: seconds)
        case .counted(let counts): before = counts
        }
        let hash = try await counters.checking(before, in: database) { try await desk.hash(attempt.password) }
        return try await Ledger.write(database) { connection in
            // Of a name that nobody has the same is asked as of others.
            let found = try UserStore.find(login: attempt.login, connection)
            let (id, code) = (found?.id ?? .new(), ShownOnce.hash(ofTyped: attempt.code))
            let isDisabled = try UserStore.isDisabled(id, connection)
            let isValid = try CredentialStore.isValid(activation: code, of: id, at: attempt.now, connection)
            guard let user = found, !isDisabled, isValid else {
                return (.refused, [attempt.entry("account.activate", nil, in: nil, .deny)])
            }
            try counters.succeeded(before, connection)
            let post = try UserStore.holdings(of: user.id, connection).first
            let organisation = try post.flatMap { try OrganisationStore.find($0.post.organisation, connection) }
            if let problem = PasswordRule.problem(attempt.password, context: [user.login, user.name, organisation?.name ?? ""]) {
                return (.unfit(problem), [])
            }
            try SessionStore.endAll(of: user.id, by: user.id.text, at: attempt.now, connection)
            try CredentialStore.set(hash, of: user.id, at: attempt.now, connection)
            let token = ShownOnce.token()
            let session = Session(
                id: .new(), formSecret: ShownOnce.token().text, user: user.id,
                holding: post?.id, isEnrolling: true, isByKey: false, device: attempt.device,
                madeAt: attempt.now, seenAt: attempt.now, provedAt: nil,
                endsAt: Instant(milliseconds: attempt.now.milliseconds + Session.longestMilliseconds))
            try SessionStore.start(session, token: token.hash, connection)
            return (.begun(token: token.text), [attempt.entry("account.activate", user, in: post, .allow)])
        }
    }

    /// The secret that a session sets up. It follows from the session, so that the page can be read again without storing anything.
    func secret(for visitor: Visitor) -> OneTimeSecret { OneTimeSecret(root: root, session: visitor.session) }

    /// What setting up a second factor led to: the recovery codes, to be shown once, and the session's new token.
    enum Enrolment: Sendable, Equatable {
        case done(recoveryCodes: [String], token: String)
        case wrongCode
    }

    /// Sets up the second factor once a code proves that the app has it. The account is open from then on.
    func enrol(_ visitor: Visitor, code: String, at now: Instant, request: String) async throws -> Enrolment {
        let secret = secret(for: visitor)
        guard let session = Identifier<Session>(visitor.session), let step = secret.match(code, at: now, after: nil) else {
            return .wrongCode
        }
        let user = visitor.actor.user
        let codes = (0..<Activation.recoveryCodes).map { _ in ShownOnce.code() }
        return try await Ledger.write(database) { connection in
            try CredentialStore.set(secret, of: user, root: root, at: now, connection)
            guard try CredentialStore.use(step: step, of: user, connection) else { return (.wrongCode, []) }
            try CredentialStore.setRecoveryCodes(codes.map(\.hash), of: user, at: now, connection)
            try CredentialStore.endActivations(of: user, at: now, connection)
            let token = ShownOnce.token()
            try SessionStore.rotate(session, token: token.hash, provedAt: now, isByKey: false, connection)
            try SessionStore.open(session, connection)
            let post = try UserStore.holdings(of: user, connection).first?.post
            // Until now the session had no rights at all.
            let actor = Actor(user: user, organisation: visitor.actor.organisation, regime: visitor.actor.regime, roles: post?.roles ?? [])
            let entry = LedgerEntry(of: actor, at: now, act: "factor.change", rule: "own-account", request: request)
            return (.done(recoveryCodes: codes.map(\.text), token: token.text), [entry])
        }
    }
}

import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// Signing in (вход): name, password and code at once, so that no answer tells which of them was wrong.
struct SignIn: Sendable {
    let database: any Database
    let root: SealingKey
    let desk: PasswordDesk

    /// What somebody typed, and where.
    struct Attempt: Sendable {
        let login: String
        let password: String
        let code: String
        let network: String
        let device: String
        let now: Instant
        let request: String

        /// A stranger's attempt is remembered as one, without the name she typed: people type passwords there, too.
        func entry(_ act: String, _ user: User?, in holding: Holding?, _ decision: LedgerEntry.Decision) -> LedgerEntry {
            let actor = user?.id.text ?? "stranger"
            return LedgerEntry(
                time: now, actor: actor, act: act, object: actor, organisation: holding?.post.organisation.text,
                role: holding.map { LedgerEntry.role($0.post.roles) }, rule: "sign-in", decision: decision, request: request)
        }
    }

    enum Outcome: Sendable, Equatable {
        /// The token of the new session.
        case signedIn(token: String)
        case refused
        /// Too many failures before: nothing was checked.
        case wait(seconds: Int)
    }

    /// Throws ``PasswordDesk/Busy`` and ``DatabaseError``.
    func callAsFunction(_ attempt: Attempt) async throws -> Outcome {
        let counters = Counters(login: attempt.login, network: attempt.network, root)
        let before: Counters.Before
        switch try await counters.count(in: database, at: attempt.now) {
        case .wait(let seconds): return .wait(seconds: seconds)
        case .counted(let counts): before = counts
        }
        let known = try await database.read { connection in try Known(attempt.login, root, connection) }
        let (isRight, renewed) = try await counters.checking(before, in: database) {
            let isRight = try await desk.isRight(attempt.password, for: known.password)
            return (isRight, isRight && known.password?.isOutdated == true ? try await desk.hash(attempt.password) : nil)
        }
        return try await Ledger.write(database) { connection in
            guard isRight, let user = known.user, try !UserStore.isDisabled(user.id, connection),
                try use(attempt.code, of: user.id, known, at: attempt.now, connection)
            else { return (.refused, [attempt.entry("session.start", known.user, in: known.holding, .deny)]) }
            if let renewed { try CredentialStore.set(renewed, of: user.id, at: attempt.now, connection) }
            try counters.succeeded(before, connection)
            try DraftStore.forgetOld(at: attempt.now, connection)
            let token = ShownOnce.token()
            let session = newSession(of: user.id, in: known.holding, attempt)
            try SessionStore.start(session, token: token.hash, connection)
            return (.signedIn(token: token.text), [attempt.entry("session.start", user, in: known.holding, .allow)])
        }
    }

    /// What is known of the one who says she is this user; of a stranger nothing, which takes as long to find out.
    private struct Known: Sendable {
        let user: User?
        let holding: Holding?
        let password: PasswordHash?
        let secret: OneTimeSecret
        let lastStep: Int64?

        init(_ login: String, _ root: SealingKey, _ connection: any Connection) throws {
            user = try UserStore.find(login: login, connection)
            let id = user?.id ?? .new()
            holding = try UserStore.holdings(of: id, connection).first
            password = try CredentialStore.password(of: id, connection)
            let factor = try CredentialStore.factor(of: id, root: root, connection)
            secret = factor?.secret ?? OneTimeSecret()
            lastStep = factor?.lastStep
        }
    }

    private func use(_ code: String, of user: UserID, _ known: Known, at now: Instant, _ connection: any Connection) throws -> Bool {
        guard try UserStore.isActivated(user, connection) else { return false }
        return try SecondFactor.use(code, of: user, known.secret, after: known.lastStep, at: now, connection)
    }

    private func newSession(of user: UserID, in holding: Holding?, _ attempt: Attempt) -> Session {
        Session(
            id: .new(), formSecret: ShownOnce.token().text, user: user, holding: holding?.id,
            isEnrolling: false, device: attempt.device, madeAt: attempt.now, seenAt: attempt.now, provedAt: attempt.now,
            endsAt: Instant(milliseconds: attempt.now.milliseconds + Session.longestMilliseconds))
    }

}

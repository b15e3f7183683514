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
    var keyRule = KeyRule.required

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

    /// Whatever is wrong, the same is computed and asked of the database: no refusal comes sooner than another (OWASP ASVS 5.0, 6.3.8).
    ///
    /// Throws ``PasswordDesk/Busy`` and ``DatabaseError``.
    func callAsFunction(_ attempt: Attempt) async throws -> Outcome {
        let counters = Counters(login: attempt.login, network: attempt.network, root)
        let before: Counters.Before
        switch try await counters.count(in: database, at: attempt.now) {
        case .wait(let seconds): return .wait(seconds: seconds)
        case .counted(let counts): before = counts
        }
        let known = try await database.read { connection in try Known(attempt.login, root, keyRule, connection) }
        let isRight = try await counters.checking(before, in: database) { try await desk.isRight(attempt.password, for: known.password) }
        let outcome: Outcome = try await Ledger.write(database) { connection in
            guard try isProved(isRight, known, attempt, connection), let user = known.user else {
                return (.refused, [attempt.entry("session.start", known.user, in: known.holding, .deny)])
            }
            try counters.succeeded(before, connection)
            let token = try SignIn.begin(user.id, in: known.holding, attempt, isByKey: false, connection)
            return (.signedIn(token: token), [attempt.entry("session.start", user, in: known.holding, .allow)])
        }
        if case .signedIn = outcome { try await renew(known, attempt) }
        return outcome
    }

    /// What is known of the one who says she is this user; of a stranger nothing, which takes as long to find out.
    private struct Known: Sendable {
        let user: User?
        /// Of a stranger one that nobody has.
        let id: UserID
        let holding: Holding?
        let password: PasswordHash?
        let secret: OneTimeSecret
        let lastStep: Int64?
        /// She has a security key and must use it: her code is as good as anybody's.
        let refusesCodes: Bool

        init(_ login: String, _ root: SealingKey, _ keyRule: KeyRule, _ connection: any Connection) throws {
            user = try UserStore.find(login: login, connection)
            id = user?.id ?? .new()
            holding = try UserStore.holdings(of: id, connection).first
            password = try CredentialStore.password(of: id, connection)
            let factor = try CredentialStore.factor(of: id, root: root, connection)
            secret = factor?.secret ?? OneTimeSecret()
            lastStep = factor?.lastStep
            refusesCodes = try keyRule.refusesCodes(of: id, connection)
        }
    }

    /// Whether the account is open and the code right, which is used up then. For whoever is refused anyway nobody's code is looked for.
    private func isProved(_ isRight: Bool, _ known: Known, _ attempt: Attempt, _ connection: any Connection) throws -> Bool {
        let isDisabled = try UserStore.isDisabled(known.id, connection)
        let isActivated = try UserStore.isActivated(known.id, connection)
        let isOpen = isRight && known.user != nil && isActivated && !isDisabled && !known.refusesCodes
        let (holder, secret) = isOpen ? (known.id, known.secret) : (.new(), OneTimeSecret())
        return try SecondFactor.use(attempt.code, of: holder, secret, after: known.lastStep, at: attempt.now, connection) && isOpen
    }

    /// A hash of earlier parameters is made anew once she is in, unless the password was changed meanwhile. There is time for it at the next
    /// sign-in where there is none now.
    private func renew(_ known: Known, _ attempt: Attempt) async throws {
        guard let old = known.password, old.isOutdated, let new = try? await desk.hash(attempt.password) else { return }
        try await database.write { connection in
            guard try CredentialStore.password(of: known.id, connection) == old else { return }
            try CredentialStore.set(new, of: known.id, at: attempt.now, connection)
        }
    }

    /// Begins a session and gives its token.
    static func begin(
        _ user: UserID, in holding: Holding?, _ attempt: Attempt, isByKey: Bool, _ connection: any Connection
    ) throws -> String {
        try DraftStore.forgetOld(at: attempt.now, connection)
        let token = ShownOnce.token()
        let session = Session(
            id: .new(), formSecret: ShownOnce.token().text, user: user, holding: holding?.id,
            isEnrolling: false, isByKey: isByKey, device: attempt.device, madeAt: attempt.now, seenAt: attempt.now, provedAt: attempt.now,
            endsAt: Instant(milliseconds: attempt.now.milliseconds + Session.longestMilliseconds))
        try SessionStore.start(session, token: token.hash, connection)
        return token.text
    }
}

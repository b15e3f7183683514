import Core
public import Database
import Ledger
import Policy
import Reference
import Vault
public import Web

extension AccessFeature {
    /// What the site asks of this room.
    public var gate: Gate {
        Gate(
            visit: { try await visit($0, at: $1, $2) }, refused: { try await refused($0, $1, at: $2, request: $3) },
            drafts: drafts)
    }

    /// Unsent forms, sealed.
    private var drafts: Drafts {
        Drafts(
            keep: { user, path, form, now in
                try await database.write { connection in
                    try DraftStore.keep(form.encoded, path: path, of: user, root: root, at: now, connection)
                }
            },
            kept: { user, path, now in
                let found = try await database.read { connection in
                    try DraftStore.kept(path: path, of: user, root: root, at: now, connection)
                }
                return found.flatMap { text, savedAt in FormData(kept: text).map { Drafts.Kept(form: $0, savedAt: savedAt) } }
            },
            forget: { user, path in
                try await database.write { connection in try DraftStore.forget(path: path, of: user, connection) }
            })
    }

    /// Destroys unsent forms of all users for an address, when what they were about is destroyed.
    public static func forgetDrafts(at path: String, _ connection: any Connection) throws { try DraftStore.forget(path: path, connection) }

    /// What other rooms ask for a fresh code with.
    public var stepUp: StepUp {
        StepUp { visitor, given, request in try await secondFactor.prove(visitor, given, request) }
    }

    var secondFactor: SecondFactor { SecondFactor(database: database, root: root, keyRule: keyRule) }

    /// Whose token it is at this moment. Everything that could have ended is looked at anew: the session, the account, the post, the
    /// organisation.
    func visit(_ token: String, at now: Instant, _ language: Language) async throws -> Visit {
        let hash = ShownOnce.hash(of: token)
        guard let (session, rights) = try await database.read({ connection in try found(hash, connection) }) else { return .nobody }
        guard session.isLive(at: now) else {
            return session.isRecent(at: now) ? .timedOut(session.user, formSecret: session.formSecret) : .nobody
        }
        if now.milliseconds - session.seenAt.milliseconds > Session.noticeMilliseconds {
            try await see(session, at: now)
        }
        return .visitor(visitor(session, rights, at: now, language))
    }

    /// Where nothing can be written, on a full disk or behind others who write, she reads on: only her session is not prolonged.
    private func see(_ session: Session, at now: Instant) async throws {
        do {
            try await database.write(.passing) { connection in try SessionStore.see(session.id, at: now, connection) }
        } catch DatabaseError.full {
            return
        } catch DatabaseError.busy {
            return
        }
    }

    /// What a session's user is and may, straight from the tables.
    private struct Rights: Sendable {
        let user: User
        let holding: Holding?
        let organisation: Organisation?
        /// How many security keys she has.
        let keys: Int
        /// She must use one.
        let isBoundToKeys: Bool
    }

    private func found(_ hash: String, _ connection: any Connection) throws -> (Session, Rights)? {
        guard let session = try SessionStore.find(token: hash, connection), try !UserStore.isDisabled(session.user, connection),
            let user = try UserStore.find(session.user, connection)
        else { return nil }
        let holdings = try UserStore.holdings(of: session.user, connection)
        let (keys, isBound) = (try SecurityKeyStore.count(of: session.user, connection), keyRule.binds(holdings))
        // She signed in with a code when she had no such post: with it she signs in anew.
        guard keys == 0 || !isBound || session.isByKey else { return nil }
        let holding = holdings.first { $0.id == session.holding } ?? holdings.first
        let organisation = try holding.flatMap { try OrganisationStore.find($0.post.organisation, connection) }
        return (session, Rights(user: user, holding: holding, organisation: organisation, keys: keys, isBoundToKeys: isBound))
    }

    private func visitor(_ session: Session, _ rights: Rights, at now: Instant, _ language: Language) -> Visitor {
        let roles: Set<Role> =
            if let holding = rights.holding, AccessReview.state(holding, at: now) != .lapsed { holding.post.roles } else { [] }
        let needsKey = rights.isBoundToKeys && rights.keys == 0
        let actor = Actor(
            user: rights.user.id, organisation: rights.organisation?.id ?? .new(), regime: rights.organisation?.regime ?? .gdpr,
            roles: session.isEnrolling || needsKey ? [] : roles)
        return Visitor(
            actor: actor, name: rights.user.name, organisation: rights.organisation.map { name($0, language) } ?? "",
            session: session.id.text, formSecret: session.formSecret, provedAt: session.provedAt, endsAt: session.endsAt,
            isEnrolling: session.isEnrolling, needsKey: needsKey, hasKey: rights.keys > 0)
    }

    /// An organisation's name: the register's abbreviation where it alone has one.
    func name(_ organisation: Organisation, _ language: Language) -> String {
        guard !organisation.sharesInstitution, let institution = organisation.institution.flatMap(register.institution) else {
            return organisation.name
        }
        return institution.shortName(language)
    }

    private func refused(_ visitor: Visitor, _ act: Act, at now: Instant, request: String) async throws {
        try await Ledger.write(database) { _ in
            let entry = LedgerEntry(
                of: visitor.actor, at: now, act: act.rawValue, object: "-", rule: "role", decision: .deny, request: request)
            return ((), [entry])
        }
    }
}

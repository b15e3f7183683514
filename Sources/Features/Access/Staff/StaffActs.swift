import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// What an administrator does with users and posts. Each act is one transaction with its entry in the ledger.
struct StaffActs: Sendable {
    let database: any Database
    let vault: Vault
    let work: AccessFeature.Work

    /// Who acts, when, in which request; commands of the operator have no visitor.
    struct Author: Sendable {
        let actor: String
        let now: Instant
        /// Her identifier; nil of a command.
        let user: UserID?
        private let made: @Sendable (String, String, [String]) -> LedgerEntry

        /// An entry of hers.
        func entry(_ act: String, _ object: String, _ parties: [String] = []) -> LedgerEntry { made(act, object, parties) }

        init(_ visitor: Visitor, rule: RuleID, _ page: WebRequest) {
            let (now, request) = (page.now, page.id)
            actor = visitor.actor.user.text
            user = visitor.actor.user
            self.now = now
            made = { act, object, parties in
                LedgerEntry(
                    of: visitor.actor, at: now, act: act, object: object, rule: rule.rawValue, request: request, parties: parties)
            }
        }

        init(command: String, now: Instant) {
            let actor = "command:" + command
            self.actor = actor
            user = nil
            self.now = now
            made = { LedgerEntry(time: now, actor: actor, act: $0, object: $1, parties: $2) }
        }
    }

    enum Problem: Error, Equatable, Sendable {
        case loginTaken
        /// There is no such user, post or organisation within reach.
        case unknown
        /// So many records are still hers.
        case hasWork(Int)
        /// She would lock herself out.
        case oneself
        case alreadyDisabled
        /// There is nothing to open again.
        case notDisabled
        /// The last one who can add users in all organisations.
        case lastAdministrator
        /// Who manages users can do nothing else, in no post.
        case mixedAdministrator
        /// Her only post: the account is to be ended.
        case lastPost
    }

    /// What came of asking for a code.
    enum Code: Equatable, Sendable {
        /// It is there, to be handed over.
        case given(String)
        /// One of these must give it.
        case awaits([UserID])
    }

    /// Adds a user to a new post, and asks for her activation code.
    func add(_ user: User, to post: Post, by author: Author) async throws -> Code {
        try await Ledger.write(database) { connection in
            guard try UserStore.find(login: user.login, connection) == nil else { throw Problem.loginTaken }
            try OrganisationStore.add(post, by: author.actor, at: author.now, connection)
            try UserStore.add(user, isDemo: false, by: author.actor, at: author.now, connection)
            try UserStore.hold(post.id, user.id, by: author.actor, at: author.now, connection)
            let entry = author.entry("user.add", user.id.text, [post.organisation.text] + post.roles.sorted().map(\.rawValue))
            return try ask(.added, for: user.id, author, entry, connection)
        }
    }

    /// Ends what somebody signs in with, and all her sessions, and asks for a code for setting it up anew: for a lost phone or password.
    func reset(_ user: UserID, by author: Author) async throws -> Code {
        try await Ledger.write(database) { connection in
            guard try UserStore.find(user, connection) != nil else { throw Problem.unknown }
            guard user.text != author.actor else { throw Problem.oneself }
            guard try !UserStore.isDisabled(user, connection) else { throw Problem.alreadyDisabled }
            try CredentialStore.forget(user, connection)
            try SessionStore.endAll(of: user, by: author.actor, at: author.now, connection)
            try CredentialStore.endActivations(of: user, at: author.now, connection)
            return try ask(.reset, for: user, author, author.entry("user.reset", user.text), connection)
        }
    }

    /// Ends an account and all its sessions at once. Refused while records are hers, as they would be nobody's, unless she is suspected.
    func disable(_ user: UserID, reason: DisableReason, by author: Author) async throws {
        let work = work
        try await Ledger.write(database) { connection in
            guard try UserStore.find(user, connection) != nil else { throw Problem.unknown }
            guard user.text != author.actor else { throw Problem.oneself }
            guard try !UserStore.isDisabled(user, connection) else { throw Problem.alreadyDisabled }
            guard try !isLastAdministrator(user, at: author.now, connection) else { throw Problem.lastAdministrator }
            let open = try work.open(connection, user, author.now)
            // Who is suspected is shut out at once; her work is handed over afterwards.
            guard open == 0 || reason == .suspicion else { throw Problem.hasWork(open) }
            try UserStore.disable(user, reason: reason.rawValue, by: author.actor, at: author.now, connection)
            try SessionStore.endAll(of: user, by: author.actor, at: author.now, connection)
            try CredentialStore.endActivations(of: user, at: author.now, connection)
            try CodeRequestStore.end(of: user, .dropped, by: author.actor, at: author.now, connection)
            return ((), [author.entry("user.disable", user.text)])
        }
    }

    /// Whether nobody else could still sign in and manage the organisation that runs the system, and through it all others.
    private func isLastAdministrator(_ user: UserID, at now: Instant, _ connection: any Connection) throws -> Bool {
        let hosts = try UserStore.administrators(connection).filter { _, organisation in
            let facts = try RelationStore.facts(of: organisation.text, at: now, connection)
            return facts.relations.contains(HeldRelation(.manager, organisation.text))
        }
        guard hosts.contains(where: { $0.user == user }) else { return false }
        return try !hosts.contains { try $0.user != user && UserStore.isActivated($0.user, connection) }
    }

    /// Opens an ended account again and asks for a new code: what it was signed in with does not come back.
    func enable(_ user: UserID, by author: Author) async throws -> Code {
        try await Ledger.write(database) { connection in
            guard user.text != author.actor else { throw Problem.oneself }
            guard try UserStore.isDisabled(user, connection) else { throw Problem.notDisabled }
            try UserStore.enable(user, by: author.actor, at: author.now, connection)
            try CredentialStore.forget(user, connection)
            return try ask(.opened, for: user, author, author.entry("user.enable", user.text), connection)
        }
    }

    /// Gives the records of one user to another, all that the other may work with, and tells how many are left.
    func handOver(from leaver: UserID, to colleague: UserID, by visitor: Visitor, _ author: Author) async throws -> Int {
        let work = work
        return try await Ledger.write(database) { connection in
            guard leaver != colleague, try !UserStore.isDisabled(colleague, connection) else { throw Problem.unknown }
            let posts = try UserStore.actors(of: colleague, at: author.now, connection)
            try work.handOver(connection, leaver, posts, visitor.actor.user, author.now)
            let left = try work.open(connection, leaver, author.now)
            return (left, [author.entry("user.hand-over", leaver.text, [colleague.text])])
        }
    }

    /// Confirms that a user needs her post for the next 90 days. Nobody confirms her own.
    func confirm(_ holding: Holding, by author: Author) async throws {
        guard holding.user.text != author.actor else { throw Problem.oneself }
        try await Ledger.write(database) { connection in
            try UserStore.confirm(holding.id, by: author.actor, at: author.now, connection)
            return ((), [author.entry(Act.staffReview.rawValue, holding.user.text, holding.post.roles.sorted().map(\.rawValue))])
        }
    }

    /// Adds an organisation with its key, managed by another.
    func add(_ organisation: Organisation, managedBy manager: OrganisationID, by author: Author) async throws {
        let vault = vault
        try await Ledger.write(database) { connection in
            try OrganisationStore.add(organisation, by: author.actor, at: author.now, connection)
            try vault.makeOrganisationKey(organisation.id, at: author.now, connection)
            try RelationStore.add(
                HeldRelation(.manager, manager.text), to: organisation.id.text, since: author.now, by: author.actor, connection)
            return ((), [author.entry(Act.organisationAdd.rawValue, organisation.id.text)])
        }
    }
}

/// Why an account is ended (основание за закриване).
enum DisableReason: String, CaseIterable, Sendable {
    case left
    case moved
    case longAbsence = "long-absence"
    case suspicion
}

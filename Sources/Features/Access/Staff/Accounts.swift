public import Core
public import Database
import Policy
public import Vault

/// What the machine's operator does with users from the command line, where nobody is signed in.
public struct Accounts: Sendable {
    private let database: any Database
    private let acts: StaffActs

    /// Nothing is read yet. `work` as in ``AccessFeature``.
    public init(database: any Database, root: SealingKey, work: AccessFeature.Work) {
        self.database = database
        acts = StaffActs(database: database, vault: Vault(root: root), work: work)
    }

    /// Why it can't be done.
    public enum Problem: Error, Equatable, Sendable {
        case noUser
        case noOrganisation
        /// Several have the code, by their names.
        case severalOrganisations([String])
        case badLogin
        case loginTaken
        case noName
        case alreadyDisabled
        case lastAdministrator
        case hasWork(Int)
        /// An administrator can have no other role.
        case mixedAdministrator
    }

    /// A user in a line.
    public struct Line: Sendable, Encodable {
        public let login, name, organisation, post: String
        /// Their keys.
        public let roles: [String]
        /// `active`, `waiting` (for activation) or `disabled`.
        public let state: String
    }

    /// Adds a user with a new post and gives her activation code, which is shown once. The organisation is named by its code in the register
    /// of institutions, its name, or its identifier; roles by their keys.
    public func add(login: String, name: String, organisation: String, post: String, roles: [String], at now: Instant) async throws
        -> String
    {
        guard let login = Login(login) else { throw Problem.badLogin }
        guard !name.trimmed.isEmpty, !post.trimmed.isEmpty else { throw Problem.noName }
        let roles = Set(roles.compactMap(Role.init))
        guard !roles.isEmpty else { throw Problem.noName }
        guard !roles.contains(.administrator) || roles.count == 1 else { throw Problem.mixedAdministrator }
        let found = try await Accounts.organisation(named: organisation, database)
        let user = User(id: .new(), login: login.text, name: name.trimmed)
        let newPost = Post(id: .new(), organisation: found, title: post.trimmed, roles: roles)
        do {
            return given(try await acts.add(user, to: newPost, by: StaffActs.Author(command: "user", now: now)))
        } catch let problem as StaffActs.Problem {
            throw Problem(problem)
        }
    }

    /// The organisation of an identifier, a name, or a code in the register of institutions. Throws ``Problem/noOrganisation``, and
    /// ``Problem/severalOrganisations(_:)`` for a code that does not say which.
    public static func organisation(named text: String, _ database: any Database) async throws -> OrganisationID {
        let all = try await database.read { try OrganisationStore.all($0) }
        let named = all.filter { [$0.name, $0.id.text].contains(text) }
        let found = named.isEmpty ? all.filter { $0.institution == text } : named
        guard let first = found.first else { throw Problem.noOrganisation }
        guard found.count == 1 else { throw Problem.severalOrganisations(found.map(\.name)) }
        return first.id
    }

    /// Ends an account and all its sessions. Throws ``Problem``.
    public func disable(login: String, at now: Instant) async throws {
        do {
            try await acts.disable(try await user(login), reason: .left, by: StaffActs.Author(command: "user", now: now))
        } catch let problem as StaffActs.Problem {
            throw Problem(problem)
        }
    }

    /// Gives a new activation code, which is shown once; password, second factor and sessions end. Throws ``Problem``.
    public func reset(login: String, at now: Instant) async throws -> String {
        do {
            return given(try await acts.reset(try await user(login), by: StaffActs.Author(command: "user", now: now)))
        } catch let problem as StaffActs.Problem {
            throw Problem(problem)
        }
    }

    /// Everybody, by organisation and post.
    public func list() async throws -> [Line] {
        try await database.read { connection in
            try OrganisationStore.all(connection).flatMap { organisation in
                try UserStore.holdings(in: organisation.id, connection).compactMap { holding in
                    try UserStore.find(holding.user, connection).map { user in
                        Line(
                            login: user.login, name: user.name,
                            organisation: organisation.sharesInstitution
                                ? organisation.name : organisation.institution ?? organisation.name,
                            post: holding.post.title, roles: holding.post.roles.sorted().map(\.rawValue),
                            state: try StaffPages.State.of(user.id, connection).rawValue)
                    }
                }
            }
        }
    }

    /// A command waits for no second person.
    private func given(_ code: StaffActs.Code) -> String {
        switch code {
        case .given(let text): text
        case .awaits: ""
        }
    }

    private func user(_ login: String) async throws -> UserID {
        let wanted = Login.folded(login)
        guard let user = try await database.read({ connection in try UserStore.find(login: wanted, connection) }) else {
            throw Problem.noUser
        }
        return user.id
    }

    /// The keys of all roles, for help texts.
    public static let roles = Role.allCases.map(\.rawValue)
}

extension Accounts.Problem {
    init(_ problem: StaffActs.Problem) {
        switch problem {
        case .alreadyDisabled: self = .alreadyDisabled
        case .lastAdministrator: self = .lastAdministrator
        case .hasWork(let count): self = .hasWork(count)
        case .loginTaken: self = .loginTaken
        case .mixedAdministrator: self = .mixedAdministrator
        case .unknown, .oneself, .notDisabled, .lastPost: self = .noUser
        }
    }
}

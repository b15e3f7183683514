public import Core
public import Database
import Ledger
public import Policy
import Reference
public import Vault

/// The first step of a new installation: the first organisation, its key, and its first administrator.
public struct SetUp: Sendable {
    private let database: any Database
    private let vault: Vault

    /// What is asked.
    public struct Answers: Sendable {
        /// Code in the register of institutions; nil for an organisation that the register does not know.
        public let institution: String?
        /// Name in Bulgarian.
        public let organisation: String
        /// Under which law it processes data of persons.
        public let regime: Regime
        /// What the first administrator types to sign in.
        public let login: String
        /// Her name.
        public let name: String

        /// All of them are checked when they are used.
        public init(institution: String?, organisation: String, regime: Regime, login: String, name: String) {
            self.institution = institution
            self.organisation = organisation
            self.regime = regime
            self.login = login
            self.name = name
        }
    }

    /// Why it can't be done.
    public enum Problem: Error, Equatable, Sendable {
        /// There are users already: they add others.
        case alreadyDone
        case badLogin
        case noName
    }

    /// Nothing is read yet.
    public init(database: any Database, root: SealingKey) {
        self.database = database
        vault = Vault(root: root)
    }

    /// Whether there are users already.
    public static func isDone(_ database: any Database) async throws -> Bool {
        try await database.read { connection in try !UserStore.isEmpty(connection) }
    }

    /// Makes all of it as one transaction and gives the administrator's activation code, which is shown once. Throws ``Problem`` and
    /// ``DatabaseError``.
    public func callAsFunction(_ answers: Answers, at now: Instant) async throws -> String {
        guard let login = Login(answers.login) else { throw Problem.badLogin }
        let (name, organisationName) = (answers.name.trimmed, answers.organisation.trimmed)
        guard !name.isEmpty, !organisationName.isEmpty else { throw Problem.noName }
        let organisation = Organisation(
            id: .new(), institution: answers.institution, name: organisationName, regime: answers.regime)
        let user = User(id: .new(), login: login.text, name: name)
        let post = Post(id: .new(), organisation: organisation.id, title: "Администратор", roles: [.administrator])
        let code = ShownOnce.code()
        let vault = vault
        return try await Ledger.write(database) { connection in
            guard try UserStore.isEmpty(connection) else { throw Problem.alreadyDone }
            let actor = "command:setup"
            try OrganisationStore.add(organisation, by: actor, at: now, connection)
            try vault.makeOrganisationKey(organisation.id, at: now, connection)
            try RelationStore.add(
                HeldRelation(.manager, organisation.id.text), to: organisation.id.text, since: now, by: actor, connection)
            try OrganisationStore.add(post, by: actor, at: now, connection)
            try UserStore.add(user, isDemo: false, by: actor, at: now, connection)
            try UserStore.hold(post.id, user.id, by: actor, at: now, connection)
            try CredentialStore.add(activation: code.hash, of: user.id, by: actor, at: now, connection)
            return (
                code.text,
                [
                    LedgerEntry(time: now, actor: actor, act: Act.organisationAdd.rawValue, object: organisation.id.text),
                    LedgerEntry(
                        time: now, actor: actor, act: "user.add", object: user.id.text, organisation: organisation.id.text,
                        parties: [organisation.id.text, Role.administrator.rawValue]),
                ]
            )
        }
    }
}

extension String {
    /// Without white space at its ends, and with single spaces inside.
    var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

public import Core
public import Database
import Ledger
public import Policy
public import Vault

/// Invented organisations and one invented user for each role, to try the system with (демонстрация). Passwords are made anew for every
/// installation; there is none that a real one could share.
public struct DemoUsers: Sendable {
    private let database: any Database
    private let root: SealingKey
    private let desk: PasswordDesk

    /// Nothing is read yet.
    public init(database: any Database, root: SealingKey, desk: PasswordDesk) {
        self.database = database
        self.root = root
        self.desk = desk
    }

    private struct Place {
        let institution: String?
        let name: String
        let regime: Regime
        let users: [(role: Role, name: String, post: String)]
    }

    /// Names that nobody could take for real ones.
    private static let places: [Place] = [
        Place(
            institution: "НКБТХ", name: "Национална комисия за борба с трафика на хора", regime: .gdpr,
            users: [
                (.administrator, "Ада Примерова", "Системен администратор"), (.coordinator, "Боян Измислен", "Координатор на НМН"),
                (.validator, "Вяра Мислена", "Главен експерт „Отчитане“"), (.analyst, "Гео Пробен", "Анализатор"),
                (.publisher, "Дара Образцова", "Експерт „Публичност“"), (.auditor, "Евтим Небивал", "Вътрешен одитор"),
                (.dataProtectionOfficer, "Жана Примерна", "Длъжностно лице по защита на данните"),
            ]),
        Place(
            institution: nil, name: "Местна комисия Примерово (измислена)", regime: .gdpr,
            users: [
                (.localSecretary, "Злата Небивала", "Секретар на местната комисия"), (.caseWorker, "Ива Измислена", "Социален работник"),
                (.supervisor, "Коста Примеров", "Ръководител на екип"),
            ]),
        Place(
            institution: nil, name: "Гореща линия „Проба“ (измислена)", regime: .gdpr,
            users: [(.hotlineOperator, "Лора Пробна", "Оператор")]),
        Place(
            institution: nil, name: "Приют „Образец“ (измислен)", regime: .gdpr,
            users: [(.shelterManager, "Мира Образцова", "Управител на приют")]),
        Place(
            institution: "ГДБОП", name: "Главна дирекция „Борба с организираната престъпност“", regime: .lawEnforcement,
            users: [(.identifyingOfficer, "Никола Мислен", "Разследващ полицай")]),
        Place(
            institution: "АСП", name: "Агенция за социално подпомагане", regime: .gdpr,
            users: [(.childProtectionWorker, "Огняна Примерова", "Социален работник, отдел „Закрила на детето“")]),
        Place(
            institution: "ПРБ", name: "Прокуратура на Република България", regime: .lawEnforcement,
            users: [(.clerk, "Пламен Небивал", "Деловодител")]),
        Place(
            institution: "МТСП", name: "Министерство на труда и социалната политика", regime: .gdpr,
            users: [(.reporter, "Рада Пробна", "Държавен експерт")]),
    ]

    /// Makes them all in an installation without users; false where there are some.
    public func make(at now: Instant) async throws -> Bool {
        var made: [(place: Place, users: [(user: User, post: Post, password: String, hash: PasswordHash)])] = []
        let organisations = DemoUsers.places.map { Organisation(id: .new(), institution: $0.institution, name: $0.name, regime: $0.regime) }
        for (place, organisation) in zip(DemoUsers.places, organisations) {
            var users: [(User, Post, String, PasswordHash)] = []
            for (role, name, title) in place.users {
                let password = ShownOnce.code().text
                users.append(
                    (
                        User(id: .new(), login: role.rawValue, name: name),
                        Post(id: .new(), organisation: organisation.id, title: title, roles: [role]), password,
                        try await desk.hash(password)
                    ))
            }
            made.append((place, users))
        }
        let (all, root) = (made, root)
        return try await Ledger.write(database) { connection in
            guard try UserStore.isEmpty(connection), let host = organisations.first else { return (false, []) }
            let (vault, actor) = (Vault(root: root), "command:setup")
            for (organisation, (_, users)) in zip(organisations, all) {
                try OrganisationStore.add(organisation, by: actor, at: now, connection)
                try vault.makeOrganisationKey(organisation.id, at: now, connection)
                try RelationStore.add(HeldRelation(.manager, host.id.text), to: organisation.id.text, since: now, by: actor, connection)
                for (user, post, password, hash) in users {
                    try OrganisationStore.add(post, by: actor, at: now, connection)
                    try UserStore.add(user, isDemo: true, by: actor, at: now, connection)
                    try UserStore.hold(post.id, user.id, by: actor, at: now, connection)
                    try CredentialStore.set(hash, of: user.id, at: now, connection)
                    try CredentialStore.set(OneTimeSecret(), of: user.id, root: root, at: now, connection)
                    try CredentialStore.setDemo(password: password, of: user.id, connection)
                }
            }
            return (true, organisations.map { LedgerEntry(time: now, actor: actor, act: Act.organisationAdd.rawValue, object: $0.id.text) })
        }
    }

    /// Whether the installation is one for trying out.
    public static func areThere(_ database: any Database) async throws -> Bool {
        try await database.read { connection in try !CredentialStore.demoPasswords(connection).isEmpty }
    }

    /// An invented user in her post.
    public struct Player: Sendable {
        /// Her rights.
        public let actor: Actor
        /// As colleagues know her.
        public let name: String
        /// Her organisation's name.
        public let organisation: String
    }

    /// The invented users, each by the only role of her post.
    public static func players(_ connection: any Connection) throws -> [Role: Player] {
        let invented = Set(try CredentialStore.demoPasswords(connection).map(\.user))
        return try OrganisationStore.all(connection).reduce(into: [:]) { players, place in
            let holdings = try UserStore.holdings(in: place.id, connection).filter { invented.contains($0.user) }
            let names = try UserStore.active(holdings.map(\.user), connection)
            for holding in holdings {
                guard let role = holding.post.roles.first, let name = names[holding.user] else { continue }
                let actor = Actor(user: holding.user, organisation: place.id, regime: place.regime, roles: holding.post.roles)
                players[role] = Player(actor: actor, name: name, organisation: place.name)
            }
        }
    }
}

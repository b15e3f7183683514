public import Core
public import Database
import Ledger
import Policy
public import Vault

/// Invented organisers of trainings, campaigns and meetings (демонстрация): one user in each of the bodies that a programme asks something of. They
/// have no password and nobody signs in as them; only what they wrote down is there.
public struct DemoOrganisers: Sendable {
    private let database: any Database
    private let root: SealingKey

    /// Nothing is read yet.
    public init(database: any Database, root: SealingKey) {
        self.database = database
        self.root = root
    }

    private struct Place {
        /// By what a script calls it.
        let key: String
        let institution: String
        let name: String
        var regime = Regime.gdpr
        let user: String

        init(_ key: String, _ name: String, _ user: String, institution: String? = nil, regime: Regime = .gdpr) {
            self.key = key
            self.name = name
            self.user = user
            self.regime = regime
            self.institution = institution ?? key
        }
    }

    /// Names of people that nobody could take for real ones. The local commissions have one code.
    private static let places = [
        Place("МВР", "Министерство на вътрешните работи", "Радостин Измислен", regime: .lawEnforcement),
        Place("ДМ", "Дирекция „Миграция“", "Светла Пробна", regime: .lawEnforcement),
        Place("ГДГП", "Главна дирекция „Гранична полиция“", "Тодор Примеров", regime: .lawEnforcement),
        Place("МВнР", "Министерство на външните работи", "Уляна Мислена"),
        Place("МП", "Министерство на правосъдието", "Филип Небивал"),
        Place("МЗ", "Министерство на здравеопазването", "Христина Образцова"),
        Place("МОН", "Министерство на образованието и науката", "Цвета Примерова"),
        Place("ДАЗД", "Държавна агенция за закрила на детето", "Чавдар Пробен"),
        Place("ДАБ", "Държавна агенция за бежанците", "Шина Измислена"),
        Place("ИА ГИТ", "Изпълнителна агенция „Главна инспекция по труда“", "Щерю Мислен"),
        Place("НИП", "Национален институт на правосъдието", "Юлия Небивала"),
        Place("НСлС", "Национална следствена служба", "Явор Образцов", regime: .lawEnforcement),
        Place("А21", "Фондация „Кампания А21“", "Албена Измислена"),
        Place("Анимус", "Фондация „Асоциация Анимус“", "Биляна Пробна"),
        Place("МОМ", "Международна организация по миграция", "Велин Примеров"),
        Place("ЦИД", "Център за изследване на демокрацията", "Галя Мислена"),
        Place("МКБТХ", "Местна комисия Образцово (измислена)", "Диана Небивала"),
        Place("Пробно", "Местна комисия Пробно (измислена)", "Емил Образцов", institution: "МКБТХ"),
        Place("Мислено", "Местна комисия Мислено (измислена)", "Жени Примерова", institution: "МКБТХ"),
    ]

    /// Of the users who can be signed in as, those who organise, too.
    private static let known: [(key: String, role: Role)] = [
        ("НКБТХ", .publisher), ("ГДБОП", .identifyingOfficer), ("АСП", .childProtectionWorker), ("МТСП", .reporter),
    ]

    /// The organisers by the code of their institution, or by their place; made where they are not there yet.
    public func make(at now: Instant) async throws -> [String: DemoUsers.Player] {
        let root = root
        return try await Ledger.write(database) { connection in
            let (vault, actor) = (Vault(root: root), "command:setup")
            let players = try DemoUsers.players(connection)
            var organisers = DemoOrganisers.known.reduce(into: [String: DemoUsers.Player]()) { $0[$1.key] = players[$1.role] }
            var entries: [LedgerEntry] = []
            let host = try OrganisationStore.all(of: "НКБТХ", connection).first
            for (number, place) in DemoOrganisers.places.enumerated() {
                let login = "organiser-\(number + 1)"
                if let user = try UserStore.find(login: login, connection) {
                    organisers[place.key] = try DemoOrganisers.player(user, connection)
                    continue
                }
                let organisation = Organisation(id: .new(), institution: place.institution, name: place.name, regime: place.regime)
                let user = User(id: .new(), login: login, name: place.user)
                let post = Post(id: .new(), organisation: organisation.id, title: "Експерт", roles: [.reporter])
                try OrganisationStore.add(organisation, by: actor, at: now, connection)
                try vault.makeOrganisationKey(organisation.id, at: now, connection)
                if let host {
                    try RelationStore.add(
                        HeldRelation(.manager, host.id.text), to: organisation.id.text, since: now, by: actor, connection)
                }
                try OrganisationStore.add(post, by: actor, at: now, connection)
                try UserStore.add(user, isDemo: true, by: actor, at: now, connection)
                try UserStore.hold(post.id, user.id, by: actor, at: now, connection)
                organisers[place.key] = try DemoOrganisers.player(user, connection)
                entries.append(LedgerEntry(time: now, actor: actor, act: Act.organisationAdd.rawValue, object: organisation.id.text))
            }
            return (organisers, entries)
        }
    }

    private static func player(_ user: User, _ connection: any Connection) throws -> DemoUsers.Player? {
        guard let holding = try UserStore.holdings(of: user.id, connection).first,
            let place = try OrganisationStore.find(holding.post.organisation, connection)
        else { return nil }
        return DemoUsers.Player(
            actor: Actor(user: user.id, organisation: place.id, regime: place.regime, roles: holding.post.roles), name: user.name,
            organisation: place.name)
    }
}

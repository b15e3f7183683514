import Core
import Database
import Policy
import TestSupport
import Vault

/// Records as organisations have them: sealed names and numbers.
struct People {
    let house: TestHouse

    /// Whose a record is: the organisation that leads it and the colleague whose work it is, if it is anybody's.
    struct Owner: Sendable {
        let lead: OrganisationID
        let worker: UserID?
    }

    private static let given = [
        "Мария", "Иванка", "Елена", "Йорданка", "Пенка", "Радка", "Виолета", "Стефка", "Цветанка", "Даниела", "Габриела", "Незабравка",
        "Росица",
        "Снежана", "Теодора", "Христина", "Юлия", "Яна", "Калина", "Лиляна",
    ]
    private static let stems = [
        "Иван", "Петр", "Димитр", "Георги", "Николо", "Стоян", "Тодор", "Христ", "Ангел", "Михайл", "Кирил", "Борис", "Атанас", "Панайот",
        "Чавдар",
        "Райк", "Минч", "Злат", "Вълк", "Драган",
    ]
    private static let roots = [
        "бел", "гор", "дол", "зор", "лад", "мил", "неб", "рад", "слав", "тих", "ум", "хвал", "цвет", "черн", "ясен",
    ]

    /// Writes them in transactions of 1,000, beside the pages, and gives them in their order.
    ///
    /// - Parameter owners: whose they are, in turns.
    @discardableResult
    func add(_ count: Int, of owners: [Owner]) async throws -> [PersonID] {
        let persons = (0..<count).map { _ in PersonID.new() }
        let (now, vault, index) = (house.clock.now, Vault(root: house.root), BlindIndex(Vault(root: house.root)))
        for start in stride(from: 0, to: count, by: 1000) {
            try await house.database.write { connection in
                for number in start..<min(count, start + 1000) {
                    let (id, owner) = (persons[number], owners[number % owners.count])
                    let lead = owner.lead
                    try connection.execute(
                        """
                        INSERT INTO persons (person_id, reference, age_group, sex, organisation_id, made_at, made_by)
                        VALUES (\(id), \("Л-2025-\(number + 1)"), 'adult', 'female', \(lead), \(now), 'test')
                        """)
                    let subject = SealedSubject(id)
                    try vault.newSubject(subject, for: lead, at: now, connection)
                    let names = People.name(number)
                    let fields = [
                        ("given-name", names[0]), ("middle-name", names[1]), ("family-name", names[2]), ("egn", People.egn(number)),
                    ]
                    let sealed = Dictionary(
                        uniqueKeysWithValues: fields.map { field, text in
                            (SealedField(table: "persons", record: id.text, field: field), Array(text.utf8))
                        })
                    try vault.put(sealed, of: subject, as: lead, at: now, connection)
                    try index.set([People.egn(number)], .personalNumber, of: subject, at: now, connection)
                    var held = [HeldRelation(.lead, lead.text)]
                    if let user = owner.worker { held.append(HeldRelation(.worker, user.text)) }
                    for one in held { try RelationStore.add(one, to: id.text, since: now, by: "test", connection) }
                }
            }
        }
        return persons
    }

    static func name(_ number: Int) -> [String] {
        let (stem, other) = (stems[number / 20 % 20], stems[number / 400 % 20])
        return [given[number % 20], stem + "ова", roots[number / 8000 % 15] + other.lowercased() + roots[number % 15] + "ска"]
    }

    /// An ЕГН of 1950 to 1989.
    static func egn(_ number: Int) -> String {
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
        }
        let nine =
            padded(50 + number % 40, 2) + padded(1 + number / 40 % 12, 2) + padded(1 + number / 480 % 28, 2)
            + padded(number / 13_440 % 1000, 3)
        let sum = zip(nine.utf8, [2, 4, 8, 5, 10, 9, 7, 3, 6]).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
        return nine + String(sum % 11 % 10)
    }
}

import Core
import Foundation
import Policy
import TestSupport
import Testing
import Vault

@testable import Database

/// What the tables tell of somebody whose record can't be opened, as the program fills them: not what a list of names says of it.
@Suite struct IndexSchemaTests {
    /// Whatever is a function of what is sealed is the same for two who have the same values, and differs among those who have others.
    @Test(arguments: Engine.available)
    func `no column tells that two have the same number, telephone, document or address, but for the planned indexes`(engine: Engine)
        async throws
    {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let persons = try await [0, 0, 1, 2, 3, 4, 5, 6].map(IndexSchemaTests.values).asyncMap { values in
                try await worker.made("/persons/new", [("age-group", "adult"), ("sex", "female")] + values.prefix(1))
            }
            for (number, address) in zip([0, 0, 1, 2, 3, 4, 5, 6], persons) {
                _ = try await worker.made(address + "/change", IndexSchemaTests.values(number))
            }
            let line = try await house.signedIn(as: .hotlineOperator, from: "203.0.113.2")
            let signals = try await [0, 0, 1, 2, 3, 4, 5, 6].asyncMap { number in
                let told = [
                    ("note", "Проба \(number)"), ("keep-caller", "1"), ("phone", "088812345\(number)"), ("place", "хотел \(number)"),
                ]
                return try await line.made("/signals/new", FilledHouse.signal().filter { $0.0 != "note" } + told)
            }
            for addresses in [persons, signals] {
                let ids = addresses.map { String($0.split(separator: "/").last ?? "") }
                let telling = try await telling(ids, house.database)
                #expect(telling == (addresses == persons ? ["vault_index_values.value"] : []))
            }
        }
    }

    @Test(arguments: Engine.available)
    func `every index that is written is planned, and the plan holds for all of a record's together`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let worker = try await house.signedIn(as: .caseWorker)
            let person = try await worker.made("/persons/new", FilledHouse.person)
            _ = try await worker.made(person + "/change", IndexSchemaTests.values(1))
            let (rows, adopted) = try await house.database.read { connection in
                (
                    try connection.query("SELECT index_name, value FROM vault_index_values").map {
                        (name: try $0.text("index_name"), value: try $0.integer("value"))
                    },
                    try connection.query("SELECT index_name FROM vault_index_plans").map { try $0.text("index_name") }
                )
            }
            let plan = IndexPlan.standard
            let written = try rows.map { row in
                let field = try #require(plan.all.first { $0.name == row.name }, "\(row.name) is written and not planned")
                #expect((0..<1 << field.bits).contains(row.value), "\(row.name) has more bits than planned")
                return field
            }
            #expect(Set(rows.map(\.name)) == Set(adopted) && Set(adopted) == Set(plan.all.map(\.name)))
            // One row for each value: a value more of a kind counts once more.
            try IndexPlanner.check(population: plan.population, written)
        }
    }

    /// A column that is called so holds something made of another value: it is an index until it stands here with a reason.
    private static let made: Set = [
        // Of secrets that have far more chance in them than anybody can try.
        "activations.hash", "passwords.hash", "recovery_codes.hash", "spent_challenges.hash", "sessions.token_hash",
        // Of a form with its number, which is drawn for it and kept nowhere.
        "sent_forms.digest",
        // Whole hashes under another key: whether a personal number is known (E13). The case work has no statement that reads it.
        "vault_unique_values.digest",
        // Of who was at a training, under a key of one year that the round destroys (docs/decisions/0026).
        "activity_tokens.token",
        // Names of indexes.
        "vault_index_values.index_name", "vault_index_plans.index_name", "vault_unique_values.index_name",
    ]

    @Test(arguments: Engine.available)
    func `columns that are called like an index are known`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let columns = try await house.database.read { connection in
                try connection.query(
                    """
                    SELECT table_name, column_name FROM
                    \(sqlite: "(SELECT m.name AS table_name, p.name AS column_name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table')", postgres: "information_schema.columns WHERE table_schema = current_schema()")
                    """
                ).map { (table: try $0.text("table_name"), column: try $0.text("column_name")) }
            }
            #expect(columns.count > 150)
            let words = ["hash", "digest", "token", "index", "blind", "bucket", "beacon", "phonetic", "fold"]
            let found = columns.filter { column in words.contains { column.column.contains($0) } }.map { "\($0.table).\($0.column)" }
            #expect(Set(found) == IndexSchemaTests.made)
        }
    }

    private static func values(_ number: Int) -> [(String, String)] {
        [
            ("given-name", "Име\(["а", "б", "в", "г", "д", "е", "ж"][number])"), ("egn", egn("90010112\(number)")),
            ("phone", "088812345\(number)"), ("document", "12345678\(number)"), ("email", "m\(number)@example.bg"),
            ("address", "ул. Измислена \(number)"),
        ]
    }

    /// The columns, by table, in which the first two of some objects are alike and the others are not.
    private func telling(_ ids: [String], _ database: any Database) async throws -> Set<String> {
        let tables = try await rows(database)
        var telling: Set<String> = []
        for (table, rows) in tables {
            let own = ids.map { id in rows.filter { row in row.values.contains { $0.contains(id) } } }
            for column in Set(rows.flatMap(\.keys)) {
                let values = zip(ids, own).map { id, rows in Set(rows.compactMap { $0[column]?.replacing(id, with: "ID") }) }
                guard values[0] == values[1], !values[0].isEmpty, Set(values).count > 2 else { continue }
                telling.insert(table + "." + column)
            }
        }
        return telling
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var all: [T] = []
        for element in self { all.append(try await transform(element)) }
        return all
    }
}

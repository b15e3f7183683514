import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Vault

private func facts(
    _ given: String = "", _ surname: String = "", _ birth: Day? = nil, number: PersonalNumber? = nil, citizenship: String = "",
    sex: String = "", phones: [String] = []
) -> LinkageFacts {
    var facts = LinkageFacts()
    (facts.givenName, facts.surname, facts.birth, facts.citizenship, facts.sex) = (given, surname, birth, citizenship, sex)
    facts.numbers = number.map { [$0] } ?? []
    facts.phones = phones
    return facts
}

@Suite struct LinkageTests {
    /// In what two sets of facts agree.
    private func shared(_ left: LinkageFacts, _ right: LinkageFacts) -> Set<LinkageFamily> {
        let root = SealingKey()
        return Set(
            LinkageToken.all(of: left, root: root, version: 1).intersection(LinkageToken.all(of: right, root: root, version: 1)).map(
                \.family))
    }

    @Test func `records of one person agree in spite of how they were written`() throws {
        let egn = try PersonalNumber.egn(typed: "7523169263")
        let cases: [(LinkageFacts, LinkageFacts, Set<LinkageFamily>)] = [
            (facts(number: egn), facts(number: egn), [.number]),
            (
                facts("Мария", "Петрова", Day(1990, 4, 7)), facts("Maria", "Petroff", Day(1990, 4, 7)),
                [.birthAndInitial, .surnameAndYear, .givenNameAndBirth]
            ),
            (facts("Мария", "Петрова", Day(1990, 4, 7)), facts("Mariya", "Иванова", Day(1990, 7, 4)), [.givenNameAndBirth]),
            (facts("Мария", "Петрова-Георгиева", Day(1990, 4, 7)), facts("Яна", "Gueorguieva", Day(1990, 1, 9)), [.surnameAndYear]),
            (
                facts("", "", Day(1990, 4, 7), citizenship: "BG", sex: "f"), facts("", "", Day(1990, 9, 1), citizenship: "BG", sex: "f"),
                [.citizenshipYearAndSex]
            ),
            (facts(phones: ["0888 123456"]), facts(phones: ["+359888123456", "1"]), [.phone]),
            (facts("Мария", "", Day(1990, 1, 1)), facts("Марина", "", Day(1990, 1, 1)), []),
            (facts("Мария", "Петрова"), facts("Мария", "Петрова"), []),
            (facts("", "", Day(1990, 4, 7), citizenship: "BG"), facts("", "", Day(1990, 4, 7), citizenship: "BG"), []),
        ]
        for (left, right, families) in cases { #expect(shared(left, right) == families, "\(left) \(right)") }
        // The same digits of another kind are another number.
        #expect(shared(facts(number: egn), facts(phones: ["7523169263"])) == [])
    }

    @Test(arguments: Engine.available)
    func `matches and pairs are found, and what too many share finds none`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let vault = world.vault
            var made: [SealedSubject] = []
            for _ in 0..<6 { made.append(try await world.subject(database)) }
            let subjects = made
            try await database.write { connection in
                for (number, subject) in subjects.enumerated() {
                    let name = ["Мария", "Maria", "Яна", "Ивана", "Олга", "Рада"][number]
                    let day = [7, 7, 9, 10, 11, 12][number]
                    try vault.setLinkage(
                        facts(
                            name, ["Петрова", "Petrova", "Стоянова", "Кирова", "Лалова", "Димова"][number], Day(1990, 4, day),
                            citizenship: "BG", sex: "f"), of: subject, connection)
                }
                try vault.setLinkage(facts("Мария", "Петрова", Day(1990, 4, 7), citizenship: "BG", sex: "f"), of: subjects[0], connection)
            }
            let matches = try await database.read { connection in
                try vault.linkageMatches(facts("Мария", "Иванова", Day(1990, 7, 4)), connection)
            }
            #expect(matches.map(\.subject) == [subjects[0], subjects[1]])
            #expect(matches.allSatisfy { $0.families == [.givenNameAndBirth] })
            let same = facts("Мария", "Петрова", Day(1990, 4, 7), citizenship: "BG", sex: "f")
            let ranked = try await database.read { try vault.linkageMatches(same, except: subjects[0], $0) }
            #expect(ranked.first?.subject == subjects[1] && ranked.count == 5)
            #expect(zip(ranked, ranked.dropFirst()).allSatisfy { $0.families.count >= $1.families.count })
            let few = try await database.read { try vault.linkagePairs(blockLimit: 5, $0) }
            #expect(few.map { [$0.first, $0.second] } == [[subjects[0], subjects[1]]])
            #expect(few.first?.families == [.birthAndInitial, .surnameAndYear, .givenNameAndBirth, .citizenshipYearAndSex])
            let all = try await database.read { try vault.linkagePairs(blockLimit: 6, $0) }
            #expect(all.count == 15)
            #expect(try await database.read { try vault.outdatedLinkage($0) } == 0)
            try await database.write { connection in
                try connection.execute("UPDATE vault_linkage_tokens SET parameters = 0 WHERE subject = \(subjects[1])")
            }
            #expect(try await database.read { try vault.outdatedLinkage($0) } == 1)
            #expect(try await database.read { try vault.linkagePairs(blockLimit: 4, $0) } == [])
        }
    }

    @Test(arguments: Engine.available)
    func `equal records have unequal rows of one length, each for its person only`(engine: Engine) async throws {
        try await withDatabase(engine, migrations: Vault.migrations) { database in
            let world = try await VaultWorld(database)
            let vault = world.vault
            let (first, second) = (try await world.subject(database), try await world.subject(database))
            let sealed = try await database.write { connection in
                try vault.setLinkage(facts("Мария", "Петрова", Day(1990, 4, 7)), of: first, connection)
                try vault.setLinkage(facts("Мария", "Петрова", Day(1990, 4, 7), phones: ["1", "2"]), of: second, connection)
                return try connection.query("SELECT sealed FROM vault_linkage_tokens").map { try $0.blob("sealed") }
            }
            #expect(Set(sealed).count == 2 && Set(sealed.map(\.count)).count == 1)
            try await database.write { connection in
                try connection.execute(
                    "UPDATE vault_linkage_tokens SET sealed = (SELECT sealed FROM vault_linkage_tokens WHERE subject = \(second)) WHERE subject = \(first)"
                )
            }
            await #expect(throws: VaultError.damaged) { try await database.read { _ = try vault.linkagePairs(blockLimit: 9, $0) } }
        }
    }
}

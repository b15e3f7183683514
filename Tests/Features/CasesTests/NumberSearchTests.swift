import Core
import Database
import Policy
import TestSupport
import Testing
import Vault

@testable import Cases

@Suite struct NumberSearchTests {
    @Test(arguments: Engine.available)
    func `a record is found by any number or address it holds, however that is typed, by those who may see it`(engine: Engine) async throws
    {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .hotlineOperator])
            let (worker, stranger) = (desks[.caseWorker]!, desks[.hotlineOperator]!)
            let person = try await office.record(
                lead: try office.organisation(.caseWorker), [HeldRelation(.worker, try office.user(.caseWorker).text)],
                values: [
                    .egn: "7523169263", .phone: "0888 123 456", .document: "АВ 123456", .email: "Nikoya@Primer.example",
                ])
            _ = try await office.record(
                lead: try office.organisation(.caseWorker), [HeldRelation(.worker, try office.user(.caseWorker).text)],
                values: [.phone: "0888 123 457", .document: "АВ 123457"])
            let typed = [
                "7523169263", "75 2316 9263", "0888123456", "+359 888 123 456", "00359888123456", "ab123456", "nikoya@primer.example",
            ]
            for number in typed {
                let found = try await worker.post("/persons/search", ["number": number])
                #expect(found.links.filter { $0 == "/persons/" + person.id.text }.count == 1, "\(number)")
                #expect(found.links.filter { $0.hasPrefix("/persons/0") }.count == 1, "\(number)")
                #expect(try await !stranger.post("/persons/search", ["number": number]).links.contains("/persons/" + person.id.text))
            }
            for number in ["7523169264", "0888123458", "ab123458", "nikoya@primer.exampl", "-"] {
                let found = try await worker.post("/persons/search", ["number": number])
                #expect(!found.links.contains { $0.hasPrefix("/persons/0") }, "\(number)")
            }
        }
    }

    @Test func `what can be meant by a number is told by its form`() {
        let cases: [(String, [IndexName])] = [
            ("7523169263", [.personalNumber]), ("0888123456", [.personalNumber, .phone]), ("+359888123456", [.phone]),
            ("089812345", [.phone]), ("640000000", [.documentNumber]), ("AB 123456", [.documentNumber]), ("a@b", [.eMail]), ("-", []),
        ]
        for (text, indexes) in cases { #expect(IndexName.possible(text) == indexes, "\(text)") }
    }
}

import Core
import Database
import Policy
import TestSupport
import Testing
import Vault
import Web

/// How a user and her organisation stand to a signal.
private enum Standing: String, CaseIterable {
    case nobody
    case lead
    case passed = "passed to her organisation"
    case barred = "lead, barred"
    case taken = "passed, and taken back"
    case absent
}

private let asked = parts.map { part, act, form, allowed in
    AccessMatrix.Asked("/signals/" + AccessMatrix.object + part, act, form: form, allowed: allowed)
}

private let parts: [(String, Act, [(String, String)]?, Int)] = [
    ("", .signalOpen, nil, 200),
    ("/unmask", .signalUnmask, [], 200),
    ("/change", .signalChange, nil, 200),
    ("/change", .signalChange, [("id", AccessMatrix.object)], 422),
    ("/change", .signalChange, TestBrowser.urgent([("id", AccessMatrix.object), ("count-women", "2")]), 303),
    ("/decide", .signalDecide, [], 422),
    ("/decide", .signalDecide, [("outcome", "at-risk")], 303),
    ("/pass", .signalPass, [("organisation", "none")], 422),
]

@Suite struct MatrixTests {
    @Test func `the routes of signals are those that are asked for here`() async throws {
        try await withHouse(.sqlite) { house in
            let asked = Set(asked.map { $0.path.replacing(AccessMatrix.object, with: ":signal") })
            let others: Set = ["/signals", "/signals/file", "/signals/new"]
            #expect(Set(house.site.routes.map(\.pattern).filter { $0.hasPrefix("/signals") }) == asked.union(others))
        }
    }

    @Test(arguments: Engine.available)
    func `every route of a signal answers every role and standing as the policy decides`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let some: [Role] = [.coordinator, .hotlineOperator, .identifyingOfficer, .dataProtectionOfficer, .analyst]
            let roles = engine == .sqlite ? Role.allCases : some
            let line = try await house.organisation(of: .hotlineOperator)
            let outside = try await outside(house)
            let operatorDesk = try await house.signedIn(as: .hotlineOperator, from: "203.0.113.1")
            let matrix = AccessMatrix(house, seenBy: [.signalList], asked)
            let report = try await matrix.report(roles, Standing.self) { standing, actor in
                guard standing != .absent else { return .absent() }
                try await house.prove()
                let address = try await operatorDesk.signal([("id", SignalID.new().text), ("note", "Проба"), ("anyway", "1")])
                let id = String(address.dropFirst("/signals/".count))
                try await place(SignalID(id), standing, actor, line: line, outside: outside, house)
                return .init(id)
            }
            // Eight answers with a fresh code, of which one is asked for without it, too.
            #expect(report.asked == roles.count * 6 * (8 + 1))
            #expect(report.wrong.isEmpty, "\(report.wrong.count) of \(report.asked): \(report.wrong.prefix(20).joined(separator: "\n"))")
        }
    }

    /// An organisation that none of the users belongs to.
    private func outside(_ house: TestHouse) async throws -> OrganisationID {
        let (id, now, vault) = (OrganisationID.new(), house.clock.now, Vault(root: house.root))
        try await house.database.write { connection in try vault.makeOrganisationKey(id, at: now, connection) }
        return id
    }

    /// Gives a signal of the hotline to those who have it in this standing.
    private func place(
        _ id: SignalID?, _ standing: Standing, _ actor: Actor, line: OrganisationID, outside: OrganisationID, _ house: TestHouse
    ) async throws {
        let signal = try #require(id)
        let (now, vault) = (house.clock.now, Vault(root: house.root))
        let lead = [.lead, .barred].contains(standing) ? actor.organisation : outside
        let receiving = [.passed, .taken].contains(standing) ? actor.organisation : nil
        try await house.database.write { connection in
            try RelationStore.end(HeldRelation(.lead, line.text), to: signal.text, at: now, by: "test", connection)
            for organisation in Set([lead, receiving].compactMap(\.self)) where organisation != line {
                try vault.grant(SealedSubject(signal), from: line, to: organisation, at: now, connection)
            }
            let held =
                [HeldRelation(.lead, lead.text)] + (standing == .barred ? [HeldRelation(.barred, actor.user.text)] : [])
                + (receiving.map { [HeldRelation(.receiving, $0.text)] } ?? [])
            for one in held { try RelationStore.add(one, to: signal.text, since: now, by: "test", connection) }
            if standing == .taken, let receiving {
                try RelationStore.end(HeldRelation(.receiving, receiving.text), to: signal.text, at: now, by: "test", connection)
            }
        }
    }
}

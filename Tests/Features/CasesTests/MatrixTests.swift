import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Cases

/// How a user and her organisation stand to a record.
private enum Standing: String, CaseIterable {
    case nobody
    case leadWorker = "lead, worker"
    case lead
    case receivingWorker = "receiving, worker"
    case receiving
    case referred
    case barred = "lead, worker, barred"
    case glass
    case glassExpired = "glass, expired"
    case formerWorker = "worker of an organisation whose access ended"
    case erased
    case absent

    var relations: [Relation] {
        switch self {
        case .nobody, .erased, .absent: []
        case .leadWorker: [.lead, .worker]
        case .lead: [.lead]
        case .receivingWorker: [.receiving, .worker]
        case .receiving: [.receiving]
        case .referred: [.referred]
        case .barred: [.lead, .worker, .barred]
        case .glass: [.glass, .unreviewedGlass]
        case .glassExpired: [.unreviewedGlass]
        case .formerWorker: [.worker]
        }
    }

    var isThere: Bool { self != .erased && self != .absent }
}

/// A route of a record, what is sent to it, and what it answers where the policy allows the act.
private struct Asked {
    let part: String
    let act: Act
    var form: [(String, String)]?
    let allowed: Int

    /// Where a code given long ago is not enough.
    static let freshFactor: Set<Act> = [.personUnmask, .personExport, .personGrant, .personRevoke, .personErase]

    static let all = [
        Asked(part: "", act: .personOpen, allowed: 200),
        Asked(part: "/supervise", act: .personLooks, allowed: 200),
        Asked(part: "/unmask", act: .personUnmask, form: [("group", "identity")], allowed: 200),
        Asked(part: "/unmask", act: .personUnmask, form: [], allowed: 422),
        Asked(part: "/export", act: .personExport, form: [], allowed: 200),
        Asked(part: "/change", act: .personChange, allowed: 200),
        Asked(part: "/change", act: .personChange, form: [], allowed: 422),
        Asked(part: "/change", act: .personChange, form: [("given-name", "Друга")], allowed: 303),
        // Nobody's signal: told only to who may change the record.
        Asked(part: "/signal", act: .personChange, form: [("signal", SignalID.new().text)], allowed: 404),
        Asked(part: "/grant", act: .personGrant, form: [("organisation", "none")], allowed: 400),
        Asked(part: "/revoke", act: .personRevoke, form: [("organisation", "none")], allowed: 400),
        Asked(part: "/referrals", act: .consentOpen, allowed: 200),
        Asked(part: "/referrals/new", act: .referralSend, allowed: 200),
        Asked(part: "/referrals/new", act: .referralSend, form: [("step", "what")], allowed: 422),
        Asked(part: "/consents/new", act: .consentGive, allowed: 200),
        Asked(part: "/consents/new", act: .consentGive, form: [], allowed: 400),
        Asked(part: "/assign", act: .personAssign, form: [("user", "none")], allowed: 400),
        Asked(part: "/bar", act: .personBar, form: [("user", "none")], allowed: 400),
        Asked(part: "/erase", act: .personErase, form: [("decision", "без число")], allowed: 422),
        Asked(
            part: "/review", act: .glassReview, form: [("opening", Identifier<EmergencyRecord>.new().text), ("verdict", "justified")],
            allowed: 404),
    ]
}

@Suite struct MatrixTests {
    @Test func `the routes of this room are those that are asked for here`() async throws {
        try await withHouse(.sqlite) { house in
            let asked = Set(Asked.all.map { "/persons/:person" + $0.part })
            let others: Set = [
                "/persons", "/persons/search", "/persons/new", "/persons/emergency", "/persons/emergencies",
                // Asked for in the tests of referrals.
                "/persons/:person/consents/:consent", "/persons/:person/consents/:consent/withdraw",
                "/persons/:person/consents/:consent/print",
            ]
            #expect(Set(house.site.routes.map(\.pattern).filter { $0.hasPrefix("/persons") }) == asked.union(others))
        }
    }

    @Test(arguments: Engine.available)
    func `every route answers every role and standing as the policy decides`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            // The rules are the same on both engines, and so are most roles: on the second one those that differ are asked.
            let some: [Role] = [.coordinator, .caseWorker, .hotlineOperator, .identifyingOfficer, .dataProtectionOfficer, .analyst]
            let roles = engine == .sqlite ? Role.allCases : some
            let desks = try await office.desks(roles)
            let outside = try await office.outside()
            var (asked, mismatches) = (0, [String]())
            for role in roles {
                try await office.prove()
                let desk = try #require(desks[role])
                let actor = try office.actor(role)
                let absent = PersonID.new().text
                var ofNobody: [String: TestAnswer] = [:]
                for standing in Standing.allCases {
                    let person = standing == .absent ? PersonID(absent) : try await record(standing, actor, outside, office)
                    let id = try #require(person)
                    for isFresh in [true, false] {
                        try await office.prove(isFresh)
                        for one in Asked.all where isFresh || Asked.freshFactor.contains(one.act) {
                            let facts = try await office.facts(id)
                            let answer = try await ask(desk, id.text, one)
                            let expected = expectation(actor, one, facts, standing, isFresh, office.house.clock.now)
                            asked += 1
                            if answer.status != expected {
                                mismatches.append(
                                    "\(role) / \(standing.rawValue) / \(one.part) fresh \(isFresh): \(answer.status), not \(expected)")
                            }
                            guard expected == 404 && one.act != .glassReview else { continue }
                            let key = one.part + " \(one.form?.count ?? -1) \(isFresh)"
                            if ofNobody[key] == nil { ofNobody[key] = try await ask(desk, absent, one) }
                            guard let none = ofNobody[key], isSame(answer, id.text, none, absent) else {
                                mismatches.append("\(role) / \(standing.rawValue) / \(one.part): told apart")
                                continue
                            }
                        }
                    }
                }
            }
            #expect(asked == roles.count * 12 * (20 + 6))
            #expect(mismatches.isEmpty, "\(mismatches.count) of \(asked): \(mismatches.prefix(20).joined(separator: "\n"))")
        }
    }

    private func record(_ standing: Standing, _ actor: Actor, _ outside: OrganisationID, _ office: Office) async throws -> PersonID {
        let isLead = standing.relations.contains(.lead)
        let own = standing.relations.filter { $0 != .lead }.map { relation in
            HeldRelation(relation, [.receiving, .referred].contains(relation) ? actor.organisation.text : actor.user.text)
        }
        let person = try await office.record(
            lead: isLead ? actor.organisation : outside, own,
            sealedTo: standing.relations.contains(.receiving) ? [actor.organisation] : [])
        if standing == .erased {
            let now = office.house.clock.now
            try await office.house.database.write { connection in
                try PersonStore.erase(person.id, by: actor.user, at: now, connection)
                try RelationStore.end(HeldRelation(.lead, outside.text), to: person.id.text, at: now, by: "test", connection)
            }
        }
        return person.id
    }

    private func ask(_ desk: TestBrowser, _ id: String, _ one: Asked) async throws -> TestAnswer {
        guard let form = one.form else { return try await desk.get("/persons/" + id + one.part) }
        return try await desk.post("/persons/" + id + one.part, form)
    }

    /// What must be answered, worked out from the policy alone: hidden is as absent, visible and refused is forbidden.
    private func expectation(
        _ actor: Actor, _ one: Asked, _ facts: ObjectFacts, _ standing: Standing, _ isFresh: Bool, _ now: Instant
    ) -> Int {
        let best = Context(now: now, hasFreshFactor: true, purpose: Policy.purposes(of: actor).first)
        guard Policy.decide(actor, one.act, on: nil, in: best).isAllowed else { return 403 }
        guard standing.isThere else { return 404 }
        if Policy.decide(actor, one.act, on: facts, in: best).isAllowed {
            var plain = best
            plain.hasFreshFactor = isFresh
            return Policy.decide(actor, one.act, on: facts, in: plain).needsFreshFactor ? 422 : one.allowed
        }
        let isVisible = [Act.personList, .personLooks].contains { Policy.decide(actor, $0, on: facts, in: best).isAllowed }
        return isVisible ? 403 : 404
    }

    /// Alike but for the identifiers of record and request.
    private func isSame(_ one: TestAnswer, _ id: String, _ other: TestAnswer, _ otherID: String) -> Bool {
        func plain(_ answer: TestAnswer, _ id: String) -> [String] {
            let headers = answer.headers.filter { $0.name.lowercased() != "x-request-id" }.map { "\($0.name): \($0.value)" }.sorted()
            return ["\(answer.status)", answer.bodyWithoutTokens.replacing(id, with: "ID")] + headers
        }
        return plain(one, id) == plain(other, otherID) && one.body.utf8.count == other.body.utf8.count
    }

    @Test(arguments: Engine.available)
    func `pages without a record answer those who may ever do what they are for`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let pages: [(path: String, act: Act?, form: [(String, String)]?, allowed: Int)] = [
                ("/persons", .personList, nil, 200), ("/persons?mine=1", .personList, nil, 200),
                ("/persons?before=x", .personList, nil, 200),
                ("/persons/search", .personUnmask, nil, 200), ("/persons/search", .personUnmask, [], 422),
                ("/persons/search", .personUnmask, [("name", "Никоя")], 200), ("/persons/new", .personAdd, nil, 303),
                ("/persons/new", .personAdd, [], 422), ("/persons/emergency", .personBreakGlass, nil, 200),
                ("/persons/emergency", .personBreakGlass, [], 422), ("/persons/emergencies", nil, nil, 200),
            ]
            for (role, desk) in try await office.desks(Role.allCases) {
                let actor = try office.actor(role)
                for page in pages {
                    let path = page.path
                    let answer = if let form = page.form { try await desk.post(path, form) } else { try await desk.get(path) }
                    let isAllowed = page.act.map { Policy.mayEver(actor, $0) } ?? true
                    #expect(answer.status == (isAllowed ? page.allowed : 403), "\(role) \(page.path)")
                }
            }
            let nobody = office.house.browser()
            #expect(try await nobody.get("/persons").location == "/sign-in?next=%2Fpersons")
        }
    }
}

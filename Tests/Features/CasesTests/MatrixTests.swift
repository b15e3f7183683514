import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Cases

/// How a user and her organisation stand to a record.
enum Standing: String, CaseIterable {
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

/// The routes of a record: the rest of the address, the act, what is sent, and what is answered where the policy allows it.
private let asked = parts.map { part, act, form, allowed in
    AccessMatrix.Asked(
        "/persons/" + AccessMatrix.object + part, act, form: form, allowed: allowed, isCompared: act != .glassReview,
        // A referral is written without a code, and sent with one.
        asksCode: act != .referralSend)
}

private let parts: [(String, Act, [(String, String)]?, Int)] = [
    ("", .personOpen, nil, 200),
    ("/supervise", .personLooks, nil, 200),
    ("/unmask", .personUnmask, [("group", "identity")], 200),
    ("/unmask", .personUnmask, [], 422),
    ("/export", .personExport, [], 200),
    ("/change", .personChange, nil, 200),
    ("/change", .personChange, [], 422),
    ("/change", .personChange, [("given-name", "Друга")], 303),
    // Nobody's signal: told only to who may change the record.
    ("/signal", .personChange, [("signal", SignalID.new().text)], 404),
    ("/case", .personChange, [("role", "none")], 400),
    ("/facts", .personChange, nil, 200),
    ("/facts", .personChange, [], 422),
    ("/contact", .personChange, nil, 200),
    ("/contact", .personChange, [], 422),
    ("/revoke", .personRevoke, [("organisation", "none")], 400),
    ("/referrals", .consentOpen, nil, 200),
    ("/referrals/new", .referralSend, nil, 200),
    ("/referrals/new", .referralSend, [("step", "what")], 422),
    ("/consents/new", .consentGive, nil, 200),
    ("/consents/new", .consentGive, [], 400),
    ("/assign", .personAssign, [("user", "none")], 400),
    ("/bar", .personBar, [("user", "none")], 400),
    ("/erase", .personErase, [("decision", "без число")], 422),
    ("/review", .glassReview, [("opening", Identifier<EmergencyRecord>.new().text), ("verdict", "justified")], 404),
]

/// The routes of a person in a case, which the policy decides on her record. Who closes is who could give a consent for her: the team that leads.
private let askedOfCases = caseParts.map { part, act, form, allowed in
    AccessMatrix.Asked(
        "/cases/FILE" + part.replacing("PERSON", with: AccessMatrix.object), act, form: form, allowed: allowed, isCompared: false)
}

private let caseParts: [(String, Act, [(String, String)]?, Int)] = [
    ("", .personOpen, nil, 200),
    ("/close", .consentGive, nil, 200),
    ("/close", .consentGive, [], 422),
    ("/PERSON/event", .personChange, [], 422),
    ("/PERSON/step", .personChange, [], 422),
    ("/PERSON/done", .personChange, [("step", Identifier<NextStep>.new().text)], 400),
    // The only one of a case does not leave it.
    ("/PERSON/leave", .personChange, nil, 200),
    ("/PERSON/leave", .personChange, [], 422),
    ("/PERSON/give", .personChange, [("step", Identifier<NextStep>.new().text)], 422),
    ("/PERSON/identification", .personOpen, nil, 200),
    ("/PERSON/identification", .personChange, [], 422),
    ("/PERSON/trafficking", .personOpen, nil, 200),
    ("/PERSON/trafficking", .personChange, [], 422),
    ("/PERSON/assessment", .personOpen, nil, 200),
    ("/PERSON/assessment", .personChange, [], 422),
    ("/PERSON/assessment/show", .personUnmask, [], 200),
    ("/PERSON/plan", .personOpen, nil, 200),
    ("/PERSON/plan", .personChange, [], 422),
    ("/PERSON/plan/show", .personUnmask, [], 200),
    // There is no plan to be printed.
    ("/PERSON/plan/print", .personUnmask, [], 404),
    ("/PERSON/notes", .personOpen, nil, 200),
    ("/PERSON/notes", .personChange, [], 422),
    ("/PERSON/notes/show", .personUnmask, [], 200),
    ("/PERSON/files", .personOpen, nil, 200),
    // No such file.
    ("/PERSON/files/none", .personUnmask, [], 404),
    ("/PERSON/files/none/withdraw", .personChange, [], 404),
]

@Suite struct MatrixTests {
    @Test func `the routes of cases are those that are asked for here`() async throws {
        try await withHouse(.sqlite) { house in
            let asked = Set(caseParts.map { "/cases/:case" + $0.0.replacing("PERSON", with: ":person").replacing("none", with: ":file") })
            let others: Set = ["/cases", "/cases/plan/blank"]
            #expect(Set(house.site.routes.map(\.pattern).filter { $0.hasPrefix("/cases") }) == asked.union(others))
        }
    }

    @Test(arguments: Engine.available)
    func `every route of a case answers every role and standing as the policy decides on its person`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let some: [Role] = [.caseWorker, .shelterManager, .identifyingOfficer, .dataProtectionOfficer]
            let roles = engine == .sqlite ? Role.allCases : some
            let outside = try await office.outside()
            let matrix = AccessMatrix(office.house, seenBy: [.personOpen], askedOfCases)
            let report = try await matrix.report(roles, Standing.self) { standing, actor in
                let absent = ["FILE": CaseID.new().text]
                guard standing.isThere else { return .init(PersonID.new().text, isThere: false, words: absent) }
                let person = try await record(standing, actor, outside, office)
                let file = try await office.file(person, for: outside)
                return .init(person.id.text, words: ["FILE": file.text])
            }
            #expect(report.asked == roles.count * 12 * (26 + 5))
            #expect(report.wrong.isEmpty, "\(report.wrong.count) of \(report.asked): \(report.wrong.prefix(20).joined(separator: "\n"))")
        }
    }

    @Test func `the routes of this room are those that are asked for here`() async throws {
        try await withHouse(.sqlite) { house in
            let asked = Set(asked.map { $0.path.replacing(AccessMatrix.object, with: ":person") })
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
            let outside = try await office.outside()
            let matrix = AccessMatrix(office.house, seenBy: [.personList, .personLooks], asked)
            let report = try await matrix.report(roles, Standing.self) { standing, actor in
                guard standing != .absent else { return .absent() }
                return .init(try await record(standing, actor, outside, office).id.text, isThere: standing.isThere)
            }
            #expect(report.asked == roles.count * 12 * (24 + 5))
            #expect(report.wrong.isEmpty, "\(report.wrong.count) of \(report.asked): \(report.wrong.prefix(20).joined(separator: "\n"))")
        }
    }

    private func record(_ standing: Standing, _ actor: Actor, _ outside: OrganisationID, _ office: Office) async throws -> Person {
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
                try PersonStore.erase(person.id, by: actor.user.text, at: now, connection)
                try RelationStore.end(HeldRelation(.lead, outside.text), to: person.id.text, at: now, by: "test", connection)
            }
        }
        return person
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

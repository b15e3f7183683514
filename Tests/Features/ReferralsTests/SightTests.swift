import Core
import Policy
import TestSupport
import Testing
import Web

@testable import Referrals

/// What each organisation sees at each moment of a referral, as a table.
@Suite struct SightTests {
    /// What can be seen of her, and by what it is known on a page.
    private enum Part: String, CaseIterable {
        case letter, meeting, offered, name, street, district, shelter, record, obligation

        var text: String {
            switch self {
            case .letter: Scene.letter
            case .meeting: Scene.meeting
            // That there is something to be unmasked, or will be.
            case .offered: "Самоличност"
            case .name: Scene.name
            case .street: Scene.street
            case .district: "<dd>Благоевград</dd>"
            case .shelter: Scene.shelterStreet
            case .record, .obligation: ""
            }
        }
    }

    private static let roles: [Role] = [
        .caseWorker, .supervisor, .shelterManager, .hotlineOperator, .childProtectionWorker, .identifyingOfficer, .coordinator,
        .administrator, .dataProtectionOfficer,
    ]

    /// Who sees what, by moment; whoever is not named sees nothing at all.
    private static let table: [String: [Role: Set<Part>]] = [
        "consent": [.caseWorker: [.record], .supervisor: [.record]],
        "sent": [
            .caseWorker: [.letter, .offered, .record], .supervisor: [.letter, .offered, .record], .shelterManager: [.letter, .offered],
        ],
        "asked": [
            .caseWorker: [.letter, .offered, .record], .supervisor: [.letter, .offered, .record], .shelterManager: [.letter, .offered],
        ],
        "accepted": [
            .caseWorker: [.letter, .offered, .meeting, .record], .supervisor: [.letter, .offered, .meeting, .record],
            .shelterManager: [.letter, .offered, .meeting, .name, .record],
        ],
        "housed": [
            .caseWorker: [.letter, .offered, .meeting, .record, .district], .supervisor: [.letter, .offered, .meeting, .record, .district],
            .shelterManager: [.letter, .offered, .meeting, .name, .record, .district, .shelter],
        ],
        "withdrawn": [
            .caseWorker: [.letter, .offered, .meeting, .record], .supervisor: [.letter, .offered, .meeting, .record],
            .shelterManager: [.obligation],
        ],
    ]

    @Test(arguments: Engine.available)
    func `each organisation sees exactly its part at each moment`(engine: Engine) async throws {
        try await withScene(engine, SightTests.roles) { scene in
            let person = try await scene.person()
            let consent = try await scene.consent(person)
            // An address that is not there yet, as nobody knows it.
            try await expect("consent", scene, person, "/referrals/" + ReferralID.new().text)
            let referral = try await scene.send(person, try scene.answers(ground: Scene.resting(on: consent)))
            try await expect("sent", scene, person, referral)
            #expect(try await scene.shelter.post(referral + "/answer", ["answer": "ask", "text": "Има ли деца?"]).status == 303)
            try await expect("asked", scene, person, referral)
            #expect(try await scene.worker.post(referral + "/reply", ["text": "Няма"]).status == 303)
            try await expect("sent", scene, person, referral)
            #expect(try await scene.shelter.post(referral + "/answer", ["answer": "accept"]).status == 303)
            try await expect("accepted", scene, person, referral)
            let house = ["district": "BG-01", "address": Scene.shelterStreet] as KeyValuePairs
            #expect(try await scene.shelter.post(referral + "/accommodation", house).status == 303)
            try await expect("housed", scene, person, referral)
            #expect(try await scene.worker.post(consent + "/withdraw", ["way": "told"]).status == 303)
            try await expect("withdrawn", scene, person, referral)
        }
    }

    private func expect(_ moment: String, _ scene: Scene, _ person: String, _ referral: String) async throws {
        try await scene.prove()
        let table = try #require(SightTests.table[moment])
        let obligation = try await scene.obligation()
        for role in SightTests.roles {
            let desk = try scene.desk(role)
            let answers = [
                try await desk.get(referral), try await desk.post(referral + "/unmask"), try await desk.get(person),
                try await desk.get(obligation), try await desk.get("/referrals"), try await desk.get("/referrals?side=sent&all=1"),
                try await desk.get("/today"), try await desk.get("/persons"),
            ]
            var seen = Set(Part.allCases.filter { part in !part.text.isEmpty && answers[..<2].contains { $0.body.contains(part.text) } })
            if answers[2].status == 200 { seen.insert(.record) }
            if answers[3].status == 200 { seen.insert(.obligation) }
            #expect(seen == table[role] ?? [], "\(moment) / \(role): \(seen.map(\.rawValue).sorted())")
            let parts: [Part] = [.letter, .meeting, .name, .street, .shelter]
            for answer in answers[2...] {
                for part in parts { #expect(!answer.body.contains(part.text), "\(moment) / \(role): \(part) on \(answer.path)") }
            }
            let mayKnow = !(table[role] ?? []).intersection([.letter, .obligation]).isEmpty
            #expect(mayKnow == answers[4...].contains { $0.body.contains("Н-2026-000001") }, "\(moment) / \(role): its number")
        }
    }

    @Test(arguments: Engine.available)
    func `the preview is what the receiver sees, for whatever is shared and whoever it is`(engine: Engine) async throws {
        let receivers: [Role] = [.shelterManager, .identifyingOfficer, .childProtectionWorker]
        try await withScene(engine, [.caseWorker] + receivers) { scene in
            let person = try await scene.person()
            var generator = SeededGenerator(11)
            for round in 0..<(engine == .sqlite ? 18 : 6) {
                var shared = SharedData(
                    groups: Set(SharedData.offered.filter { _ in Bool.random(using: &generator) }),
                    facts: Set(["age-group", "sex"].filter { _ in Bool.random(using: &generator) }))
                if shared.isEmpty { shared.facts = ["sex"] }
                let isDanger = round % 2 == 1
                let role = receivers[round % 3]
                let receiver = try scene.desk(role)
                let purpose = ReferralPurpose.allCases.randomElement(using: &generator) ?? .legal
                let consent = try await scene.consent(
                    person, to: [role], shared, purpose: purpose, Bool.random(using: &generator) ? [("expires", "1.6.2027")] : [])
                let answers = try scene.answers(
                    to: role, shared, purpose: purpose,
                    ground: isDanger ? [("ground", "danger"), ("danger", "threat")] : Scene.resting(on: consent),
                    letter: Bool.random(using: &generator) ? "Ред <първи>\n„втори“ & трети" : "",
                    meeting: Bool.random(using: &generator) ? Scene.meeting : "")
                try await scene.prove()
                let preview = disclosures(try await scene.worker.post(person + "/referrals/new", answers + [("step", "ground")]).body)
                let valued = disclosures(try await scene.worker.post(person + "/referrals/new", answers + [("values", "1")]).body)
                try #require(preview.count == 2 && valued.count == 2)
                let referral = try await scene.send(person, answers)
                let (before, after): (Comment, Comment) = ("before, round \(round), \(role)", "after, round \(round), \(role)")
                #expect(disclosures(try await receiver.get(referral).body) == [preview[0]], before)
                #expect(disclosures(try await scene.worker.get(referral).body) == [preview[0]], "the sender sees the same")
                if isDanger { #expect(disclosures(try await receiver.post(referral + "/unmask").body) == [valued[0]], before) }
                #expect(try await receiver.post(referral + "/answer", ["answer": "accept"]).status == 303)
                #expect(disclosures(try await receiver.get(referral).body) == [preview[1]], after)
                #expect(disclosures(try await scene.worker.get(referral).body) == [preview[1]], "the sender sees the same")
                #expect(disclosures(try await receiver.post(referral + "/unmask").body) == [valued[1]], after)
                #expect(valued[1].contains(Scene.name) == shared.groups.contains(.identity))
                let isPolice = role == .identifyingOfficer
                #expect(preview[1].contains(">Здраве") == (shared.groups.contains(.health) && !isPolice), after)
                #expect(
                    preview[1].contains(">Консултиране") == (shared.groups.contains(.counselling) && role == .childProtectionWorker), after)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `who only helps does not learn who else does, nor where she sleeps`(engine: Engine) async throws {
        try await withScene(engine, [.caseWorker, .shelterManager, .hotlineOperator]) { scene in
            let shared = SharedData(groups: [.identity, .narrative], facts: [])
            let (person, _, referral) = try await scene.sent(shared)
            let file = try await scene.worker.made(person + "/case", [("role", "victim"), ("case", "")])
            let consent = try await scene.consent(person, to: [.hotlineOperator], shared, purpose: .psychological)
            let other = try await scene.send(
                person, try scene.answers(to: .hotlineOperator, shared, purpose: .psychological, ground: Scene.resting(on: consent)))
            let line = try scene.desk(.hotlineOperator)
            for (desk, path) in [(try scene.shelter, referral), (line, other)] {
                #expect(try await desk.post(path + "/answer", ["answer": "accept"]).status == 303)
            }
            let house = ["district": "BG-01", "address": Scene.shelterStreet] as KeyValuePairs
            #expect(try await scene.shelter.post(referral + "/accommodation", house).status == 303)
            let id = String(person.dropFirst("/persons/".count))
            let note = [("kind", "work"), ("audience", "all"), ("text", "Бележка за всички")]
            #expect(try await scene.shelter.post(file + "/" + id + "/notes", note).status == 303)
            let pages = [person, person + "/supervise", file, file + "/" + id + "/notes", other]
            for page in pages {
                let seen = try await line.get(page)
                #expect(seen.status == 200, "\(page)")
                for word in ["Приют „Образец“", "Мира Образцова"] { #expect(!seen.body.contains(word), "\(word) on \(page)") }
            }
            #expect(try await line.get(person).body.contains("Настанено в област Благоевград"))
            for page in [person, person + "/supervise", file + "/" + id + "/notes"] {
                #expect(try await scene.worker.get(page).body.contains("Приют „Образец“"), "who leads knows: \(page)")
            }
        }
    }
}

import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Referrals

/// What a receiver reads in a case: what was shared with her organisation, what it wrote itself, and what everybody near her must know.
@Suite struct CaseScopeTests {
    /// Words of the case that tell the story, by the page on which they stand; the empty part is the page of the case.
    private static let told = [
        "": ["Принудителен труд", "1 отворена цел", "<b>Правна помощ</b>", "</time>Реши да съдейства", "Записани са факти"],
        "/trafficking": ["Принудителен труд"], "/assessment": ["<li>Искат ли от нея пари", ": Страхува се"],
        "/plan": ["<th scope=\"row\">Документи</th>"],
    ]

    @Test(arguments: Engine.available)
    func `a receiver reads of a case what was shared with it, and what it wrote itself`(engine: Engine) async throws {
        for groups in [[.identity, .contact], [.identity, .narrative], nil] as [Set<FieldGroup>?] {
            try await withScene(engine, [.caseWorker, .shelterManager, .supervisor]) { scene in
                let (worker, shelter) = (try scene.worker, try scene.shelter)
                let person = try await scene.person()
                let opened = try await worker.post(person + "/case", ["role": "victim", "case": ""])
                let file = try #require(opened.location?.split(separator: "?").first.map(String.init))
                let part = file + "/" + person.dropFirst("/persons/".count)
                func write(_ desk: TestBrowser, _ name: String, _ fields: KeyValuePairs<String, String>, _ status: Int = 303) async throws {
                    #expect(try await desk.post(part + name, fields).status == status, "\(name)")
                }
                try await write(worker, "/identification", ["level": "informal", "on-day": "10.4.2026", "ground": "indicators"])
                try await write(worker, "/trafficking", ["principal": "labour"])
                try await write(
                    worker, "/assessment",
                    [
                        "risk-urgent-medical": "no", "risk-threat-now": "no", "risk-debt": "yes", "level": "high", "own-view": "afraid",
                        "manner": "conversation",
                    ])
                try await write(
                    worker, "/plan",
                    [
                        "goal-1-area": "documents", "goal-1-text": "Лична карта", "goal-1-who": "us", "goal-1-by": "15.4.2026",
                        "agreement": "open",
                    ]
                )
                try await write(worker, "/event", ["event": "cooperation-agreed", "on-day": "14.4.2026"])
                let user = try #require(scene.users[.caseWorker])
                try await write(worker, "/step", ["step": "lawyer", "due": "16.4.2026", "user": user.text])

                let receiver = try scene.organisation(.shelterManager)
                if let groups {
                    let shared = SharedData(groups: groups, facts: ["age-group"])
                    let consent = try await scene.consent(person, shared)
                    let referral = try await scene.send(person, try scene.answers(shared, ground: Scene.resting(on: consent)))
                    #expect(try await shelter.post(referral + "/answer", ["answer": "accept"]).status == 303)
                } else {
                    let now = scene.house.clock.now
                    let holder = try #require(scene.users[.shelterManager])
                    try await scene.house.database.write { connection in
                        for held in [HeldRelation(.receiving, receiver.text), HeldRelation(.worker, holder.text)] {
                            try RelationStore.add(held, to: String(person.dropFirst(9)), since: now, by: "test", connection)
                        }
                    }
                }
                let isShared = groups?.contains(.narrative) ?? true
                for (name, texts) in CaseScopeTests.told {
                    let path = name.isEmpty ? file : part + name
                    let (own, received) = (try await worker.get(path), try await shelter.get(path))
                    #expect(received.status == 200)
                    for text in texts {
                        #expect(own.body.contains(text), "\(path) \(text)")
                        #expect(received.body.contains(text) == isShared, "\(groups ?? []) \(name) \(text)")
                    }
                    #expect(received.body.contains("Не е споделено с вашата организация.") != isShared, "\(name)")
                }
                // Who took her for a victim, and that there is a danger, everybody near her must know.
                let page = try await shelter.get(file).body
                #expect(page.contains("Неформална идентификация") && page.contains("Оценка на риска: висок") && page.contains("Висок"))
                #expect(try await shelter.get(part + "/assessment").body.contains("Висок</span>"))
                #expect(try await shelter.get("/cases?of=all").body.contains("Правна помощ") == isShared)
                #expect(try await shelter.get("/today").body.contains("Цел в плана: Документи") == isShared)
                // What it does not see it does not write over.
                try await write(shelter, "/trafficking", ["principal": "begging", "version": "1"], isShared ? 303 : 403)
                // What it writes itself it sees.
                try await write(
                    shelter, "/assessment",
                    [
                        "risk-urgent-medical": "no", "risk-threat-now": "no", "risk-debt": "yes", "level": "low", "own-view": "afraid",
                        "manner": "conversation",
                    ])
                #expect(try await shelter.get(part + "/assessment").body.contains("<li>Искат ли от нея пари"))
                try await write(shelter, "/event", ["event": "contact-institution", "on-day": "14.4.2026"])
                #expect(try await shelter.get(file).body.contains("Контакт с институция за лицето"))
            }
        }
    }
}

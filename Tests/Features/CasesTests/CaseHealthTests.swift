import Core
import Database
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Cases

/// What tells of her health is for those who may know of it, also where it stands in codes.
@Suite struct CaseHealthTests {
    @Test(arguments: Engine.available)
    func `goals and steps about her health are told to nobody who may not know of it, and outlive what she writes`(engine: Engine)
        async throws
    {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .identifyingOfficer])
            let (worker, police) = (desks[.caseWorker]!, desks[.identifyingOfficer]!)
            let desk = try await worker.newCase()
            let officer = try office.actor(.identifyingOfficer)
            try await office.share(desk, with: officer)
            let goals = [
                ("goal-2-area", "emotional"), ("goal-2-text", "Среща с психолог"), ("goal-2-who", "us"), ("goal-2-state", "open"),
                ("goal-2-by", "15.4.2026"),
            ]
            #expect(try await worker.plan(desk, goals).status == 303)
            let user = try office.user(.caseWorker).text
            for step in ["psychologist", "court"] {
                #expect(try await worker.post(desk.part("step"), ["step": step, "due": "16.4.2026", "user": user]).status == 303)
            }
            let hidden = ["Емоционално състояние", "Психологическа консултация", "психологическа консултация", "Среща с психолог"]
            func expectHidden(_ answer: TestAnswer) {
                #expect(answer.status == 200)
                // The form for an assessment asks nobody about it who may not write it; the other forms neither.
                for text in hidden { #expect(!answer.body.contains(text), "\(answer.path): \(text)") }
            }
            for path in [desk.path, desk.part("plan"), desk.part("assessment"), "/cases?of=all", "/today?waiting=others", "/today"] {
                expectHidden(try await police.get(path))
            }
            for part in ["plan/show", "plan/print"] { expectHidden(try await police.post(desk.part(part))) }
            #expect(try await police.get(desk.path).body.contains("Съд или разпит"), "of the rest she is told")
            #expect(try await police.get(desk.path).body.contains("1 отворена цел"))
            let own = try await worker.get(desk.path).body
            #expect(own.contains("Психологическа консултация") && own.contains("2 отворени цели"))
            // She writes a new version: the goal that she was not shown is still there, with its words.
            #expect(try await police.plan(desk, [("goal-1-text", "Подслон другаде")]).status == 303)
            #expect(try await police.plan(desk, [("goal-3-area", "health"), ("goal-3-text", "Преглед")]).status == 422)
            let shown = try await worker.post(desk.part("plan/show")).body
            #expect(shown.contains("Среща с психолог") && shown.contains("Емоционално състояние") && shown.contains("Подслон другаде"))
            // Nor does she agree on anything of the kind.
            let hers = ["step": "medical", "due": "16.4.2026", "user": officer.user.text] as KeyValuePairs
            #expect(try await police.post(desk.part("step"), hers).status == 400)
            #expect(try await !police.get(desk.path).body.contains("value=\"medical\""))
        }
    }

    @Test(arguments: Engine.available)
    func `an assessment that leaves her health out takes back nothing of what was answered before`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase()
            #expect(
                try await worker.assess(desk, [("risk-self-harm", "yes"), ("risk-pregnant", "yes"), ("risk-debt", "yes")]).status == 303)
            office.house.clock.advance(days: 1)
            try await office.prove()
            try await office.house.database.write { try $0.execute("UPDATE sessions SET ends_at = '2027-01-01T00:00:00.000Z'") }
            #expect(try await worker.assess(desk, [("risk-pregnant", "no")]).status == 303)
            #expect(try await worker.assess(desk, [("risk-contacted", "yes")]).status == 303)
            let shown = try await worker.post(desk.part("assessment/show")).body
            func answer(_ question: String, _ page: String) -> String? {
                page.firstMatch(of: /<dt>([^<]*)<\/dt><dd>([^<]*)<\/dd>/.dotMatchesNewlines()).flatMap { _ in
                    page.matches(of: /<dt>([^<]*)<\/dt><dd>([^<]*)<\/dd>/).first { $0.output.1.contains(question) }.map {
                        String($0.output.2)
                    }
                }
            }
            #expect(answer("навреди", shown)?.hasPrefix("Да, 14 април 2026") == true)
            #expect(answer("ременна", shown)?.hasPrefix("Не, 15 април 2026") == true)
            // Earlier ones can be read, too, as they were then.
            let page = try await worker.get(desk.part("assessment"))
            #expect(!page.body.contains("<li>Искат ли от нея пари"))
            let earlier = page.links.filter { $0.contains("/assessment?of=") }
            #expect(earlier.count == 2)
            let first = try await worker.get(try #require(earlier.last))
            #expect(first.body.contains("<li>Искат ли от нея пари"))
            let then = try await worker.submit(try first.form(desk.part("assessment/show"))).body
            #expect(answer("ременна", then)?.hasPrefix("Да, 14 април 2026") == true)
        }
    }

    @Test(arguments: Engine.available)
    func `a list of cases is a look, shows the gravest danger of any of its persons, and a head all of them`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase()
            let second = try await worker.add([("given-name", "Втора")])
            let other = try await worker.open(String(second.dropFirst("/persons/".count)), role: "victim", into: desk.file)
            #expect(try await worker.assess(desk, [("level", "low"), ("risk-threat-now", "no")]).status == 303)
            #expect(try await worker.assess(other, [("level", "imminent"), ("risk-threat-now", "yes")]).status == 303)
            #expect(try await worker.identify(other, "informal", on: "10.4.2026").status == 303)
            let position = try await office.position()
            let list = try await worker.get("/cases")
            #expect(list.body.contains("<span class=\"badge bad\">Непосредствена опасност</span>"))
            #expect(list.body.contains("Неформална"))
            let told = try await office.entries(from: position).map { [$0.act, $0.object, $0.rule ?? "-", $0.decision] }
            #expect(told == [["case.list", try office.organisation(.caseWorker).text, "worker", "allow"]])
            // Who leads others and works with nobody herself sees their cases at once.
            #expect(try await head.get("/cases").links.contains { $0.hasPrefix(desk.path) })
        }
    }
}

extension Office {
    /// Lets somebody of another organisation work with the person of a case, beside the pages, as a receiver whom nothing limits.
    func share(_ desk: CaseDesk, with actor: Actor) async throws {
        let (now, vault, lead) = (house.clock.now, Vault(root: house.root), try organisation(.caseWorker))
        try await house.database.write { connection in
            try vault.grant(SealedSubject(desk.personID), from: lead, to: actor.organisation, at: now, connection)
        }
        try await relate(.receiving, actor.organisation.text, to: desk.personID)
        try await relate(.worker, actor.user.text, to: desk.personID)
    }
}

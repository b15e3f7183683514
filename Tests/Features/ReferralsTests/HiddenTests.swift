import Calendar
import Core
import Database
import Policy
import TestSupport
import Testing
import Web

@testable import Referrals

/// Whatever is not hers is to her as if it were not there.
@Suite struct HiddenTests {
    /// Every address of a referral, a consent or an obligation, with a form that would do something.
    private static let asked: [(path: String, form: [(String, String)]?)] = [
        ("/referrals/ID", nil), ("/referrals/ID/unmask", []), ("/referrals/ID/answer", [("answer", "accept")]),
        ("/referrals/ID/reply", [("text", "Отговор")]), ("/referrals/ID/report", [("report", "arrived")]),
        ("/referrals/ID/standing", [("reason", "mistaken")]),
        ("/referrals/ID/accommodation", [("district", "BG-01"), ("address", "улица")]), ("/referrals/ID/end", [("end", "take-back")]),
        ("/obligations/ID", nil), ("/obligations/ID/answer", [("answer", "deleted")]), ("/persons/P/consents/ID", nil),
        ("/persons/P/consents/ID/withdraw", [("way", "told")]), ("/persons/P/consents/ID/print", []),
    ]

    @Test(arguments: Engine.available)
    func `every role finds what is not hers as it finds nothing`(engine: Engine) async throws {
        let roles: [Role] =
            engine == .sqlite
            ? Role.allCases : [.caseWorker, .shelterManager, .hotlineOperator, .identifyingOfficer, .administrator]
        try await withScene(engine, roles) { scene in
            let (person, consent, referral) = try await scene.sent()
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "accept"])
            let paper = try await scene.consent(person)
            let gone = try await scene.send(person, try scene.answers(ground: Scene.resting(on: paper)))
            _ = try await scene.worker.post(paper + "/withdraw", ["way": "told"])
            let obligation = try await scene.obligation()
            let own = String(person.dropFirst("/persons/".count))
            // Those of the leading organisation and of the receiver see some of it; of the rest nobody sees anything.
            for role in roles where ![.caseWorker, .supervisor, .localSecretary].contains(role) {
                try await scene.prove()
                let desk = try scene.desk(role)
                for (path, form) in HiddenTests.asked {
                    let known = path.hasPrefix("/obligations") ? obligation : path.hasPrefix("/persons") ? consent : gone
                    let id = String(known.split(separator: "/").last ?? "")
                    if role == .shelterManager, path.hasPrefix("/obligations") { continue }
                    func ask(_ id: String, _ person: String) async throws -> TestAnswer {
                        let path = path.replacing("ID", with: id).replacing("/P/", with: "/\(person)/")
                        return if let form { try await desk.post(path, form) } else { try await desk.get(path) }
                    }
                    let (hidden, none) = (try await ask(id, own), try await ask(ReferralID.new().text, PersonID.new().text))
                    #expect(hidden.status == none.status && [403, 404].contains(hidden.status), "\(role) \(path): \(hidden.status)")
                    func plain(_ answer: TestAnswer) -> String {
                        answer.bodyWithoutTokens.replacing(/[0-9a-f]{8}-[0-9a-f-]{27}/, with: "ID")
                    }
                    #expect(plain(hidden) == plain(none), "\(role) \(path)")
                }
            }
            #expect(try await scene.referral(gone).state == .withdrawn, "nothing of it did anything")
            #expect(
                try await scene.worker.get("/persons/\(PersonID.new().text)/consents/" + consent.split(separator: "/").last!).status == 404)
        }
    }

    @Test func `a barred colleague sees neither the referral nor what is left of it`() async throws {
        try await withScene(.sqlite) { scene in
            let (person, consent, referral) = try await scene.sent()
            let (id, user, now) = (try scene.id(person), try #require(scene.users[.shelterManager]), scene.house.clock.now)
            try await scene.house.database.write { connection in
                try RelationStore.add(HeldRelation(.barred, user.text), to: id.text, since: now, by: "test", connection)
            }
            #expect(try await scene.shelter.get(referral).status == 404)
            #expect(try await scene.shelter.post(referral + "/answer", ["answer": "accept"]).status == 404)
            #expect(try await scene.worker.post(consent + "/withdraw", ["way": "told"]).status == 303)
            #expect(try await scene.shelter.get(scene.obligation()).status == 404)
            for page in ["/today", "/referrals"] { #expect(try await !scene.shelter.get(page).body.contains("Н-2026")) }
        }
    }

    @Test func `what the receiver looked at stands in the record's list of looks, in plain words`() async throws {
        try await withScene(.sqlite) { scene in
            let (person, _, referral) = try await scene.sent()
            _ = try await scene.shelter.get(referral)
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "accept"])
            _ = try await scene.shelter.post(referral + "/unmask")
            let looks = try await scene.worker.get(person + "/supervise").body
            for text in [
                "отвори насочването", "отговори на насочването", "разкри споделените с насочването защитени полета", "Мира Образцова",
            ] {
                #expect(looks.contains(text), "\(text)")
            }
            #expect(looks.contains("Самоличност"), "who can see it, and what")
        }
    }

    @Test func `a question stops the clock of the answer`() async throws {
        try await withScene(.sqlite) { scene in
            let (_, _, referral) = try await scene.sent()
            #expect(try await scene.shelter.get("/today").body.contains("Отговорете на насочването"))
            #expect(try await scene.worker.get("/today?waiting=others").body.contains("Насочването чака отговор"))
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "ask", "text": "Има ли деца?"])
            #expect(try await scene.worker.get("/today").body.contains("Получателят на насочването пита нещо"))
            try await scene.later(days: 10)
            let asked = try await scene.worker.get("/today").body
            #expect(asked.contains("Получателят на насочването пита нещо") && !asked.contains("Просрочен"))
            _ = try await scene.worker.post(referral + "/reply", ["text": "Няма"])
            #expect(try await scene.shelter.get("/today").body.contains("Отговорете на насочването"))
            try await scene.later(days: 10)
            #expect(try await scene.shelter.get("/today").body.contains("Просрочен"))
        }
    }

    @Test func `the sheet bears her name only where it is asked for with a code`() async throws {
        try await withScene(.sqlite) { scene in
            let (person, consent, _) = try await scene.sent()
            #expect(try await !scene.worker.get(consent).body.contains(Scene.name))
            let sheet = try await scene.worker.post(consent + "/print")
            #expect(sheet.status == 200 && sheet.body.contains(Scene.name) && sheet.body.contains("Чернова, не е официален образец"))
            let title = try #require(sheet.body.firstMatch(of: /<title>(.*?)<\/title>/)).output.1
            #expect(!title.contains(Scene.name))
            #expect(try await scene.acts(on: scene.id(person).text).last == "consent.print")
            let blank = try await scene.worker.get("/consents/blank")
            #expect(blank.status == 200 && blank.body.contains("Чернова") && !blank.body.contains("class=\"on\""))
        }
    }

    @Test func `what is wrong with a consent is said at its field`() async throws {
        try await withScene(.sqlite) { scene in
            let person = try await scene.person()
            func said(_ more: [(String, String)]) async throws -> String {
                let answer = try await scene.worker.post(person + "/consents/new", [("id", ConsentID.new().text)] + more)
                #expect(answer.status == 422)
                return answer.body
            }
            let empty = try await said([])
            for text in [
                "Посочете за каква помощ", "Посочете поне една организация", "Посочете какво може да се споделя", "Посочете как е дадено",
            ] {
                #expect(empty.contains(text))
            }
            #expect(try await said([("form", "oral-witness")]).contains("Въведете името"))
            #expect(try await said([("form", "guardian")]).contains("За пълнолетно лице не се съгласява друг"))
            #expect(try await said([("given", "1.1.2030")]).contains("не по-късна от днес"))
            #expect(try await said([("expires", "1.1.2020")]).contains("бъдеща дата"))
        }
    }

    @Test func `a day that a form offers is one that it takes`() async throws {
        try await withScene(.sqlite) { scene in
            let (person, consent, referral) = try await scene.sent()
            _ = try await scene.shelter.post(referral + "/answer", ["answer": "accept"])
            let open = try await scene.shelter.get(referral).form(referral + "/report")
            #expect(try await scene.shelter.submit(open).location == referral + "?done=arrived")
            let form = try await scene.worker.get(person + "/consents/new").form(person + "/consents/new")
            #expect(try await scene.worker.submit(form).status == 303)
            let withdrawing = try await scene.worker.get(consent).form(consent + "/withdraw")
            #expect(try await scene.worker.submit(withdrawing, ["code": ""]).location == consent + "?done=withdrawn")
        }
    }

    @Test func `a letter loses white space at its ends and none within`() {
        #expect(ReferralDraft.text("  ред\n\n втори  \n") == "ред\n\n втори")
        #expect(ReferralDraft.text(" \n ") == "" && ReferralDraft.text(nil) == "")
    }
}

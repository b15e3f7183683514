import Core
import Database
import Foundation
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Cases

@Suite struct CaseSightTests {
    /// Every page of a person in a case.
    private static let parts = ["identification", "trafficking", "assessment", "plan", "notes", "files"]

    @Test(arguments: Engine.available)
    func `a case answers every standing as the record of its person does`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let roles: [Role] = [.caseWorker, .supervisor, .hotlineOperator, .identifyingOfficer, .dataProtectionOfficer, .administrator]
            let desks = try await office.desks(roles)
            let outside = try await office.outside()
            for role in roles {
                let (desk, actor) = (try #require(desks[role]), try office.actor(role))
                let absent = (file: CaseID.new().text, person: PersonID.new().text)
                for standing in Standing.allCases where standing.isThere {
                    let held = standing.relations.filter { $0 != .lead }.map { relation in
                        HeldRelation(relation, [.receiving, .referred].contains(relation) ? actor.organisation.text : actor.user.text)
                    }
                    let person = try await office.record(
                        lead: standing.relations.contains(.lead) ? actor.organisation : outside, held,
                        sealedTo: standing.relations.contains(.receiving) ? [actor.organisation] : [])
                    let file = try await office.file(person, for: outside)
                    let facts = try await office.facts(person.id)
                    let context = Context(now: office.house.clock.now, hasFreshFactor: true, purpose: Policy.purposes(of: actor).first)
                    let open = Policy.decide(actor, .personOpen, on: facts, in: context)
                    let mayEver = Policy.mayEver(actor, .personOpen)
                    let expected = !mayEver ? 403 : open.isAllowed && open.reach == .record ? 200 : 404
                    #expect(try await desk.get("/cases/" + file.text).status == expected, "\(role) \(standing)")
                    for part in CaseSightTests.parts {
                        let path = "/cases/\(file.text)/\(person.id.text)/\(part)"
                        let answer = try await desk.get(path)
                        #expect(answer.status == expected, "\(role) \(standing) \(part)")
                        guard answer.status == 404 else { continue }
                        let none = try await desk.get("/cases/\(absent.file)/\(absent.person)/\(part)")
                        #expect(
                            none.status == 404
                                && none.body.utf8.count - absent.file.utf8.count * 2 == answer.body.utf8.count - file.text.utf8.count * 2,
                            "hidden is as absent")
                    }
                    let change = Policy.decide(actor, .personChange, on: facts, in: context).isAllowed
                    let sent = try await desk.write(CaseDesk(file: file.text, person: person.id.text), "")
                    let refused = !mayEver || expected == 200 ? 403 : 404
                    #expect(sent.status == (change ? 422 : refused), "\(role) \(standing) \(sent.status)")
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `the list shows the cases that would open, no more and no less`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let roles: [Role] = [.caseWorker, .shelterManager, .identifyingOfficer]
            let desks = try await office.desks(roles)
            var generator = SeededGenerator(77)
            var files: [(CaseID, [PersonID])] = []
            for _ in 0..<30 {
                var persons: [Person] = []
                for _ in 0...Int.random(in: 0...1, using: &generator) {
                    let lead = try office.organisation(roles.randomElement(using: &generator) ?? .caseWorker)
                    let held = roles.flatMap { role -> [HeldRelation] in
                        guard let actor = try? office.actor(role) else { return [] }
                        let all = [
                            HeldRelation(.worker, actor.user.text), HeldRelation(.barred, actor.user.text),
                            HeldRelation(.receiving, actor.organisation.text), HeldRelation(.referred, actor.organisation.text),
                        ]
                        return all.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
                    }
                    persons.append(try await office.record(lead: lead, held))
                }
                let file = try await office.file(persons[0], for: try office.organisation(.caseWorker))
                for person in persons.dropFirst() { try await office.join(person, file) }
                files.append((file, persons.map(\.id)))
            }
            for role in roles {
                let desk = try #require(desks[role])
                let listed = try await desk.get("/cases?of=all").body.matches(of: /<th scope="row"><a href="\/cases\/([0-9a-f-]{36})"/).map
                {
                    String($0.output.1)
                }
                var opening: [String] = []
                for (file, persons) in files {
                    let page = try await desk.get("/cases/" + file.text)
                    guard page.status == 200 else { continue }
                    opening.append(file.text)
                    // Only those of its persons whose records she may open.
                    for person in persons {
                        let facts = try await office.facts(person)
                        let decision = Policy.decide(
                            try office.actor(role), .personOpen, on: facts,
                            in: Context(now: office.house.clock.now, purpose: Policy.purposes(of: try office.actor(role)).first))
                        let isSeen = decision.isAllowed && decision.reach == .record
                        #expect(page.body.contains(person.text) == isSeen, "\(role)")
                    }
                }
                #expect(listed == opening.reversed(), "\(role)")
                #expect(!opening.isEmpty && opening.count < files.count)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a note reaches its audience, and what was confided no police officer`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let roles: [Role] = [.caseWorker, .supervisor, .identifyingOfficer]
            let desks = try await office.desks(roles)
            let worker = desks[.caseWorker]!
            let desk = try await worker.newCase()
            let officer = try office.actor(.identifyingOfficer)
            try await office.house.share(desk.personID, with: officer.organisation)
            try await office.relate(.worker, officer.user.text, to: desk.personID)
            let notes = [
                ("За екипа", "work", "team"), ("За организацията", "work", "organisation"), ("За всички", "work", "all"),
                ("Доверено", "counselling", "all"), ("Здравно", "health", "all"),
            ]
            for (text, kind, audience) in notes { #expect(try await worker.write(desk, text, kind, for: audience).status == 303) }
            let seen: [Role: Set<String>] = [
                .caseWorker: Set(notes.map(\.0)),
                // She leads those who work with her, and does not work with her herself.
                .supervisor: ["За организацията", "За всички", "Доверено", "Здравно"], .identifyingOfficer: ["За всички"],
            ]
            for (role, texts) in seen {
                let one = try #require(desks[role])
                let shown = try await one.post(desk.part("notes/show"))
                #expect(shown.status == 200)
                for (text, _, _) in notes { #expect(shown.body.contains(">\(text)<") == texts.contains(text), "\(role) \(text)") }
                let line = try await one.get(desk.path).body.components(separatedBy: "Бележка: ").count - 1
                #expect(line == texts.count, "the timeline tells \(role) of no others")
                #expect(try await !one.get(desk.part("notes")).body.contains("За всички<"), "sealed until somebody asks")
            }
            #expect(try await desks[.identifyingOfficer]!.write(desk, "Полицейска", "counselling").status == 400)
            #expect(try await desks[.identifyingOfficer]!.get(desk.part("assessment")).body.contains("risk-pregnant") == false)
        }
    }

    @Test(arguments: Engine.available)
    func `a file goes in sealed and comes out with a code under a name that tells nothing`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let desks = try await office.desks([.caseWorker, .supervisor])
            let (worker, head) = (desks[.caseWorker]!, desks[.supervisor]!)
            let desk = try await worker.newCase()
            _ = try await worker.get(desk.part("files"))
            let pdf = Array("%PDF-1.7 измислен документ".utf8)
            let fields = [("kind", "plan"), ("audience", "team")]
            for (bytes, status) in [([], 422), (Array("MZ програма".utf8), 422), (pdf, 303)] as [([UInt8], Int)] {
                #expect(try await worker.upload(desk.part("files"), fields, files: [bytes], named: "Мария Петрова.pdf").status == status)
            }
            #expect(try await worker.upload(desk.part("files"), [], files: [pdf]).status == 422)
            let page = try await worker.get(desk.part("files"))
            #expect(!page.body.contains("Петрова"))
            let form = try #require(page.forms.first { $0.action.contains("/files/") })
            let got = try await worker.submit(form)
            #expect(got.status == 200 && got.body == String(decoding: pdf, as: UTF8.self))
            #expect(got["Content-Disposition"] == "attachment; filename=\"zakrila-plan.pdf\"" && got["Content-Type"] == "application/pdf")
            #expect(got["Cache-Control"] == "no-store")
            #expect(try await head.submit(form.with(["_form": head.token])).status == 404, "it is for the team")
            try await office.prove(false)
            #expect(try await worker.submit(form).status == 422, "a code given long ago is not enough")
            let looks = try await office.entries(object: desk.person).filter { $0.act == "person.unmask" && $0.decision == "allow" }
            #expect(looks.map { $0.fields.split(separator: " ").first.map(String.init) } == ["attachments"])
        }
    }

    @Test(arguments: Engine.available)
    func `printing a plan with a name is a look, a blank one is none`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase()
            #expect(
                try await worker.plan(desk, [("safety", "Съседката знае"), ("agreement", "signed"), ("agreed-on", "14.4.2026")]).status
                    == 303)
            let plain = try await worker.get(desk.part("plan"))
            #expect(!plain.body.contains("Съседката") && !plain.body.contains("Проба"))
            let position = try await office.position()
            let blank = try await worker.get("/cases/plan/blank")
            #expect(blank.status == 200 && blank.body.contains("Чернова: образецът не е официален"))
            #expect(try await office.entries(from: position).isEmpty)
            let printed = try await worker.post(desk.part("plan/print"))
            #expect(printed.status == 200 && printed.body.contains("Проба") && printed.body.contains("Съседката знае"))
            #expect(printed.body.contains("<title>Индивидуален план за подкрепа и безопасност"))
            let fields = try await office.entries(from: position).filter { $0.act == "person.unmask" }.map(\.fields)
            #expect(fields.contains("narrative") && fields.contains { $0.contains("given-name") })
            try await office.prove(false)
            #expect(try await worker.post(desk.part("plan/print")).status == 422)
        }
    }

    @Test(arguments: Engine.available)
    func `how she may be reached stands on every page of hers`(engine: Engine) async throws {
        try await withOffice(engine) { office in
            let worker = try #require(try await office.desks([.caseWorker])[.caseWorker])
            let desk = try await worker.newCase()
            let pages = ["/persons/" + desk.person, desk.path] + CaseSightTests.parts.map(desk.part)
            for page in pages { #expect(try await worker.get(page).body.contains("не е уговорена"), "\(page)") }
            let rule = [("way", "in-person"), ("way", "through-worker"), ("never", "call-home"), ("hours", "arranged")]
            #expect(try await worker.post("/persons/\(desk.person)/contact", rule).status == 303)
            for page in pages {
                let body = try await worker.get(page).body
                #expect(body.contains("лично, чрез социалния работник, само в уговорен час"), "\(page)")
                #expect(body.contains("обаждане на домашния телефон"), "\(page)")
            }
        }
    }
}

extension Office {
    /// A case of a person, made beside the pages.
    func file(_ person: Person, for organisation: OrganisationID) async throws -> CaseID {
        let now = house.clock.now
        return try await house.database.write { connection in
            let file = Case(
                id: .new(), reference: try CaseStore.nextReference(2026, connection), organisation: organisation, signal: nil,
                openedAt: now,
                closing: nil)
            try CaseStore.add(file, by: UserID.new(), connection)
            _ = try CaseStore.join(person.id, as: .victim, file.id, by: UserID.new(), at: now, connection)
            return file.id
        }
    }

    func join(_ person: Person, _ file: CaseID) async throws {
        let now = house.clock.now
        try await house.database.write { connection in
            _ = try CaseStore.join(person.id, as: .child, file, by: UserID.new(), at: now, connection)
        }
    }
}

import Core
import Database
import Ledger
import Policy
import Server
import TestSupport
import Testing
import Vault

@Suite struct AlertTests {
    private func rounds(_ house: TestHouse, _ key: CheckpointKey? = nil) throws -> Rounds {
        try House.rounds(
            database: house.database, root: house.root, names: NameSearch(), signing: key, clock: { house.clock.now },
            logger: HouseOptions().logger)
    }

    private func alerts(_ house: TestHouse) async throws -> [Alert] {
        try await house.database.read { connection in try Alert.page(connection) }
    }

    /// Somebody of another organisation opens a record in an emergency; somebody of the officer's is refused again and again.
    private func plant(_ scene: LedgerScene, on record: String = PersonID.new().text) async throws {
        try await scene.write(
            scene.entry(.hotlineOperator, "person.break-glass", record, purpose: .protection, rule: .breakGlass))
        for _ in 0..<6 {
            scene.house.clock.advance(seconds: 10)
            try await scene.write(scene.entry(.coordinator, "person.open", record, purpose: .help, rule: .noRule, decision: .deny))
        }
    }

    @Test(arguments: Engine.available)
    func `what is planted is found once, also after a restart, and is told to whom it concerns`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            let auditor = try await house.signedIn(as: .auditor)
            #expect(try await auditor.get("/alerts").body.contains("class=\"empty\""))
            try await plant(scene)
            try await rounds(house).round()
            try await rounds(house).round()
            #expect(try await alerts(house).map(\.finding.detector.rawValue).sorted() == ["emergency", "refused"])
            let page = try await auditor.get("/alerts")
            #expect(page.body.contains("Лора Пробна") && page.body.contains("Боян Измислен") && page.body.contains("6 пъти"))
            let officer = try await house.signedIn(as: .dataProtectionOfficer)
            let own = try await officer.get("/alerts")
            #expect(own.body.contains("Боян Измислен") && !own.body.contains("Лора Пробна"))
            for alert in try await alerts(house) {
                let isOwn = alert.finding.detector == .refused
                #expect(try await officer.get("/alerts/\(alert.id)").status == (isOwn ? 200 : 404))
                let told = try await auditor.get("/alerts/\(alert.id)")
                #expect(told.status == 200 && LedgerScene.moments(told).count == alert.finding.positions.count)
                #expect(try await scene.all().last?.entry.object == alert.id.text, "reading one is remembered")
            }
            #expect(try await house.signedIn(as: .coordinator).get("/alerts").status == 403)
        }
    }

    @Test(arguments: Engine.available)
    func `an alert is judged once, by somebody else, and the verdict is in the ledger`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            try await plant(scene)
            try await scene.write(
                (0..<6).map { _ in scene.entry(.auditor, "person.open", PersonID.new().text, rule: .noRule, decision: .deny) })
            try await rounds(house).round()
            let auditor = try await house.signedIn(as: .auditor)
            for alert in try await alerts(house) {
                let address = "/alerts/\(alert.id)"
                let page = try await auditor.get(address)
                guard alert.finding.actor != scene.user(.auditor) else {
                    // Nobody judges herself: there is no form, and what is sent without one is not kept.
                    #expect(!page.forms.contains { $0.action == address })
                    #expect(try await auditor.post(address, ["verdict": "justified"]).location == "/alerts?done=late")
                    #expect(try await alerts(house).first { $0.id == alert.id }?.review == nil)
                    continue
                }
                let form = try page.form(address)
                #expect(try await auditor.submit(form.with(["verdict": nil])).status == 422)
                #expect(try await auditor.submit(form, ["verdict": "whatever"]).status == 422)
                #expect(try await auditor.submit(form, ["verdict": "inquiry"]).location == "/alerts?done=kept")
                let entry = try #require(try await scene.all().last?.entry)
                #expect(entry.act == "alerts.inquiry" && entry.object == alert.id.text && entry.actor == scene.user(.auditor))
                let kept = try #require(try await alerts(house).first { $0.id == alert.id }?.review)
                #expect(kept.reviewer == scene.user(.auditor) && kept.time == house.clock.now && kept.verdict == .inquiry)
                let count = try await scene.all().count
                #expect(try await auditor.submit(form, ["verdict": "breach"]).location == "/alerts?done=late")
                #expect(try await scene.all().count == count)
                #expect(try await auditor.get("/alerts?state=judged").body.contains("За проверка"))
            }
            let officer = try await house.signedIn(as: .dataProtectionOfficer)
            let foreign = try #require(try await alerts(house).first { $0.finding.detector == .emergency })
            #expect(try await officer.post("/alerts/\(foreign.id)", ["verdict": "breach"]).status == 404)
        }
    }

    @Test(arguments: Engine.available)
    func `a look is without a task only for somebody who had none`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let scene = try await LedgerScene(house)
            let record = PersonID.new().text
            let now = house.clock.now
            let (worker, guest) = (scene.user(.caseWorker), scene.organisation(.shelterManager))
            try await house.database.write { connection in
                for held in [HeldRelation(.worker, worker), HeldRelation(.referred, guest)] {
                    try RelationStore.add(held, to: record, since: now, by: "test", connection)
                }
            }
            house.clock.advance(minutes: 5)
            try await scene.write(
                scene.entry(.caseWorker, "person.open", record, purpose: .help, rule: .worker),
                scene.entry(.shelterManager, "person.open", record, purpose: .help, rule: .referred),
                scene.entry(.coordinator, "person.open", record, purpose: .supervision, rule: .leader),
                scene.entry(.supervisor, "person.open", record, purpose: .help, rule: .leader))
            // Let go before the watch comes round: when she looked, she had the task.
            let later = Instant(milliseconds: house.clock.now.milliseconds + 1000)
            try await house.database.write { connection in
                try RelationStore.end(HeldRelation(.worker, worker), to: record, at: later, by: "test", connection)
            }
            house.clock.advance(minutes: 1)
            try await rounds(house).round()
            #expect(try await alerts(house).map(\.finding.actor) == [scene.user(.supervisor)])
        }
    }

    @Test(arguments: Engine.available)
    func `the newest checkpoint is there for everybody, signed, and of the ledger as it was`(engine: Engine) async throws {
        try await withHouse(engine) { house in
            let stranger = house.browser()
            #expect(try await stranger.get("/ledger/checkpoint").status == 404)
            let key = CheckpointKey()
            let size = try await LedgerScene(house).all().count
            try await rounds(house, key).round()
            let answer = try await stranger.get("/ledger/checkpoint")
            #expect(answer.status == 200 && answer["Content-Type"] == "text/plain; charset=utf-8")
            #expect(Checkpoint(note: answer.body, key: key.publicKey)?.size == size)
            let auditor = try await house.signedIn(as: .auditor)
            house.clock.advance(minutes: 6)
            try await rounds(house, key).round()
            let newer = try #require(Checkpoint(note: try await stranger.get("/ledger/checkpoint").body, key: key.publicKey))
            #expect(newer.size == size + 1)
            #expect(try await auditor.get("/ledger").body.contains("/ledger/checkpoint"))
        }
    }
}

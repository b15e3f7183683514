import Core
import Counting
import Database
import Policy
import Reference
import TestSupport
import Testing

@testable import Cases

/// Cases that were written down, to be counted by hand.
private struct Files {
    struct Membership {
        let person: PersonID
        let role: CaseMember.Role
        let since: Instant
        let until: Instant?
    }

    struct Closing {
        let reason: CaseClosing.Reason
        let at: Instant
        var reopenedAt: Instant?
    }

    struct File {
        let file: Case
        var members: [Membership] = []
        var closings: [Closing] = []
        /// Rows that stand, by person.
        var identified: [PersonID: [Identification]] = [:]
        var trafficking: [PersonID: TraffickingFacts] = [:]

        var end: CaseClosing.Reason? { closings.last.flatMap { $0.reopenedAt == nil ? $0.reason : nil } }
        var isThere: Bool { end != .duplicate }
        /// Those who are in it now and are helped as victims.
        var victims: [PersonID] { members.filter { $0.role == .victim && $0.until == nil }.map(\.person) }

        var spells: [(since: Instant, until: Instant?)] {
            var (spells, since) = ([(Instant, Instant?)](), Optional(file.openedAt))
            for closing in closings {
                if let since { spells.append((since, closing.at)) }
                since = closing.reopenedAt
            }
            if let since { spells.append((since, nil)) }
            return spells
        }
    }

    var persons: [PersonID: Person] = [:]
    var files: [File] = []
}

private func write(_ organisations: [OrganisationID], _ user: UserID, _ seed: UInt64, _ connection: any Connection) throws -> Files {
    var random = SeededGenerator(seed)
    var written = Files()
    for number in 0..<14 {
        let person = Person(
            id: .new(), reference: "Л-\(seed)-\(number)", ageGroup: one(of: Person.AgeGroup.allCases, &random),
            sex: one(of: Person.Sex.allCases, &random), citizenship: one(of: Person.Citizenship.allCases, &random),
            organisation: one(of: organisations, &random), madeAt: moment(&random), erasedAt: nil)
        try PersonStore.add(person, by: user, connection)
        written.persons[person.id] = person
    }
    let persons = written.persons.keys.sorted { $0.text < $1.text }
    for number in 0..<24 {
        written.files.append(try file("НМН-\(seed)-\(number)", organisations, persons, user, &random, connection))
    }
    return written
}

private func file(
    _ reference: String, _ organisations: [OrganisationID], _ persons: [PersonID], _ user: UserID, _ random: inout SeededGenerator,
    _ connection: any Connection
) throws -> Files.File {
    let file = Case(
        id: .new(), reference: reference, organisation: one(of: organisations, &random), signal: nil, openedAt: moment(&random),
        closing: nil)
    try CaseStore.add(file, by: user, connection)
    var written = Files.File(file: file)
    for person in persons.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)) {
        let since = Bool.random(using: &random) ? file.openedAt : later(file.openedAt, &random)
        let role = Bool.random(using: &random) ? .victim : one(of: CaseMember.Role.allCases, &random)
        #expect(try CaseStore.join(person, as: role, file.id, by: user, at: since, connection))
        let until = Int.random(in: 0..<4, using: &random) == 0 ? later(since, &random) : nil
        if let until { try CaseStore.leave(person, file.id, by: user, at: until, connection) }
        written.members.append(Files.Membership(person: person, role: role, since: since, until: until))
        written.identified[person] = try identify(person, file, user, &random, connection)
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let facts = trafficking(&random)
            _ = try TraffickingStore.set(
                facts, file.id, person, by: user, for: file.organisation, at: later(since, &random), connection)
            written.trafficking[person] = facts
        }
    }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
        let last = written.closings.last.map { $0.reopenedAt } ?? file.openedAt
        guard let last else { break }
        var closing = Files.Closing(reason: one(of: CaseClosing.Reason.allCases, &random), at: later(last, &random))
        try CaseStore.close(
            file.id, CaseClosing(reason: closing.reason, at: closing.at, by: user, followUp: nil), for: file.organisation, connection)
        if Bool.random(using: &random) {
            // Sometimes in the same moment.
            let at = Bool.random(using: &random) ? closing.at : later(closing.at, &random)
            try CaseStore.reopen(file.id, because: .newContact, by: user, at: at, connection)
            closing.reopenedAt = at
        }
        written.closings.append(closing)
    }
    return written
}

private func identify(
    _ person: PersonID, _ file: Case, _ user: UserID, _ random: inout SeededGenerator, _ connection: any Connection
) throws -> [Identification] {
    var standing: [Identification] = []
    var at = file.openedAt
    for _ in 0..<Int.random(in: 0...3, using: &random) {
        at = later(at, &random)
        let row = Identification(
            id: .new(), level: one(of: Identification.Level.allCases + [.informal, .formal], &random),
            body: one(of: ["МВР", "ДАЗД", nil], &random), day: moment(&random).dayInSofia,
            ground: one(of: Identification.Ground.allCases, &random), organisation: file.organisation, madeAt: at)
        let old = Int.random(in: 0..<4, using: &random) == 0 ? standing.randomElement(using: &random) : nil
        #expect(try IdentificationStore.add(row, file.id, person, correcting: old?.id, by: user, connection))
        standing = standing.filter { $0.id != old?.id } + [row]
    }
    return standing
}

private func trafficking(_ random: inout SeededGenerator) -> TraffickingFacts {
    let principal = one(of: ExploitationForm.allCases, &random)
    return TraffickingFacts(
        acts: [], means: Set(TraffickingMeans.allCases.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random))),
        purposes: [principal], principal: principal,
        countries: [.exploited: Set(["BG", "DE"].shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)))])
}

/// Counts by hand, from what was written, what a metric must say.
private func byHand(_ written: Files, _ metric: Metric, _ question: MetricQuestion) -> HandCounted {
    switch metric.name {
    case "victims.identified", "victims.refuted": byIdentifications(written, metric, question)
    case "children.cases": byChildren(written, question)
    default: byCases(written, metric, question)
    }
}

private func byCases(_ written: Files, _ metric: Metric, _ question: MetricQuestion) -> HandCounted {
    var counted = HandCounted()
    for one in written.files where one.isThere {
        let isIn =
            switch metric.name {
            case "cases.open": one.spells.contains { question.touches($0.since, $0.until) }
            case "cases.opened": question.has(one.file.openedAt)
            default: one.end != nil && question.has(one.closings.last?.at)
            }
        let victims = one.victims.compactMap { written.persons[$0] }
        let codes: [String: Set<String>] = [
            "opener": [one.file.organisation.text], "closing": Set(one.end.map { [$0.rawValue] } ?? []),
            "age": Set(victims.map(\.ageGroup.rawValue)), "sex": Set(victims.map(\.sex.rawValue)),
            "citizenship": Set(victims.map(\.citizenship.rawValue)),
            "form": Set(one.victims.compactMap { one.trafficking[$0]?.principal.rawValue }),
        ]
        if isIn, question.fits(codes) { counted.add(one.file.id.text, one.file.id.text) }
    }
    return counted
}

private func byChildren(_ written: Files, _ question: MetricQuestion) -> HandCounted {
    var counted = HandCounted()
    for file in written.files where file.isThere {
        for member in file.members where member.role == .victim {
            guard let person = written.persons[member.person], person.ageGroup == .child else { continue }
            let isIn = file.spells.contains { spell in
                let ends = [spell.until, member.until].compactMap(\.self)
                let (since, until) = (max(spell.since, member.since), ends.min())
                return until.map { $0 >= since } ?? true && question.touches(since, until)
            }
            let codes: [String: Set<String>] = [
                "opener": [file.file.organisation.text], "sex": [person.sex.rawValue], "citizenship": [person.citizenship.rawValue],
                "form": Set(file.trafficking[person.id].map { [$0.principal.rawValue] } ?? []),
            ]
            guard isIn, question.fits(codes) else { continue }
            counted.add("\(file.file.id.text)/\(person.id.text)", question.unit == "case" ? file.file.id.text : person.id.text)
        }
    }
    return counted
}

private func byIdentifications(_ written: Files, _ metric: Metric, _ question: MetricQuestion) -> HandCounted {
    struct Said {
        let file: Files.File
        let person: PersonID
        let row: Identification
    }
    let all = written.files.flatMap { file in
        file.identified.flatMap { person, rows in rows.map { Said(file: file, person: person, row: $0) } }
    }.sorted { ($0.row.day, $0.row.madeAt, $0.row.id) < ($1.row.day, $1.row.madeAt, $1.row.id) }
    func current(_ said: Said) -> Identification? { Identification.current(said.file.identified[said.person] ?? []) }
    let kept: [Said]
    if metric.name == "victims.refuted" {
        kept = all.filter { $0.row.level == .refuted && current($0)?.id == $0.row.id && $0.file.isThere }
    } else {
        var known: Set<String> = []
        kept = all.filter { said in
            [.informal, .formal].contains(said.row.level) && ![.duplicate, .notVictim].contains(said.file.end)
                && current(said)?.level != .refuted && known.insert("\(said.person.text) \(said.row.level)").inserted
        }
    }
    var counted = HandCounted()
    for said in kept where (question.from...question.to).contains(said.row.day) {
        guard let person = written.persons[said.person] else { continue }
        let facts = said.file.trafficking[said.person]
        let codes: [String: Set<String>] = [
            "level": [said.row.level.rawValue], "body": Set(said.row.body.map { [$0] } ?? []),
            "recorder": [said.row.organisation.text], "ground": [said.row.ground.rawValue], "sex": [person.sex.rawValue],
            "citizenship": [person.citizenship.rawValue], "age": [person.ageGroup.rawValue],
            "form": Set(facts.map { [$0.principal.rawValue] } ?? []), "means": Set(facts?.means.map(\.rawValue) ?? []),
            "exploited-in": facts?.countries[.exploited] ?? [],
        ]
        if question.fits(codes) { counted.add("\(said.file.file.id.text)/\(said.person.text)", said.person.text) }
    }
    return counted
}

@Suite struct CaseQueryTests {
    private let metrics = CasesFeature.metrics
    private static let tables: [SQL] = [
        "DELETE FROM identifications", "DELETE FROM trafficking_codes", "DELETE FROM trafficking_facts", "DELETE FROM case_closings",
        "DELETE FROM case_persons", "DELETE FROM cases", "DELETE FROM persons",
    ]

    @Test(arguments: Engine.available)
    func `value, parts and rows are what counting by hand gives`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let actors = try await house.actors()
            let coordinator = try #require(actors[.coordinator])
            let organisations = Set(actors.values.map(\.organisation)).sorted { $0.text < $1.text }
            for seed in 1...(engine == .sqlite ? 8 : 3) as ClosedRange<UInt64> {
                var random = SeededGenerator(seed)
                let written = try await house.database.write { connection in
                    for table in CaseQueryTests.tables { try connection.execute(table) }
                    return try write(organisations, coordinator.user, seed, connection)
                }
                for number in 0..<48 {
                    let metric = metrics[number % metrics.count]
                    let question = MetricQuestion.random(metric, organisations, &random)
                    let context = Context(now: house.clock.now)
                    try await house.database.read { connection in
                        try agree(metric, question, coordinator, context, connection) { byHand(written, metric, $0) }
                    }
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a row opens where the case does, and is her own only of records that her organisation leads`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let actors = try await house.actors()
            let roles: [Role] = [.coordinator, .caseWorker, .identifyingOfficer, .analyst]
            let readers = try roles.map { try #require(actors[$0]) }
            let (now, user) = (house.clock.now, readers[0].user)
            let held = readers.flatMap { reader in
                [
                    HeldRelation(.lead, reader.organisation.text), HeldRelation(.receiving, reader.organisation.text),
                    HeldRelation(.worker, reader.user.text), HeldRelation(.barred, reader.user.text),
                ]
            }
            let (written, facts) = try await house.database.write { connection in
                var random = SeededGenerator(11)
                let written = try write([readers[0].organisation], user, 11, connection)
                var facts: [PersonID: ObjectFacts] = [:]
                for person in written.persons.keys.sorted(by: { $0.text < $1.text }) {
                    // Few are barred: whoever works with her sees her.
                    for one in held where Int.random(in: 0..<(one.relation == .barred ? 8 : 3), using: &random) == 0 {
                        try RelationStore.add(one, to: person.text, since: now, by: "test", connection)
                    }
                    facts[person] = try RelationStore.facts(of: person.text, at: now, connection)
                }
                return (written, facts)
            }
            var (open, shut) = (0, 0)
            for (role, reader) in zip(roles, readers) {
                let context = Context(now: now, purpose: Policy.purposes(of: reader).first)
                func isSeen(_ person: PersonID) -> Bool {
                    guard let facts = facts[person] else { return false }
                    let decision = Policy.decide(reader, .personOpen, on: facts, in: context)
                    return decision.isAllowed && decision.reach == .record
                        && facts.relations.contains(HeldRelation(.lead, reader.organisation.text))
                }
                let files = Dictionary(uniqueKeysWithValues: written.files.map { ($0.file.id.text, $0) })
                let desk = try await house.signedIn(as: role)
                for metric in metrics {
                    let question = MetricQuestion(unit: metric.units[0].code, from: Day(ordinal: 0), to: Day(ordinal: 100_000))
                    let (all, own) = try await house.database.read { connection in
                        (
                            try metric.rows(question, .all, reader, context, offset: 0, limit: 500, connection),
                            try metric.rows(question, .own, reader, context, offset: 0, limit: 500, connection)
                        )
                    }
                    let expected = all.map(\.id).filter { id in
                        let parts = id.split(separator: "/").map(String.init)
                        if parts.count == 2 { return PersonID(parts[1]).map(isSeen) ?? false }
                        let members = files[id]?.members.filter { $0.until == nil }.map(\.person) ?? []
                        return !members.isEmpty && members.allSatisfy(isSeen)
                    }
                    #expect(Set(own.map(\.id)) == Set(expected), "\(role) \(metric.name)")
                    #expect(Set(all.filter(\.opens).map(\.id)) == Set(expected), "\(role) \(metric.name)")
                    let told = Set(all.filter { $0.codes.values.contains { !$0.isEmpty } }.map(\.id))
                    #expect(told == Set(expected), "\(role) \(metric.name): codes of others")
                    for id in expected.prefix(3) {
                        let status = try await desk.get(metric.opening.path(id)).status
                        #expect(status == 200, "\(role) \(metric.name)")
                    }
                    (open, shut) = (open + expected.count, shut + all.count - expected.count)
                }
            }
            #expect(open > 20 && shut > open)
        }
    }
}

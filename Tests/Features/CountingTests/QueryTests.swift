import Core
import Counting
import Database
import Policy
import Reference
import TestSupport
import Testing

@testable import Referrals
@testable import Signals

/// What was written down, to be counted by hand.
private struct Written {
    var signals: [(signal: Signal, firstOutcome: Instant?, lastOutcome: SignalOutcome.Kind?)] = []
    /// Whether it counts as made, and when it was completed.
    var referrals: [(referral: Referral, isMade: Bool, completedAt: Instant?)] = []
}

private let places = ["BG-01", "BG-03", nil]

/// One of some values.
private func one<Value>(of values: [Value], _ random: inout SeededGenerator) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
}

/// A moment of 2025 or 2026, often right at an edge of a day in Sofia.
private func moment(_ random: inout SeededGenerator) -> Instant {
    let day = Day(2025, 10, 1).map { Day(ordinal: $0.ordinal + Int.random(in: 0..<200, using: &random)) }
    let start = (day ?? Day(ordinal: 0)).startInSofia.milliseconds
    return Instant(milliseconds: start + one(of: [0, -1, 1, 43_200_000, 86_399_999], &random))
}

private func later(_ instant: Instant, _ random: inout SeededGenerator) -> Instant {
    Instant(milliseconds: instant.milliseconds + Int64.random(in: 1...(60 * 86_400_000), using: &random))
}

private func facts(_ random: inout SeededGenerator, earlier: [SignalID]) -> SignalFacts {
    let country = one(of: ["BG", "DE", nil], &random)
    return SignalFacts(
        kind: Bool.random(using: &random) ? .signal : one(of: SignalFacts.Kind.allCases, &random),
        channel: one(of: SignalFacts.Channel.allCases, &random), reporter: .unknown, danger: .no, told: [],
        child: one(of: SignalFacts.Answer.allCases, &random), country: country,
        district: country == "BG" ? one(of: places, &random) : nil,
        forms: Set(ExploitationForm.allCases.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))), persons: [],
        indicators: [], sameAs: Int.random(in: 0..<6, using: &random) == 0 ? earlier.randomElement(using: &random) : nil)
}

private func write(_ organisations: [OrganisationID], _ user: UserID, _ seed: UInt64, _ connection: any Connection) throws -> Written {
    var random = SeededGenerator(seed)
    var written = Written()
    for number in 0..<60 {
        let at = moment(&random)
        let signal = Signal(
            id: .new(), reference: "С-\(seed)-\(number)", organisation: one(of: organisations, &random), receivedAt: at,
            enteredAt: later(at, &random), facts: facts(&random, earlier: written.signals.map(\.signal.id)), version: 1, outcome: nil,
            sealed: [])
        try SignalStore.add(signal, by: user, connection)
        var current = signal.facts
        if Int.random(in: 0..<4, using: &random) == 0 {
            current = facts(&random, earlier: [])
            try SignalStore.add(current, sealed: [], version: 2, to: signal.id, by: user, at: later(at, &random), connection)
        }
        var (first, last): (Instant?, SignalOutcome.Kind?)
        var decided = signal.enteredAt
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            decided = later(decided, &random)
            let kind = one(of: SignalOutcome.Kind.allCases, &random)
            try SignalStore.decide(SignalOutcome(kind: kind, institution: nil, at: decided, by: user), signal.id, connection)
            (first, last) = (first ?? decided, kind)
        }
        let now = Signal(
            id: signal.id, reference: signal.reference, organisation: signal.organisation, receivedAt: at, enteredAt: signal.enteredAt,
            facts: current, version: 2, outcome: nil, sealed: [])
        written.signals.append((now, first, last))
    }
    let persons = (0..<12).map { _ in PersonID.new() }
    for number in 0..<60 {
        let at = moment(&random)
        let referral = Referral(
            id: .new(), reference: "Н-\(seed)-\(number)", person: one(of: persons, &random),
            sender: one(of: organisations, &random), receiver: one(of: organisations, &random),
            purpose: one(of: ReferralPurpose.allCases, &random), standing: .citizen, ground: .child, danger: nil,
            consent: nil, groups: [], facts: [], until: nil, state: .waiting, madeAt: at)
        try ReferralStore.add(referral, by: user, connection)
        func happened(_ kind: ReferralEvent.Kind, _ state: Referral.State?, _ at: Instant) throws {
            let event = ReferralEvent(id: .new(), kind: kind, reason: nil, day: nil, at: at, by: user, organisation: referral.receiver)
            try ReferralStore.add(event, to: referral.id, state, connection)
        }
        let end = Int.random(in: 0..<6, using: &random)
        let (isAccepted, isArrived) = ([1, 2, 3].contains(end), [2, 3].contains(end))
        var feedback: Instant?
        if isAccepted { try happened(.accepted, .accepted, at) }
        if isArrived { try happened(.arrived, .arrived, at) }
        if end == 3 {
            for _ in 0..<2 {
                let said = later(feedback ?? at, &random)
                feedback = feedback ?? said
                try happened(.feedback, nil, said)
            }
        }
        if [1, 4].contains(end) { try happened(.withdrawn, .withdrawn, later(at, &random)) }
        if end == 5 { try happened(.takenBack, .takenBack, later(at, &random)) }
        written.referrals.append((referral, isAccepted || ![4, 5].contains(end), feedback))
    }
    return written
}

/// Counts by hand, from what was written, what a metric must say: the identifiers it counts.
private func byHand(_ written: Written, _ metric: Metric, _ question: MetricQuestion) -> Set<String> {
    func isInside(_ at: Instant?) -> Bool { at.map { (question.from...question.to).contains($0.dayInSofia) } ?? false }
    func fits(_ values: [String: Set<String>]) -> Bool {
        question.filters.allSatisfy { name, asked in
            let own = values[name] ?? []
            return !asked.isDisjoint(with: own.isEmpty ? [MetricQuestion.unknown] : own)
        }
    }
    if metric.name.hasPrefix("signals.") {
        return Set(
            written.signals.filter { one in
                let facts = one.signal.facts
                return facts.kind == .signal && facts.sameAs == nil
                    && isInside(metric.name == "signals.received" ? one.signal.receivedAt : one.firstOutcome)
                    && fits([
                        "organisation": [one.signal.organisation.text], "channel": [facts.channel.rawValue],
                        "form": Set(facts.forms.map(\.rawValue)), "child": [facts.child.rawValue],
                        "where": Set(facts.country.map { $0 == "BG" ? "home" : "abroad" }.map { [$0] } ?? []),
                        "district": Set(facts.district.map { [$0] } ?? []), "outcome": Set(one.lastOutcome.map { [$0.rawValue] } ?? []),
                    ])
            }.map(\.signal.id.text))
    }
    return Set(
        written.referrals.filter { one in
            let referral = one.referral
            return (metric.name == "referrals.made" ? one.isMade && isInside(referral.madeAt) : isInside(one.completedAt))
                && fits([
                    "sender": [referral.sender.text], "receiver": [referral.receiver.text], "purpose": [referral.purpose.rawValue],
                    "ground": [referral.ground.rawValue], "standing": [referral.standing.rawValue],
                ])
        }.map { question.unit == "person" ? $0.referral.person.text : $0.referral.id.text })
}

@Suite struct QueryTests {
    private let metrics = SignalsFeature.metrics + ReferralsFeature.metrics

    @Test(arguments: Engine.available)
    func `value, parts and rows are what counting by hand gives`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let actors = try await house.actors()
            let coordinator = try #require(actors[.coordinator])
            let organisations = Set(actors.values.map(\.organisation)).sorted { $0.text < $1.text }
            for seed in 1...(engine == .sqlite ? 6 : 2) as ClosedRange<UInt64> {
                var random = SeededGenerator(seed)
                try await house.database.write { connection in
                    for table in [
                        "DELETE FROM referral_events", "DELETE FROM referral_data", "DELETE FROM referrals", "DELETE FROM signal_outcomes",
                        "DELETE FROM signal_codes", "DELETE FROM signal_facts", "DELETE FROM signals",
                    ] as [SQL] { try connection.execute(table) }
                }
                let written = try await house.database.write { try write(organisations, coordinator.user, seed, $0) }
                for _ in 0..<40 {
                    let metric = try #require(metrics.randomElement(using: &random))
                    let question = question(metric, organisations, &random)
                    let expected = byHand(written, metric, question)
                    let context = Context(now: house.clock.now)
                    try await house.database.read { connection in
                        #expect(try metric.value(question, connection) == expected.count, "\(metric.name) \(question)")
                        let count = try metric.rowCount(question, .all, coordinator, context, connection)
                        let rows = try metric.rows(question, .all, coordinator, context, offset: 0, limit: 200, connection)
                        #expect(rows.count == count)
                        if question.unit != "person" { #expect(Set(rows.map(\.id)) == expected) }
                        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.day >= $1.day })
                        for dimension in metric.dimensions {
                            var narrowed = question
                            for part in try metric.parts(question, by: dimension, connection) {
                                narrowed.filters[dimension.name] = [part.code ?? MetricQuestion.unknown]
                                #expect(byHand(written, metric, narrowed).count == part.count, "\(metric.name) \(narrowed)")
                            }
                        }
                    }
                }
            }
        }
    }

    private func question(_ metric: Metric, _ organisations: [OrganisationID], _ random: inout SeededGenerator) -> MetricQuestion {
        let first = Day(2025, 10, 1)?.ordinal ?? 0
        let from = Day(ordinal: first + Int.random(in: 0..<150, using: &random))
        var filters: [String: Set<String>] = [:]
        for dimension in metric.dimensions where Int.random(in: 0..<4, using: &random) == 0 {
            let codes: [String] =
                switch dimension.codes {
                case .closed(let codes, _): codes
                case .organisations: organisations.map(\.text)
                case .districts: places.compactMap(\.self)
                case .countries, .institutions: []
                }
            filters[dimension.name] = Set((codes + [MetricQuestion.unknown]).shuffled(using: &random).prefix(2))
        }
        return MetricQuestion(
            unit: metric.units.randomElement(using: &random)?.code ?? "", from: from,
            to: Day(ordinal: from.ordinal + Int.random(in: 0..<120, using: &random)), filters: filters)
    }

    @Test(arguments: Engine.available)
    func `what a metric does not have counts nothing, never everything`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let actors = try await house.actors()
            let coordinator = try #require(actors[.coordinator])
            _ = try await house.database.write { try write([coordinator.organisation], coordinator.user, 7, $0) }
            let (from, to) = (Day(ordinal: 0), Day(ordinal: 100_000))
            for metric in metrics {
                let unit = try #require(metric.units.first).code
                try await house.database.read { connection in
                    let all = try metric.value(MetricQuestion(unit: unit, from: from, to: to), connection)
                    #expect(all > 0)
                    let odd = [
                        MetricQuestion(unit: "nothing", from: from, to: to),
                        MetricQuestion(unit: unit, from: from, to: to, filters: ["nothing": ["a"]]),
                        MetricQuestion(unit: unit, from: from, to: to, filters: [metric.dimensions[0].name: []]),
                        MetricQuestion(unit: unit, from: to, to: from),
                    ]
                    for question in odd {
                        let count = try metric.value(question, connection)
                        #expect(count == 0, "\(question)")
                    }
                }
            }
        }
    }

    @Test func `small figures and unfinished months are not for everybody`() throws {
        #expect((0...6).map(PublicFigure.init) == [.exact(0), .few, .few, .few, .few, .exact(5), .exact(6)])
        let year = MetricQuestion(
            unit: "signal", from: try #require(Day(2026, 1, 1)), to: try #require(Day(2026, 12, 31)))
        #expect(year.untilLastMonth(before: try #require(Day(2026, 1, 31))) == nil)
        #expect(year.untilLastMonth(before: try #require(Day(2026, 3, 1)))?.to == Day(2026, 2, 28))
        #expect(year.untilLastMonth(before: try #require(Day(2027, 5, 1)))?.to == year.to)
    }
}

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
    struct OfSignal {
        let signal: Signal
        /// In the order in which they were decided.
        let outcomes: [SignalOutcome]
        let passes: [(to: OrganisationID, at: Instant)]

        /// When it was first handed to somebody; nil where it was not, or no longer is.
        var handedAt: Instant? {
            let stands = outcomes.last?.kind == .redirected
            return (passes.map(\.at) + (stands ? outcomes.filter { $0.kind == .redirected }.map(\.at) : [])).min()
        }
    }

    struct OfReferral {
        let referral: Referral
        /// Whether it counts as made.
        let isMade: Bool
        let isArrived: Bool
        /// In the order in which they were told.
        let feedback: [(kind: FeedbackKind, at: Instant)]
        /// As it was noted last.
        let stay: (district: String, since: Day)?
        let housedAt: Instant?

        var completedAt: Instant? { isArrived ? feedback.first?.at : nil }
        var returnedAt: Instant? { referral.purpose == .safeReturn ? feedback.first { $0.kind == .completed }?.at : nil }
        var caredAt: Instant? {
            let isChild = referral.ground == .child || referral.facts.contains(SharedFact(code: "age-group", value: "child"))
            let helped = feedback.filter { [.started, .completed].contains($0.kind) }.map(\.at) + [housedAt].compactMap(\.self)
            return isChild ? helped.min() : nil
        }
    }

    var signals: [OfSignal] = []
    var referrals: [OfReferral] = []
}

private let places = ["BG-01", "BG-03", nil]
private let bodies = ["МВР", "ДАЗД", nil]

private func facts(_ random: inout SeededGenerator, earlier: [SignalID]) -> SignalFacts {
    let country = one(of: ["BG", "DE", nil], &random)
    let groups = ConcernedPersons.Group.allCases.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
    return SignalFacts(
        kind: Bool.random(using: &random) ? .signal : one(of: SignalFacts.Kind.allCases, &random),
        channel: one(of: SignalFacts.Channel.allCases, &random), reporter: one(of: SignalFacts.Reporter.allCases, &random), danger: .no,
        told: [], child: one(of: SignalFacts.Answer.allCases, &random), country: country,
        district: country == "BG" ? one(of: places, &random) : nil,
        forms: Set(ExploitationForm.allCases.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))),
        persons: groups.map { ConcernedPersons(group: $0, count: Int.random(in: 1...9, using: &random)) }, indicators: [],
        sameAs: Int.random(in: 0..<6, using: &random) == 0 ? earlier.randomElement(using: &random) : nil)
}

private func write(_ organisations: [OrganisationID], _ user: UserID, _ seed: UInt64, _ connection: any Connection) throws -> Written {
    var random = SeededGenerator(seed)
    var written = Written()
    for number in 0..<60 {
        let earlier = written.signals.map(\.signal.id)
        written.signals.append(try signal("С-\(seed)-\(number)", organisations, user, earlier, &random, connection))
    }
    let persons = (0..<12).map { _ in PersonID.new() }
    for number in 0..<60 {
        written.referrals.append(try referral("Н-\(seed)-\(number)", organisations, persons, user, &random, connection))
    }
    return written
}

private func signal(
    _ reference: String, _ organisations: [OrganisationID], _ user: UserID, _ earlier: [SignalID], _ random: inout SeededGenerator,
    _ connection: any Connection
) throws -> Written.OfSignal {
    let at = moment(&random)
    let signal = Signal(
        id: .new(), reference: reference, organisation: one(of: organisations, &random), receivedAt: at, enteredAt: later(at, &random),
        facts: facts(&random, earlier: earlier), version: 1, outcome: nil, sealed: [])
    try SignalStore.add(signal, by: user, connection)
    var current = signal.facts
    if Int.random(in: 0..<4, using: &random) == 0 {
        current = facts(&random, earlier: [])
        try SignalStore.add(current, sealed: [], version: 2, to: signal.id, by: user, at: later(at, &random), connection)
    }
    var outcomes: [SignalOutcome] = []
    for _ in 0..<Int.random(in: 0...3, using: &random) {
        let kind = Bool.random(using: &random) ? .redirected : one(of: SignalOutcome.Kind.allCases, &random)
        let outcome = SignalOutcome(
            kind: kind, institution: kind == .redirected ? one(of: bodies, &random) : nil,
            at: later(outcomes.last?.at ?? signal.enteredAt, &random), by: user)
        try SignalStore.decide(outcome, signal.id, connection)
        outcomes.append(outcome)
    }
    var passes: [(to: OrganisationID, at: Instant)] = []
    for _ in 0..<max(0, Int.random(in: -2...2, using: &random)) {
        let pass = (to: one(of: organisations, &random), at: later(at, &random))
        try SignalStore.pass(signal.id, to: pass.to, by: user, at: pass.at, connection)
        passes.append(pass)
    }
    let now = Signal(
        id: signal.id, reference: signal.reference, organisation: signal.organisation, receivedAt: at, enteredAt: signal.enteredAt,
        facts: current, version: 2, outcome: nil, sealed: [])
    return Written.OfSignal(signal: now, outcomes: outcomes, passes: passes)
}

private func referral(
    _ reference: String, _ organisations: [OrganisationID], _ persons: [PersonID], _ user: UserID, _ random: inout SeededGenerator,
    _ connection: any Connection
) throws -> Written.OfReferral {
    let at = moment(&random)
    let age = one(of: ["child", "adult", nil], &random)
    let referral = Referral(
        id: .new(), reference: reference, person: one(of: persons, &random),
        sender: one(of: organisations, &random), receiver: one(of: organisations, &random),
        purpose: Bool.random(using: &random) ? .safeReturn : one(of: ReferralPurpose.allCases, &random), standing: .citizen,
        crossing: one(of: [nil] + Referral.Crossing.allCases, &random), ground: one(of: Referral.Ground.allCases, &random), danger: nil,
        consent: nil, groups: [], facts: age.map { [SharedFact(code: "age-group", value: $0)] } ?? [], until: nil, state: .waiting,
        madeAt: at)
    try ReferralStore.add(referral, by: user, connection)
    func happened(_ kind: ReferralEvent.Kind, _ state: Referral.State?, _ at: Instant, reason: String? = nil) throws {
        let event = ReferralEvent(id: .new(), kind: kind, reason: reason, day: nil, at: at, by: user, organisation: referral.receiver)
        try ReferralStore.add(event, to: referral.id, state, connection)
    }
    let end = Int.random(in: 0..<8, using: &random)
    let (isAccepted, isArrived) = ([1, 2, 3, 6, 7].contains(end), [2, 3, 6].contains(end))
    if isAccepted { try happened(.accepted, .accepted, at) }
    if isArrived { try happened(.arrived, .arrived, at) }
    var (feedback, stay): ([(kind: FeedbackKind, at: Instant)], (district: String, since: Day)?) = ([], nil)
    for _ in 0..<([3, 6, 7].contains(end) ? 2 : 0) {
        let said = (kind: one(of: [FeedbackKind.started, .completed, .left], &random), at: later(feedback.last?.at ?? at, &random))
        try happened(.feedback, nil, said.at, reason: said.kind.rawValue)
        feedback.append(said)
    }
    var housedAt: Instant?
    for _ in 0..<(isAccepted ? Int.random(in: 0...2, using: &random) : 0) {
        let noted = later(housedAt ?? at, &random)
        let one = Accommodation(
            id: .new(), person: referral.person, referral: referral.id, organisation: referral.receiver,
            district: one(of: places.compactMap(\.self), &random), since: moment(&random).dayInSofia)
        try AccommodationStore.end(referral.id, at: noted, by: user.text, connection)
        try AccommodationStore.add(one, by: user, at: noted, connection)
        try happened(.housed, nil, noted)
        (stay, housedAt) = ((one.district, one.since), housedAt ?? noted)
    }
    if [1, 4].contains(end) { try happened(.withdrawn, .withdrawn, later(at, &random)) }
    if end == 5 { try happened(.takenBack, .takenBack, later(at, &random)) }
    return Written.OfReferral(
        referral: referral, isMade: isAccepted || ![4, 5].contains(end), isArrived: isArrived, feedback: feedback, stay: stay,
        housedAt: housedAt)
}

/// Counts by hand, from what was written, what a metric must say.
private func byHand(_ written: Written, _ metric: Metric, _ question: MetricQuestion) -> HandCounted {
    metric.name.hasPrefix("signals.") || metric.name.hasPrefix("contacts.")
        ? bySignals(written, metric, question) : byReferrals(written, metric, question)
}

private func bySignals(_ written: Written, _ metric: Metric, _ question: MetricQuestion) -> HandCounted {
    var counted = HandCounted()
    for one in written.signals {
        let (signal, facts) = (one.signal, one.signal.facts)
        guard metric.name == "contacts.answered" || facts.kind == .signal && facts.sameAs == nil else { continue }
        let at: Instant? =
            switch metric.name {
            case "signals.processed": one.outcomes.first?.at
            case "signals.referred": one.handedAt
            default: signal.receivedAt
            }
        guard question.has(at) else { continue }
        let last = one.outcomes.last
        let codes: [String: Set<String>] = [
            "organisation": [signal.organisation.text], "channel": [facts.channel.rawValue],
            "form": Set(facts.forms.map(\.rawValue)), "child": [facts.child.rawValue], "contact": [facts.kind.rawValue],
            "reporter": [facts.reporter.rawValue],
            "where": Set(facts.country.map { $0 == "BG" ? "home" : "abroad" }.map { [$0] } ?? []),
            "district": Set(facts.district.map { [$0] } ?? []), "outcome": Set(last.map { [$0.kind.rawValue] } ?? []),
            "receiver": Set(one.passes.map(\.to.text)),
            "redirected": Set((last?.kind == .redirected ? last?.institution : nil).map { [$0] } ?? []),
        ]
        guard metric.name == "signals.persons" else {
            if question.fits(codes) { counted.add(signal.id.text, signal.id.text) }
            continue
        }
        for group in facts.persons where question.fits(codes.merging(["concerned": [group.group.rawValue]]) { _, new in new }) {
            counted.add(signal.id.text, sum: group.count)
        }
    }
    return counted
}

private func byReferrals(_ written: Written, _ metric: Metric, _ question: MetricQuestion) -> HandCounted {
    var counted = HandCounted()
    for one in written.referrals {
        let referral = one.referral
        let isIn =
            switch metric.name {
            case "referrals.made": one.isMade && question.has(referral.madeAt)
            case "referrals.transnational":
                one.isMade && [.incoming, .outgoing].contains(referral.crossing) && question.has(referral.madeAt)
            case "referrals.completed": question.has(one.completedAt)
            case "placements.started": one.stay.map { (question.from...question.to).contains($0.since) } ?? false
            case "children.cared": question.has(one.caredAt)
            case "returns.completed": question.has(one.returnedAt)
            default: false
            }
        let codes: [String: Set<String>] = [
            "sender": [referral.sender.text], "receiver": [referral.receiver.text], "purpose": [referral.purpose.rawValue],
            "ground": [referral.ground.rawValue], "standing": [referral.standing.rawValue],
            "crossing": Set(referral.crossing.map { [$0.rawValue] } ?? []), "district": Set(one.stay.map { [$0.district] } ?? []),
        ]
        guard isIn, question.fits(codes) else { continue }
        counted.add(referral.id.text, ["person", "minor"].contains(question.unit) ? referral.person.text : referral.id.text)
    }
    return counted
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
                        "DELETE FROM accommodations", "DELETE FROM referral_events", "DELETE FROM referral_data", "DELETE FROM referrals",
                        "DELETE FROM signal_outcomes", "DELETE FROM signal_passes", "DELETE FROM signal_codes",
                        "DELETE FROM signal_persons",
                        "DELETE FROM signal_facts", "DELETE FROM signals",
                    ] as [SQL] { try connection.execute(table) }
                }
                let written = try await house.database.write { try write(organisations, coordinator.user, seed, $0) }
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

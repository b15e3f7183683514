import Core
import Counting
import Database
import Policy
import TestSupport
import Testing

@testable import Activities

/// What the metrics of acts say is what counting by hand gives.
@Suite struct CountingTests {
    private let metrics = ActivitiesFeature.metrics

    @Test(arguments: Engine.available)
    func `value, parts and rows of every metric are what counting by hand gives`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let actors = try await house.actors()
            let coordinator = try #require(actors[.coordinator])
            let organisations = Set(actors.values.map(\.organisation)).sorted { $0.text < $1.text }
            let acts = RandomActs(seed: engine == .sqlite ? 1 : 2, count: 900, organisations: organisations, by: coordinator.user)
            try await house.database.write { try acts.write(by: coordinator.user, $0) }
            let hand = ByHand(acts: acts.acts, lists: acts.lists)
            var random = SeededGenerator(7)
            var counted: Set<String> = []
            for metric in metrics {
                for turn in 0..<12 {
                    let question = question(metric, organisations, isWide: turn == 0, &random)
                    let dimensions = metric.dimensions.shuffled(using: &random).prefix(3)
                    try await house.database.read { connection in
                        let value = try metric.value(question, connection)
                        #expect(value == hand.value(metric, question), "\(metric.name) \(question)")
                        let range = question.unit == "person" ? hand.persons(metric, question) : value...value
                        #expect(try metric.range(question, connection) == range, "\(metric.name) \(question)")
                        try expectRows(metric, question, hand, coordinator, house.clock.now, connection)
                        for dimension in dimensions {
                            try expectParts(metric, question, dimension, hand, connection)
                        }
                    }
                    if hand.value(metric, question) > 0 { counted.insert(metric.name) }
                }
            }
            #expect(Set(metrics.map(\.name)).subtracting(counted) == [], "never more than nought: nothing was shown")
        }
    }

    @Test(arguments: Engine.available)
    func `what serves two measures of a plan is found, whatever came first and was taken away`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let coordinator = try #require(try await house.actors()[.coordinator])
            let written = RandomActs(seed: 21, count: 120, organisations: [coordinator.organisation], by: coordinator.user)
            try await house.database.write { try written.write(by: coordinator.user, $0) }
            var random = SeededGenerator(22)
            var serving = Dictionary(uniqueKeysWithValues: written.acts.map { ($0.id, Set($0.assignments.map(\.measure))) })
            for _ in 0..<300 {
                let act = try #require(written.acts.randomElement(using: &random))
                let measure = try #require(RandomActs.plans.randomElement(using: &random))
                let (isAdded, now) = (Bool.random(using: &random), house.clock.now)
                try await house.database.write { connection in
                    if isAdded {
                        try ActivityStore.assign(act.id, to: measure, by: coordinator.user, at: now, connection)
                    } else {
                        try ActivityStore.unassign(act.id, from: measure, by: coordinator.user, at: now, connection)
                    }
                }
                if isAdded { serving[act.id]?.insert(measure) } else { serving[act.id]?.remove(measure) }
            }
            var filter = ActivityFilter()
            (filter.isTwice, filter.plan) = (true, "p")
            let asked = filter
            let found = try await house.database.read { try ActivityStore.list(asked, coordinator, offset: 0, limit: 500, $0) }
            let expected = written.acts.filter { act in
                act.facts.sameAs == nil && act.facts.state != .cancelled && serving[act.id, default: []].count { $0.plan == "p" } > 1
            }
            #expect(Set(found.map(\.id)) == Set(expected.map(\.id)) && expected.count > 10)
        }
    }

    private func expectRows(
        _ metric: Metric, _ question: MetricQuestion, _ hand: ByHand, _ reader: Actor, _ now: Instant, _ connection: any Connection
    ) throws {
        let expected = Dictionary(grouping: hand.lines(metric, question)) { $0.act.id.text }
        let rows = try metric.rows(question, .all, reader, Context(now: now), offset: 0, limit: 2000, connection)
        #expect(Set(rows.map(\.id)) == Set(expected.keys), "\(metric.name) \(question)")
        let count = try metric.rowCount(question, .all, reader, Context(now: now), connection)
        #expect(rows.count == count && rows.count == expected.count)
        for row in rows {
            let own = expected[row.id] ?? []
            let once = own.compactMap { $0.once[question.unit] }
            let persons = Set(own.flatMap(\.persons)).count
            let amount = own.reduce(0) { $0 + ($1.amounts[question.unit] ?? 0) }
            let expected = question.unit == "person" ? persons : once.isEmpty ? amount : Set(once).count
            #expect(row.count == expected, "\(metric.name) \(question)")
            #expect(row.day == own.map(\.from).min(), "\(metric.name)")
        }
    }

    private func expectParts(
        _ metric: Metric, _ question: MetricQuestion, _ dimension: MetricDimension, _ hand: ByHand, _ connection: any Connection
    ) throws {
        let parts = try metric.parts(question, by: dimension, connection)
        let lines = hand.lines(metric, question)
        let asked = question.filters[dimension.name]
        let codes = Set(lines.flatMap { Array($0.codes[dimension.name].flatMap { $0.isEmpty ? nil : $0 } ?? [MetricQuestion.unknown]) })
        #expect(
            Set(parts.map { $0.code ?? MetricQuestion.unknown }) == (asked.map(codes.intersection) ?? codes),
            "\(metric.name) \(dimension.name)")
        for part in parts {
            var narrowed = question
            narrowed.filters[dimension.name] = [part.code ?? MetricQuestion.unknown]
            #expect(hand.value(metric, narrowed) == part.count, "\(metric.name) \(narrowed)")
        }
    }

    private func question(
        _ metric: Metric, _ organisations: [OrganisationID], isWide: Bool, _ random: inout SeededGenerator
    ) -> MetricQuestion {
        let first = Day(2026, 1, 1)?.ordinal ?? 0
        let unit = metric.units.randomElement(using: &random)?.code ?? ""
        guard !isWide else { return MetricQuestion(unit: unit, from: Day(ordinal: first), to: Day(ordinal: first + 200)) }
        let from = Day(ordinal: first + Int.random(in: 0..<60, using: &random))
        var filters: [String: Set<String>] = [:]
        for dimension in metric.dimensions where Int.random(in: 0..<6, using: &random) == 0 {
            let codes: [String] =
                switch dimension.codes {
                case .closed(let codes, _): codes
                case .organisations: organisations.map(\.text)
                case .districts: RandomActs.districts.compactMap(\.self)
                case .countries: ["BG", "DE", "GR"]
                case .institutions: RandomActs.institutions
                }
            filters[dimension.name] = Set((codes + [MetricQuestion.unknown]).shuffled(using: &random).prefix(max(2, codes.count / 2)))
        }
        let measure = Int.random(in: 0..<2, using: &random) == 0 ? RandomActs.plans.randomElement(using: &random) : nil
        return MetricQuestion(
            unit: unit, from: from, to: Day(ordinal: from.ordinal + Int.random(in: 5..<120, using: &random)), filters: filters,
            measure: measure)
    }
}

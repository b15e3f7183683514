import Core
import Counting
import Database
import Policy
import TestSupport
import Testing

@testable import Activities

/// What is remembered of a figure is what counting it now gives, whatever was done meanwhile.
@Suite struct MemoryTests {
    private let year = (from: Day(ordinal: 20_400), to: Day(ordinal: 20_800))

    @Test(arguments: Engine.available)
    func `after every change a remembered figure is what counting gives`(_ engine: Engine) async throws {
        try await withHouse(engine) { house in
            let actors = try await house.actors()
            let coordinator = try #require(actors[.coordinator])
            let memory = MetricMemory(limit: 150)
            let first = RandomActs(seed: 11, count: 60, organisations: [coordinator.organisation], by: coordinator.user)
            try await house.database.write { try first.write(by: coordinator.user, $0) }
            var acts = first.acts
            var (changed, values): (Set<String>, [String: ClosedRange<Int>]) = ([], [:])
            for turn in 0..<120 {
                let (now, user) = (Instant(milliseconds: house.clock.now.milliseconds + Int64(turn)), coordinator.user)
                let step = Step.allCases[turn % Step.allCases.count]
                let fresh = RandomActs(
                    seed: UInt64(turn) + 100, count: 20, organisations: [coordinator.organisation], by: user, after: acts)
                let known = acts
                acts = try await house.database.write { try step.take(known, fresh, by: user, at: now, $0) }
                for (name, remembered, counted) in try await figures(memory, house.database) {
                    #expect(remembered == counted, "\(name) after \(step)")
                    if values.updateValue(counted, forKey: name) != counted, turn > 0 { changed.insert(step.rawValue) }
                }
            }
            #expect(changed == Set(Step.allCases.map(\.rawValue)), "each step has changed some figure")
        }
    }

    private func figures(_ memory: MetricMemory, _ database: any Database) async throws -> [(String, ClosedRange<Int>, ClosedRange<Int>)] {
        let (from, to) = year
        return try await database.read { connection in
            try memory.look(connection) { look in
                try ActivitiesFeature.metrics.flatMap { metric in
                    try RandomActs.plans.map { measure in
                        let question = MetricQuestion(unit: metric.units.last?.code ?? "", from: from, to: to, measure: measure)
                        return (
                            "\(metric.name) \(measure)", try look.range(metric, question), try metric.range(question, connection)
                        )
                    }
                }
            }
        }
    }

    @Test func `what has not changed is not counted again`() async throws {
        try await withHouse(.sqlite) { house in
            let coordinator = try #require(try await house.actors()[.coordinator])
            let acts = RandomActs(seed: 3, count: 40, organisations: [coordinator.organisation], by: coordinator.user)
            try await house.database.write { try acts.write(by: coordinator.user, $0) }
            let (memory, watched) = (MetricMemory(), CountingDatabase(house.database))
            let (from, to) = year
            let metrics = ActivitiesFeature.metrics
            func look() async throws -> [ClosedRange<Int>] {
                _ = watched.taken()
                return try await watched.read { connection in
                    try memory.look(connection) { look in
                        try metrics.map {
                            try look.range(
                                $0, MetricQuestion(unit: $0.units.first?.code ?? "", from: from, to: to, measure: RandomActs.plans.first))
                        }
                    }
                }
            }
            let first = try await look()
            #expect(watched.taken().count > metrics.count)
            #expect(try await look() == first)
            #expect(watched.taken().count == 3, "one statement in a transaction: which revisions hold")
        }
    }
}

/// What can happen to acts that are counted.
private enum Step: String, CaseIterable {
    case added, listed, unlisted, expired, corrected, reached, unreached, finished, assigned, unassigned, imported, undone

    /// - Returns: all acts there are.
    func take(
        _ acts: [Activity], _ fresh: RandomActs, by user: UserID, at now: Instant, _ connection: any Connection
    ) throws -> [Activity] {
        let measure = RandomActs.plans[0]
        switch self {
        case .added:
            try fresh.write(by: user, connection)
            return acts + fresh.acts
        case .listed:
            for one in acts where one.kind == .training {
                let people = one.facts.heads.enumerated().map { line, head in
                    (token: "лице \(line)", cell: HeadCell(profession: head.profession, sex: head.sex, institution: head.institution))
                }
                try AttendanceStore.set(people, of: ParticipantPeriod(one.facts), one.id, connection)
            }
        case .unlisted:
            for one in acts.prefix(acts.count / 2) { try AttendanceStore.forgetTokens(of: one.id, connection) }
        case .expired: try AttendanceStore.forgetTokens(of: ParticipantPeriod(year: 2026), connection)
        case .corrected:
            for one in acts.prefix(20) {
                guard let current = try ActivityStore.find([one.id], connection).first else { continue }
                var facts = current.facts
                facts.state = current.version % 2 == 0 ? .cancelled : .done
                try ActivityStore.add(facts, version: current.version + 1, to: one.id, by: user, at: now, connection)
            }
        case .reached, .unreached:
            for one in acts {
                for stage in one.kind.stages {
                    if self == .reached {
                        try ActivityStore.reach(
                            ReachedStage(stage: stage, on: Day(ordinal: 20_500), number: nil), one.id, by: user, at: now, connection)
                    } else {
                        try ActivityStore.unreach(stage, one.id, at: now, connection)
                    }
                }
            }
        case .finished:
            for one in acts {
                for task in one.tasks {
                    try ActivityStore.finish(
                        task.id, of: one.id, on: now.milliseconds / Int64(Step.allCases.count) % 2 == 0 ? Day(ordinal: 20_500) : nil,
                        by: user, connection)
                }
            }
        case .assigned: for one in acts { try ActivityStore.assign(one.id, to: measure, by: user, at: now, connection) }
        case .unassigned:
            for one in acts { try ActivityStore.unassign(one.id, from: measure, by: user, at: now, connection) }
        case .imported:
            try ActivityStore.add(fresh.acts, of: Step.batch, connection) { _ in }
            try ActivityStore.assign(fresh.acts.map { ($0.id, measure) }, by: user, at: now, connection)
        case .undone: _ = try ActivityStore.cancel(Step.batch, by: user, at: now, connection)
        }
        return acts
    }

    private static let batch = ImportID.new()
}

import Core
import TestSupport
import Testing

@testable import Ledger

/// A day's work, and what does not belong there.
struct Scene {
    private(set) var records: [LedgerRecord] = []

    /// Thursday 19 November 2026, in Sofia two hours ahead of UTC.
    static func at(_ hour: Int, _ minute: Int, day: Int = 19) -> Instant {
        Instant(
            milliseconds: Instant(milliseconds: (Day(2026, 11, day) ?? Day(ordinal: 0)).startInSofia.milliseconds).milliseconds
                + Int64(hour * 60 + minute) * 60_000)
    }

    mutating func add(
        _ time: Instant, _ actor: String, _ act: String, _ object: String, role: String = "case-worker", purpose: String? = nil,
        decision: LedgerEntry.Decision = .allow
    ) {
        let entry = LedgerEntry(
            time: time, actor: actor, act: act, object: object, organisation: "org", role: role, purpose: purpose, decision: decision)
        records.append(LedgerRecord(position: records.count, entry: entry))
    }

    /// Three case workers from nine to five, each with six records of their own, a hotline at night, a refusal and some searches.
    static func quietDay() -> Scene {
        var scene = Scene()
        for hour in 9..<17 {
            for worker in 0..<3 {
                scene.add(at(hour, 3 + worker), "worker-\(worker)", "person.search", "search")
                for record in 0..<3 {
                    scene.add(
                        at(hour, 10 + 12 * record + worker), "worker-\(worker)", "person.open", "case-\(worker)-\((hour + record) % 6)")
                }
            }
            if hour % 4 == 0 { scene.add(at(hour, 55), "worker-1", "person.unmask", "case-0-1", decision: .deny) }
        }
        for hour in 22..<26 { scene.add(at(hour, 30), "hotline", "person.open", "case-hotline-\(hour)", role: "hotline-operator") }
        return scene
    }

    /// Everybody works with the records that bear the same number.
    static let facts = DetectorFacts(
        isWorker: { actor, object in
            object.hasPrefix("case-" + actor.replacing("worker-", with: "") + "-") || object.hasPrefix("case-\(actor)-")
        },
        tasks: ["supervision"], canaries: ["canary"])
}

@Suite struct DetectorTests {
    /// Something that happens on a quiet day, and what is to be found.
    struct Planted: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let detector: Detector
        let object: String?
        /// Of the entries planted, those that belong to the finding.
        let found: Range<Int>
        let plant: @Sendable (inout Scene) -> Void
    }

    static let planted: [Planted] = [
        Planted(testDescription: "a record opened without a task", detector: .withoutTask, object: "case-2-1", found: 0..<1) { scene in
            scene.add(Scene.at(18, 0), "worker-0", "person.open", "case-2-1")
        },
        Planted(testDescription: "a purpose that anybody can name", detector: .withoutTask, object: "case-2-1", found: 0..<2) { scene in
            scene.add(Scene.at(18, 0), "worker-0", "person.open", "case-2-1", purpose: "help")
            scene.add(Scene.at(18, 20), "worker-0", "person.unmask", "case-2-1", purpose: "help")
            scene.add(Scene.at(18, 21), "worker-0", "person.open", "case-2-2", purpose: "supervision")
        },
        Planted(testDescription: "twenty records in a row", detector: .manyInARow, object: nil, found: 0..<21) { scene in
            for number in 0..<21 { scene.add(Scene.at(18, number), "worker-0", "person.open", "case-0-x\(number)") }
        },
        Planted(testDescription: "a record opened at night", detector: .night, object: nil, found: 0..<1) { scene in
            scene.add(Scene.at(26, 10), "worker-0", "person.open", "case-0-1")
        },
        Planted(testDescription: "a record opened on Sunday", detector: .night, object: nil, found: 0..<1) { scene in
            scene.add(Scene.at(11, 0, day: 22), "worker-0", "person.open", "case-0-1")
        },
        Planted(testDescription: "thirty searches", detector: .searching, object: nil, found: 0..<30) { scene in
            for number in 0..<30 { scene.add(Scene.at(18, number), "worker-0", "person.search", "search") }
        },
        Planted(testDescription: "five refusals", detector: .refused, object: nil, found: 0..<5) { scene in
            for number in 0..<5 { scene.add(Scene.at(18, 2 * number), "worker-0", "person.open", "case-\(number)", decision: .deny) }
        },
        Planted(testDescription: "an emergency", detector: .emergency, object: "case-0-1", found: 0..<1) { scene in
            scene.add(Scene.at(18, 0), "worker-0", "person.break-glass", "case-0-1")
        },
        Planted(testDescription: "ten others' records in a day for supervision", detector: .namedTask, object: nil, found: 0..<10) {
            scene in
            for number in 0..<10 {
                scene.add(
                    Scene.at(18, 5 * number), "worker-0", "person.open", "case-9-\(number)", role: "supervisor", purpose: "supervision")
            }
        },
        Planted(testDescription: "a code without a second person", detector: .codeAlone, object: "user-9", found: 0..<1) { scene in
            scene.add(Scene.at(18, 0), "worker-0", "code.alone", "user-9", role: "administrator")
        },
        Planted(testDescription: "a security key with a double", detector: .keyDoubled, object: "worker-0", found: 0..<1) { scene in
            scene.add(Scene.at(18, 0), "worker-0", "factor.doubled", "worker-0", decision: .deny)
        },
        Planted(testDescription: "signals opened one after the other", detector: .manyInARow, object: nil, found: 0..<20) { scene in
            for number in 0..<20 { scene.add(Scene.at(18, number), "worker-0", "signal.unmask", "signal-\(number)") }
        },
        Planted(testDescription: "a signal opened at night", detector: .night, object: nil, found: 0..<1) { scene in
            scene.add(Scene.at(23, 30), "worker-0", "signal.open", "signal-1")
        },
        Planted(testDescription: "a decoy opened", detector: .canary, object: "canary", found: 0..<2) { scene in
            scene.add(Scene.at(18, 0), "worker-0", "person.open", "canary", purpose: "supervision")
            scene.add(Scene.at(18, 1), "worker-0", "person.unmask", "canary", purpose: "supervision", decision: .deny)
        },
    ]

    @Test(arguments: Detector.allCases)
    func `a quiet day raises no alarm`(detector: Detector) {
        #expect(detector.findings(in: Scene.quietDay().records, facts: Scene.facts) == [])
    }

    @Test(arguments: planted)
    func `what is planted in a quiet day is found`(planted: Planted) throws {
        var scene = Scene.quietDay()
        let start = scene.records.count
        planted.plant(&scene)
        let findings = planted.detector.findings(in: scene.records, facts: Scene.facts)
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(finding.detector == planted.detector && finding.actor == "worker-0" && finding.object == planted.object)
        #expect(finding.positions == planted.found.map { start + $0 })
        #expect(finding.began == scene.records[start].entry.time)
        // Every other detector is silent, or has its own reason.
        for other in Detector.allCases where other != planted.detector && other != .withoutTask {
            #expect(other.findings(in: scene.records, facts: Scene.facts).allSatisfy { $0.positions[0] >= start })
        }
    }

    @Test func `just below its threshold a detector is silent`() {
        var scene = Scene.quietDay()
        for number in 0..<4 { scene.add(Scene.at(18, number), "worker-0", "person.open", "case-\(number)", decision: .deny) }
        // The fifth comes too late, and somebody else's does not count.
        scene.add(Scene.at(18, 11), "worker-0", "person.open", "case-4", decision: .deny)
        scene.add(Scene.at(18, 11), "worker-1", "person.open", "case-4", decision: .deny)
        #expect(Detector.refused.findings(in: scene.records, facts: Scene.facts) == [])
        // The same record over and over is one.
        for number in 0..<40 { scene.add(Scene.at(19, number % 20), "worker-0", "person.open", "case-0-\(number % 19)") }
        #expect(Detector.manyInARow.findings(in: scene.records, facts: Scene.facts) == [])
    }

    @Test func `a clock set back hides nothing`() {
        var scene = Scene()
        for number in 0..<5 { scene.add(Scene.at(18, 9 - 2 * number), "worker-0", "person.open", "case-9", decision: .deny) }
        #expect(Detector.refused.findings(in: scene.records, facts: Scene.facts).map(\.positions) == [[0, 1, 2, 3, 4]])
    }

    @Test func `episodes are the stretches in which every entry has enough neighbours`() {
        var generator = SeededGenerator(77)
        for _ in 0..<200 {
            var scene = Scene()
            var minute = 0
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                minute += Int.random(in: 0...6, using: &generator)
                scene.add(Scene.at(0, minute), "a", "x", "o")
            }
            let limit = DetectorThresholds.Limit(
                Int.random(in: 1...5, using: &generator), within: Int.random(in: 0...12, using: &generator))
            let times = scene.records.map(\.entry.time.milliseconds)
            // By the definition: an entry belongs when some stretch with it has so many within so many minutes.
            let belongs = times.indices.map { index in
                times.indices.contains { first in
                    let last = first + limit.count - 1
                    guard last < times.count, times[last] - times[first] <= Int64(limit.minutes) * 60_000 else { return false }
                    let reach = times.lastIndex { $0 - times[first] <= Int64(limit.minutes) * 60_000 } ?? last
                    return (first...reach).contains(index)
                }
            }
            let found = Episodes.find(scene.records, limit: limit, differing: false)
            #expect(times.indices.map { index in found.contains { $0.contains(index) } } == belongs)
            for (left, right) in zip(found, found.dropFirst()) { #expect(left.upperBound <= right.lowerBound) }
        }
    }
}

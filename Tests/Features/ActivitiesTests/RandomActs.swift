import Core
import Counting
import Database
import TestSupport

@testable import Activities

/// Acts of all kinds as chance has it: planned, done, cancelled, merged, corrected, with stages, tasks, heads and measures.
struct RandomActs {
    private(set) var acts: [Activity] = []
    /// Who was at some of the trainings, by a name that stands for a token.
    private(set) var lists: [ActivityID: [(person: String, cell: HeadCell)]] = [:]
    static let plans = [
        MeasureReference(plan: "p", measure: "1"), MeasureReference(plan: "p", measure: "2"), MeasureReference(plan: "q", measure: "1"),
    ]
    static let districts = ["BG-01", "BG-03", nil]
    static let countries = ["BG", "DE", nil]
    static let institutions = ["НКБТХ", "АСП"]

    private var random: SeededGenerator

    /// - Parameter earlier: acts with which they may be merged.
    init(seed: UInt64, count: Int, organisations: [OrganisationID], by user: UserID, after earlier: [Activity] = []) {
        random = SeededGenerator(seed)
        acts = earlier
        defer { acts.removeFirst(earlier.count) }
        for number in 0..<count {
            let kind = one(ActivityKind.allCases)
            let (id, facts) = (ActivityID.new(), facts(kind))
            let at = Instant(milliseconds: day().startInSofia.milliseconds + 40_000_000)
            acts.append(
                Activity(
                    id: id, reference: "Д-\(seed)-\(number)", organisation: one(organisations), kind: kind, enteredAt: at,
                    enteredBy: user,
                    facts: kind == .training ? listed(facts, id) : facts, version: Int.random(in: 1...2, using: &random),
                    stages: stages(kind), tasks: tasks(kind),
                    assignments: RandomActs.plans.filter { _ in Bool.random(using: &random) }.map { Assignment(measure: $0, at: at) }))
        }
    }

    private mutating func one<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }

    private mutating func some<Value>(_ values: [Value], _ most: Int) -> [Value] {
        Array(values.shuffled(using: &random).prefix(Int.random(in: 0...most, using: &random)))
    }

    private mutating func day() -> Day {
        Day(ordinal: (Day(2026, 1, 1)?.ordinal ?? 0) + Int.random(in: 0..<120, using: &random))
    }

    private mutating func facts(_ kind: ActivityKind) -> ActivityFacts {
        let starts = day()
        let ends = kind.span == .day ? starts : Day(ordinal: starts.ordinal + Int.random(in: 0...9, using: &random))
        var facts = ActivityFacts(
            state: one([.done, .done, .done, .planned, .cancelled]), startsOn: starts, endsOn: ends,
            isOpenEnded: kind.span == .open && Bool.random(using: &random), title: "Проба")
        (facts.country, facts.district) = (one(RandomActs.countries), one(RandomActs.districts))
        for field in kind.fields {
            switch field.kind {
            case .one(let list): facts.codes[field.code] = Set(some(list.codes, 1))
            case .several(let list): facts.codes[field.code] = Set(some(list.codes, 3))
            case .institution: facts.codes[field.code] = Set(some(RandomActs.institutions, 1))
            case .country: facts.codes[field.code] = Set(some(["DE", "GR"], 1))
            case .amount: facts.amounts[field.code] = Bool.random(using: &random) ? Int.random(in: 0...40, using: &random) : nil
            case .act: break
            }
        }
        facts.codes = facts.codes.filter { !$0.value.isEmpty }
        if kind.heads != .none {
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                facts.heads.append(
                    HeadCount(
                        profession: kind.heads == .list ? one(["judge", "prosecutor", "teacher"]) : nil, sex: one(["woman", "man", nil]),
                        institution: one(["НКБТХ", "АСП", nil]), amount: Int.random(in: 1...30, using: &random)))
            }
        }
        if Int.random(in: 0..<8, using: &random) == 0 { facts.sameAs = acts.randomElement(using: &random)?.id }
        return facts
    }

    /// With heads counted from a list of people out of a few, for every second one.
    private mutating func listed(_ facts: ActivityFacts, _ id: ActivityID) -> ActivityFacts {
        guard Bool.random(using: &random) else { return facts }
        let people = some(Array(0..<30), 12).map { number in
            (
                person: "лице \(number)",
                // One is a prosecutor here and a judge there.
                cell: HeadCell(
                    profession: number % 5 == 0 ? one(["judge", "prosecutor"]) : ["judge", "teacher", nil][number % 3],
                    sex: ["woman", "man", nil][number % 3], institution: [nil, "НКБТХ", "АСП"][number % 3])
            )
        }
        var facts = facts
        facts.heads = Dictionary(grouping: people, by: \.cell).map { cell, own in
            HeadCount(profession: cell.profession, sex: cell.sex, institution: cell.institution, amount: own.count)
        }
        lists[id] = people
        return facts
    }

    private mutating func stages(_ kind: ActivityKind) -> [ReachedStage] {
        some(kind.stages, 3).map { ReachedStage(stage: $0, on: day(), number: nil) }
    }

    private mutating func tasks(_ kind: ActivityKind) -> [ActivityTask] {
        guard kind.task != nil else { return [] }
        return (0..<Int.random(in: 0...3, using: &random)).map { _ in
            ActivityTask(
                id: .new(), text: "Проба", institution: nil, dueOn: nil, doneOn: Bool.random(using: &random) ? day() : nil)
        }
    }

    /// Stores them as the room does: what was corrected has an earlier version that is wrong in all.
    func write(by user: UserID, _ connection: any Connection) throws {
        for act in acts {
            var first = act
            if act.version > 1 {
                var wrong = act.facts
                (wrong.state, wrong.endsOn, wrong.startsOn) = (.done, Day(ordinal: 20_600), Day(ordinal: 20_600))
                wrong.amounts = wrong.amounts.mapValues { $0 + 1000 }
                wrong.heads = [HeadCount(profession: nil, sex: nil, institution: nil, amount: 999)]
                first = Activity(
                    id: act.id, reference: act.reference, organisation: act.organisation, kind: act.kind, enteredAt: act.enteredAt,
                    enteredBy: user, facts: wrong, version: 1, stages: [], tasks: [], assignments: [])
            }
            try ActivityStore.add(first, connection)
            if act.version > 1 {
                try ActivityStore.add(act.facts, version: 2, to: act.id, by: user, at: act.enteredAt, connection)
            }
            if let people = lists[act.id] {
                try AttendanceStore.set(people.map { ($0.person, $0.cell) }, of: ParticipantPeriod(act.facts), act.id, connection)
            }
            for stage in act.stages {
                // Reached on another day first, then corrected.
                try ActivityStore.reach(
                    ReachedStage(stage: stage.stage, on: Day(ordinal: 20_000), number: nil), act.id, by: user, at: act.enteredAt, connection
                )
                try ActivityStore.reach(stage, act.id, by: user, at: act.enteredAt, connection)
            }
            for task in act.tasks { try ActivityStore.add(task, to: act.id, by: user, at: act.enteredAt, connection) }
            for plan in RandomActs.plans {
                // Assigned to all, and taken away again where it serves it not.
                try ActivityStore.assign(act.id, to: plan, by: user, at: act.enteredAt, connection)
                if !act.assignments.contains(where: { $0.measure == plan }) {
                    try ActivityStore.unassign(act.id, from: plan, by: user, at: act.enteredAt, connection)
                }
            }
        }
    }
}

/// Counts acts by hand, as the catalogue tells it and without asking the database.
struct ByHand {
    /// One thing that counts.
    struct Line {
        let act: Activity
        let from: Day
        let to: Day
        /// What it gives in each unit.
        let amounts: [String: Int]
        /// What is counted once in each unit, where it is no sum.
        let once: [String: String]
        /// Different persons that are known of it.
        let persons: Set<String>
        let codes: [String: Set<String>]
    }

    let acts: [Activity]
    let lists: [ActivityID: [(person: String, cell: HeadCell)]]

    func lines(_ metric: Metric, _ question: MetricQuestion) -> [Line] {
        acts.flatMap { all(metric.name, $0) }.filter { line in
            guard line.from <= question.to, line.to >= question.from else { return false }
            if let measure = question.measure, !line.act.assignments.contains(where: { $0.measure == measure }) { return false }
            return question.filters.allSatisfy { name, asked in
                let own = line.codes[name] ?? []
                return !asked.isDisjoint(with: own.isEmpty ? [MetricQuestion.unknown] : own)
            }
        }
    }

    func value(_ metric: Metric, _ question: MetricQuestion) -> Int {
        let lines = lines(metric, question)
        if question.unit == "person" { return Set(lines.flatMap(\.persons)).count }
        let once = lines.compactMap { $0.once[question.unit] }
        return once.isEmpty ? lines.reduce(0) { $0 + ($1.amounts[question.unit] ?? 0) } : Set(once).count
    }

    /// Between which numbers different persons are, where not all have a list.
    func persons(_ metric: Metric, _ question: MetricQuestion) -> ClosedRange<Int> {
        let lines = lines(metric, question)
        let told = Set(lines.flatMap(\.persons)).count
        return told...(told + lines.reduce(0) { $0 + ($1.amounts["participation"] ?? 0) - $1.persons.count })
    }

    private func all(_ metric: String, _ act: Activity) -> [Line] {
        guard act.facts.sameAs == nil, act.facts.state != .cancelled else { return [] }
        let isDone = act.facts.state == .done
        func plain(_ kind: ActivityKind, _ unit: String) -> [Line] {
            act.kind == kind && isDone ? [line(act, amounts: [:], once: [unit: act.id.text])] : []
        }
        func sum(_ kind: ActivityKind, _ fields: [String: String], always: Bool = false) -> [Line] {
            let amounts = fields.mapValues { act.facts.amounts[$0] ?? 0 }
            guard act.kind == kind, isDone, always || amounts.values.contains(where: { $0 > 0 }) else { return [] }
            return [line(act, amounts: amounts)]
        }
        func heads(_ kind: ActivityKind) -> [Line] {
            act.kind == kind && isDone && act.facts.headCount > 0 ? [line(act, amounts: ["participation": act.facts.headCount])] : []
        }
        func stage(_ kind: ActivityKind, _ stages: [ActivityStage], _ unit: String, onlyDone: Bool = false) -> [Line] {
            guard act.kind == kind, isDone || !onlyDone else { return [] }
            return act.stages.filter { stages.contains($0.stage) }.map { reached in
                line(
                    act, from: reached.on, to: reached.on,
                    once: [unit: act.id.text, "step": act.id.text + reached.stage.rawValue], more: ["stage": [reached.stage.rawValue]])
            }
        }
        func lasting(_ kind: ActivityKind, amounts: [String: Int] = [:], once: [String: String] = [:]) -> [Line] {
            guard act.kind == kind, isDone else { return [] }
            return [
                line(
                    act, from: act.facts.startsOn, to: act.facts.isOpenEnded ? Day(ordinal: 90_000) : act.facts.endsOn, amounts: amounts,
                    once: once)
            ]
        }
        switch metric {
        case "trainings.held": return plain(.training, "training")
        case "trainings.participants":
            guard act.kind == .training, isDone else { return [] }
            return act.facts.heads.map { head in
                let cell = HeadCell(profession: head.profession, sex: head.sex, institution: head.institution)
                return line(
                    act, amounts: ["participation": head.amount],
                    persons: Set(lists[act.id, default: []].filter { $0.cell == cell }.map(\.person)),
                    more: [
                        "profession": Set([head.profession].compactMap(\.self)), "sex": Set([head.sex].compactMap(\.self)),
                        "institution": Set([head.institution].compactMap(\.self)),
                    ])
            }
        case "trainings.feedback": return sum(.training, ["form": "feedback"])
        case "trainings.certified": return sum(.training, ["certificate": "certificates"])
        case "modules.completed": return plain(.module, "module")
        case "sessions.held": return plain(.session, "session")
        case "sessions.participants": return heads(.session)
        case "events.held": return plain(.event, "event")
        case "events.participants": return heads(.event)
        case "groups.completed": return heads(.programme)
        case "people.reached":
            guard isDone, [.session, .event, .distribution, .reach].contains(act.kind) else { return [] }
            let (way, amount) =
                act.kind == .distribution
                ? ("paper", act.facts.amounts["copies"] ?? 0)
                : act.kind == .reach ? ("online", act.facts.amounts["reached"] ?? 0) : ("present", act.facts.headCount)
            return [line(act, amounts: ["reached": amount], more: ["way": [way]])]
        case "campaigns.run": return plain(.campaign, "campaign")
        case "materials.produced":
            guard act.kind == .production, isDone else { return [] }
            return [line(act, amounts: ["copy": act.facts.amounts["copies"] ?? 0], once: ["title": act.id.text])]
        case "materials.distributed": return sum(.distribution, ["copy": "copies"], always: true)
        case "media.items": return plain(.media, "item")
        case "ads.placed":
            let surfaces = act.facts.amounts["surfaces"] ?? 0
            return surfaces > 0 ? lasting(.advert, amounts: ["surface": surfaces]) : []
        case "ads.spots": return sum(.advert, ["spot": "spots"])
        case "ads.formats": return sum(.advert, ["format": "formats"])
        case "ads.outlets": return sum(.advert, ["outlet": "outlets"])
        case "ads.rotations": return sum(.advert, ["rotation": "rotations"])
        case "ads.impressions": return sum(.advert, ["impression": "impressions"])
        case "site.visitors": return sum(.visits, ["visit": "visits"])
        case "site.users": return sum(.visits, ["user": "users", "new-user": "new-users"])
        case "meetings.held": return plain(.meeting, "meeting")
        case "participations.made": return plain(.participation, "taking-part")
        case "consultations.foreign": return plain(.consultation, "consultation")
        case "requests.received": return plain(.requestReceived, "request")
        case "requests.processed": return stage(.requestReceived, [.answered], "request", onlyDone: true)
        case "requests.sent": return plain(.requestSent, "request")
        case "requests.answered": return stage(.requestSent, [.answerReceived], "answer", onlyDone: true)
        case "documents.made": return plain(.document, "document")
        case "agreements.drafted": return stage(.agreement, [.draft], "draft")
        case "agreements.concluded": return stage(.agreement, [.signed], "agreement")
        case "negotiations.held": return plain(.negotiation, "round")
        case "legislation.advanced": return stage(.legislation, ActivityStage.allCases, "law")
        case "screenings.held": return plain(.screening, "screening")
        case "screenings.persons":
            return sum(.screening, ["spoken": "spoken", "with-signs": "with-signs", "to-signal": "to-signal"], always: true)
        case "inspections.made": return plain(.inspection, "inspection")
        case "prescriptions.given", "prescriptions.fulfilled":
            guard act.kind == .inspection, isDone else { return [] }
            return act.tasks.compactMap { task in
                guard metric == "prescriptions.fulfilled" else { return line(act, once: ["prescription": task.id.text]) }
                return task.doneOn.map { line(act, from: $0, to: $0, once: ["prescription": task.id.text]) }
            }
        case "children.enrolled": return sum(.enrolment, ["child": "enrolled"], always: true)
        case "recurrences.done": return plain(.occurrence, "occurrence")
        case "projects.active": return lasting(.project, once: ["project": act.id.text])
        case "projects.reported": return stage(.project, [.reported], "project", onlyDone: true)
        case "contracts.active": return lasting(.contract, once: ["contract": act.id.text])
        case "providers.staff_care": return lasting(.attestation, once: ["organisation": act.organisation.text])
        default: return []
        }
    }

    private func line(
        _ act: Activity, from: Day? = nil, to: Day? = nil, amounts: [String: Int] = [:], once: [String: String] = [:],
        persons: Set<String> = [], more: [String: Set<String>] = [:]
    ) -> Line {
        let facts = act.facts
        var codes = facts.codes.merging(more) { _, later in later }
        codes["organiser"] = [act.organisation.text]
        codes["district"] = Set([facts.district].compactMap(\.self))
        codes["country"] = Set([facts.country].compactMap(\.self))
        return Line(
            act: act, from: from ?? facts.endsOn, to: to ?? facts.endsOn, amounts: amounts, once: once, persons: persons, codes: codes)
    }
}

public import Calendar
public import Core
public import Database
import Policy
public import Web

extension CasesFeature {
    /// More than anybody takes up in a day. Those that began first are among them; the rest moves up as they are done.
    private static let mostDuties = 200
    /// How far ahead agreed steps are told of.
    private static let daysAhead = 14

    /// What waits for a visitor in the cases of persons she works with, for the page of today. Whoever answers for those who work with them sees
    /// what they are late with, and what nobody works on who could.
    ///
    /// - Parameter ability: asked of the room of users.
    public static func duties(
        of visitor: Visitor, at now: Instant, _ words: Words, rules: ClockRules, calendar: WorkingDays, ability: CasesSources.Ability,
        _ connection: any Connection
    ) throws -> [DueItem] {
        let actor = visitor.actor
        let list = DayList(
            actor: actor, context: Context(now: now, purpose: Policy.purposes(of: actor).first), words: words, rules: rules,
            calendar: calendar, hands: Hands(ability: ability, now: now))
        return try list.clocks(connection) + list.steps(connection) + list.goals(connection)
    }

    /// The list of a day of one visitor.
    private struct DayList {
        let actor: Actor
        let context: Context
        let words: Words
        let rules: ClockRules
        let calendar: WorkingDays
        let hands: Hands

        private var today: Day { context.now.dayInSofia }
        private var until: Day { Day(ordinal: today.ordinal + daysAhead) }
        /// Who answers for nobody has no work of others to look after.
        private var isHead: Bool { Policy.mayEver(actor, .personAssign) }

        func clocks(_ connection: any Connection) throws -> [DueItem] {
            let turns = CaseClockStore.rules.sorted().map { RunningClocks.Turn($0, rules, at: context.now, calendar) }
            let running = RunningClocks(actor: actor, context: context, hands: hands, turns: turns)
            let own = try running.own(limit: mostDuties, connection)
            return try (own + (isHead ? running.others(limit: mostDuties, connection) : [])).compactMap(item)
        }

        private func item(_ running: RunningClocks.Running) -> DueItem? {
            let one = running.clock
            guard let rule = rules.rule(one.rule, on: one.startedAt.dayInSofia) else { return nil }
            let clock = Clock(rule: rule, start: one.startedAt)
            let reading = clock.reading(at: context.now, in: calendar)
            // The work of others, once it is their head's turn to know. A period that ran out waits to be decided.
            let isTheirs = reading.state == .ended || reading.warnings.contains { $0.whom != .responsible }
            guard running.isMine || isTheirs else { return nil }
            let isReview = one.rule == CaseClockStore.review
            let path = "/cases/" + one.file.text + "/" + one.person.text + (isReview ? "/assessment" : "/identification#clocks")
            return DueItem(
                reference: running.reference, path: "/cases/" + one.file.text, text: words("case_today." + one.rule),
                action: (words("case_today_act." + one.rule), path), waiting: running.isMine ? .mine : .others, clock: clock)
        }

        func steps(_ connection: any Connection) throws -> [DueItem] {
            let own = try StepStore.due(of: actor, context, until: until, limit: mostDuties, connection)
            let left = try StepStore.left(to: actor, context, hands, until: until, limit: mostDuties, connection)
            let late = isHead ? try StepStore.late(for: actor, context, hands, since: today, limit: mostDuties, connection) : []
            return try (own.map { ($0, true) } + left.map { ($0, true) } + late.map { ($0, false) }).compactMap { due, isMine in
                let path = "/cases/" + due.file.text
                // What was agreed about her health is told to whoever does it, and to those who may know.
                let isTold =
                    try isMine || due.step.kind.group == nil || CaseSight.of(due.step.person, actor, context, connection).sees(due.step)
                return agreed(
                    due.reference, path, words(isTold ? "step." + due.step.kind.rawValue : "step_kept_back"),
                    path + "?person=" + due.step.person.text + "#steps", due.step.due, isMine: isMine)
            }
        }

        func goals(_ connection: any Connection) throws -> [DueItem] {
            let own = try SupportPlanStore.due(for: actor, context, until: until, limit: mostDuties, connection)
            let left = isHead ? try SupportPlanStore.left(to: actor, context, hands, until: until, limit: mostDuties, connection) : []
            let late = isHead ? try SupportPlanStore.late(for: actor, context, hands, since: today, limit: mostDuties, connection) : []
            return try (own.map { ($0, true) } + left.map { ($0, true) } + late.map { ($0, false) }).compactMap { due, isMine in
                let path = "/cases/" + due.file.text
                let text =
                    try due.area.map { area in
                        let isTold = try CaseSight.of(due.person, actor, context, connection).sees(area)
                        return isTold ? words("case_today_goal", ["area": words("need." + area.rawValue)]) : words("goal_kept_back")
                    } ?? words("case_today_plan")
                return agreed(due.reference, path, text, path + "/" + due.person.text + "/plan", due.day, isMine: isMine)
            }
        }

        /// What was agreed for a day: its clock begins with the day before.
        private func agreed(_ reference: String, _ path: String, _ text: String, _ place: String, _ day: Day, isMine: Bool) -> DueItem? {
            let before = Day(ordinal: day.ordinal - 1)
            guard let rule = rules.rule(NextStep.rule, on: before) else { return nil }
            return DueItem(
                reference: reference, path: path, text: text, action: (words("case_today_open"), place),
                waiting: isMine ? .mine : .others, clock: Clock(rule: rule, start: before.startInSofia))
        }
    }
}

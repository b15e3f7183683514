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
    /// How long a period that ran out is still told of: somebody has to write down what she decided.
    private static let daysAfter = 7

    /// What waits for a visitor in the cases of persons she works with, for the page of today. Whoever answers for those who work with them sees
    /// what they are late with, and what nobody works on.
    public static func duties(
        of visitor: Visitor, at now: Instant, _ words: Words, rules: ClockRules, calendar: WorkingDays, _ connection: any Connection
    ) throws -> [DueItem] {
        let actor = visitor.actor
        let context = Context(now: now, purpose: Policy.purposes(of: actor).first)
        return try clocks(actor, context, words, rules, calendar, connection) + steps(actor, context, words, rules, connection)
            + goals(actor, context, words, rules, connection)
    }

    private static func clocks(
        _ actor: Actor, _ context: Context, _ words: Words, _ rules: ClockRules, _ calendar: WorkingDays, _ connection: any Connection
    ) throws -> [DueItem] {
        let own = try CaseClockStore.running(for: actor, context, own: true, limit: mostDuties, connection)
        // Who answers for nobody has no work of others to look after.
        let isHead = Policy.mayEver(actor, .personAssign)
        let all = isHead ? try CaseClockStore.running(for: actor, context, own: false, limit: mostDuties, connection) : []
        return (own + all.filter { !$0.isMine }).compactMap { running in
            let one = running.clock
            guard let rule = rules.rule(one.rule, on: one.startedAt.dayInSofia) else { return nil }
            let clock = Clock(rule: rule, start: one.startedAt)
            let reading = clock.reading(at: context.now, in: calendar)
            let isLong = context.now.milliseconds - reading.due.milliseconds > Int64(daysAfter) * 86_400_000
            if reading.state == .ended, isLong { return nil }
            let isMine = running.isMine || running.isNobodys
            // The work of others, once it is their head's turn to know.
            guard isMine || reading.warnings.contains(where: { $0.whom != .responsible }) else { return nil }
            let path = "/cases/" + one.file.text + "/" + one.person.text + "/" + page(of: one.rule)
            return DueItem(
                reference: running.reference, path: "/cases/" + one.file.text, text: words("case_today." + one.rule),
                action: (words("case_today_act." + one.rule), path), waiting: isMine ? .mine : .others, clock: clock)
        }
    }

    private static func page(of rule: String) -> String { rule == "risk-review" ? "assessment" : "identification" }

    private static func steps(
        _ actor: Actor, _ context: Context, _ words: Words, _ rules: ClockRules, _ connection: any Connection
    ) throws -> [DueItem] {
        let today = context.now.dayInSofia
        let until = Day(ordinal: today.ordinal + daysAhead)
        let own = try StepStore.due(of: actor, context, until: until, limit: mostDuties, connection)
        let isHead = Policy.mayEver(actor, .personAssign)
        let late = isHead ? try StepStore.late(for: actor, context, since: today, limit: mostDuties, connection) : []
        return try (own.map { ($0, true) } + late.map { ($0, false) }).compactMap { due, isMine in
            let path = "/cases/" + due.file.text
            // What was agreed about her health is told to whoever does it, and to those who may know.
            let isTold =
                try isMine || due.step.kind.group == nil || CaseSight.of(due.step.person, actor, context, connection).sees(due.step)
            return agreed(
                due.reference, path, words(isTold ? "step." + due.step.kind.rawValue : "step_kept_back"),
                (words("case_today_open"), path + "#steps"), due.step.due,
                isMine: isMine, rules)
        }
    }

    private static func goals(
        _ actor: Actor, _ context: Context, _ words: Words, _ rules: ClockRules, _ connection: any Connection
    ) throws -> [DueItem] {
        let until = Day(ordinal: context.now.dayInSofia.ordinal + daysAhead)
        return try SupportPlanStore.due(for: actor, context, until: until, limit: mostDuties, connection).compactMap { due in
            let path = "/cases/" + due.file.text
            let text =
                try due.area.map { area in
                    let isTold = try CaseSight.of(due.person, actor, context, connection).sees(area)
                    return isTold ? words("case_today_goal", ["area": words("need." + area.rawValue)]) : words("goal_kept_back")
                } ?? words("case_today_plan")
            return agreed(
                due.reference, path, text, (words("case_today_open"), path + "/" + due.person.text + "/plan"), due.day, isMine: true, rules)
        }
    }

    /// What was agreed for a day: its clock begins with the day before.
    private static func agreed(
        _ reference: String, _ path: String, _ text: String, _ action: (text: String, path: String), _ day: Day, isMine: Bool,
        _ rules: ClockRules
    ) -> DueItem? {
        let before = Day(ordinal: day.ordinal - 1)
        guard let rule = rules.rule(NextStep.rule, on: before) else { return nil }
        return DueItem(
            reference: reference, path: path, text: text, action: action, waiting: isMine ? .mine : .others,
            clock: Clock(rule: rule, start: before.startInSofia))
    }
}

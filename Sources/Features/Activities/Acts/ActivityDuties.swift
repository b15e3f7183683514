public import Calendar
public import Core
public import Database
import Policy
public import Web

extension ActivitiesFeature {
    /// More than anybody takes up in a day; what waits longest is among them.
    private static let mostDuties = 100

    /// What acts of a visitor's organisation still wait for, for the page of today: whether they took place, a report, a task that was agreed.
    ///
    /// - Parameter rules: the clocks for each.
    public static func duties(
        of visitor: Visitor, at now: Instant, _ words: Words, rules: ClockRules, _ connection: any Connection
    ) throws -> [DueItem] {
        guard Policy.mayEver(visitor.actor, .activityChange) else { return [] }
        let (own, today) = (visitor.actor.organisation, now.dayInSofia)
        let past = try ActivityStore.pastPlanned(of: own, before: today, limit: mostDuties, connection).compactMap {
            due($0, "activity-outcome", text: "outcome", since: $0.facts.endsOn, anchor: "", words, rules)
        }
        let reports = try ActivityStore.without(
            .reportDelivered, ActivityKind.allCases.filter { $0.stages.contains(.reportDelivered) }, of: own, limit: mostDuties, connection
        ).compactMap { due($0, "mission-report", text: "report", since: $0.facts.endsOn, anchor: "", words, rules) }
        let tasks = try ActivityStore.withOpenTasks(of: own, limit: mostDuties, connection).flatMap { act in
            act.tasks.filter { $0.doneOn == nil }.compactMap { task in
                task.dueOn.flatMap {
                    due(act, "agreed-task", text: "task", since: Day(ordinal: $0.ordinal - 1), anchor: "#tasks", words, rules)
                }
            }
        }
        return past + reports + tasks
    }

    private static func due(
        _ activity: Activity, _ rule: String, text: String, since: Day, anchor: String, _ words: Words, _ rules: ClockRules
    ) -> DueItem? {
        guard let rule = rules.rule(rule, on: since) else { return nil }
        let path = "/activities/" + activity.id.text
        return DueItem(
            reference: activity.reference, path: path, text: words("act_today." + text, ["title": activity.facts.title]),
            action: (words("act_today_act." + text), path + anchor), waiting: .mine, clock: Clock(rule: rule, start: since.startInSofia))
    }
}

public import Calendar
public import Core
public import Database
import Policy
public import Web

extension SignalsFeature {
    /// More than anybody takes up in a day. Those that wait longest are among them; the rest moves up as they are decided.
    private static let mostDuties = 200

    /// The signals that wait for somebody to say what comes of them, for the page of today.
    ///
    /// - Parameter rules: the clock for processing a signal.
    public static func duties(
        of visitor: Visitor, at now: Instant, _ words: Words, rules: ClockRules, _ connection: any Connection
    ) throws -> [DueItem] {
        let actor = visitor.actor
        let context = Context(now: now, purpose: Policy.purposes(of: actor).first)
        let open = try SignalStore.waiting(actor, context, limit: mostDuties, connection)
        let passed = try SignalStore.passed(open.map(\.id), connection)
        return open.compactMap { signal in
            guard let rule = rules.rule("signal-processing", on: signal.receivedAt.dayInSofia) else { return nil }
            let isOthers = signal.organisation == actor.organisation && passed.contains(signal.id)
            let isDanger = signal.facts.danger == .now && !isOthers
            let path = "/signals/" + signal.id.text
            return DueItem(
                reference: signal.reference, path: path, text: words(text(signal, isOthers: isOthers)),
                action: (words(isOthers ? "signal_today_see" : "signal_today_act"), path + (isOthers ? "" : "#outcome-t")),
                waiting: isOthers ? .others : .mine, clock: Clock(rule: rule, start: signal.receivedAt), isDanger: isDanger)
        }
    }

    private static func text(_ signal: Signal, isOthers: Bool) -> String {
        if isOthers { return "signal_today_passed" }
        guard signal.facts.danger == .now else { return "signal_today_decide" }
        return signal.facts.told.isEmpty || signal.facts.told == [.nobody] ? "signal_today_untold" : "signal_today_danger"
    }
}

public import Calendar
public import Core
public import Database
import Policy
public import Web

extension ReferralsFeature {
    /// More than anybody takes up in a day. Those that wait longest are among them.
    private static let mostDuties = 200

    /// Referrals and obligations that wait for somebody, for the page of today.
    ///
    /// - Parameter rules: the clocks for an answer and for a receipt.
    public static func duties(
        of visitor: Visitor, at now: Instant, _ words: Words, rules: ClockRules, _ connection: any Connection
    ) throws -> [DueItem] {
        let actor = visitor.actor
        let context = Context(now: now, purpose: Policy.purposes(of: actor).first)
        let waiting = try ReferralStore.waiting(actor, context, limit: mostDuties, connection)
        let events = try ReferralStore.events(of: waiting.map(\.id), connection)
        let answers = waiting.compactMap { answer(to: $0, events[$0.id] ?? [], actor, words, rules) }
        return try answers
            + ObligationStore.open(actor, context, limit: mostDuties, connection).compactMap { receipt(for: $0, actor, words, rules) }
    }

    private static func answer(
        to referral: Referral, _ events: [ReferralEvent], _ actor: Actor, _ words: Words, _ rules: ClockRules
    ) -> DueItem? {
        let id = referral.standing.isForeign ? "referral-unanswered-foreigner" : "referral-unanswered"
        guard let rule = rules.rule(id, on: referral.madeAt.dayInSofia) else { return nil }
        let isReceiver = referral.receiver == actor.organisation
        let isMine = isReceiver == (referral.state == .waiting)
        let word = (isReceiver ? "received_" : "sent_") + referral.state.rawValue
        let path = "/referrals/" + referral.id.text
        return DueItem(
            reference: referral.reference, path: path, text: words("referral_today." + word),
            action: (words("referral_today_act." + word), path + (isMine ? "#answer-t" : "")), waiting: isMine ? .mine : .others,
            // While the sender owes an answer to a question, the receiver owes none.
            clock: Clock(rule: rule, start: referral.madeAt, suspensions: suspensions(events)),
            isDanger: referral.ground == .danger && isMine)
    }

    private static func suspensions(_ events: [ReferralEvent]) -> [Suspension] {
        var (all, asked): ([Suspension], Instant?) = ([], nil)
        for event in events {
            if event.kind == .asked { asked = event.at }
            guard event.kind == .replied, let from = asked else { continue }
            all.append(Suspension(from: from, to: event.at, reason: event.kind.rawValue))
            asked = nil
        }
        return all + (asked.map { [Suspension(from: $0, to: nil, reason: ReferralEvent.Kind.asked.rawValue)] } ?? [])
    }

    private static func receipt(
        for one: ObligationStore.Numbered, _ actor: Actor, _ words: Words, _ rules: ClockRules
    ) -> DueItem? {
        let obligation = one.obligation
        guard let rule = rules.rule("withdrawal-obligation", on: obligation.madeAt.dayInSofia) else { return nil }
        let isMine = obligation.organisation == actor.organisation
        let path = isMine ? "/obligations/" + obligation.id.text : "/referrals/" + obligation.referral.text
        return DueItem(
            reference: one.reference, path: path, text: words(isMine ? "referral_today.obliged" : "referral_today.awaited"),
            action: (words(isMine ? "referral_today_act.obliged" : "referral_today_act.awaited"), path),
            waiting: isMine ? .mine : .others, clock: Clock(rule: rule, start: obligation.madeAt))
    }
}

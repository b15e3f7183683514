public import Calendar
public import Core
public import Database
import Policy
public import Web

extension ReferralsFeature {
    /// More than anybody takes up in a day, of each kind. Those that wait longest are among them.
    private static let mostDuties = 200
    /// How far ahead the end of a consent is told of.
    private static let daysAhead = 14

    /// Referrals and obligations that wait for somebody, for the page of today.
    ///
    /// - Parameter rules: the clocks for an answer, for what follows from it, and for a receipt.
    public static func duties(
        of visitor: Visitor, at now: Instant, _ words: Words, rules: ClockRules, _ connection: any Connection
    ) throws -> [DueItem] {
        let actor = visitor.actor
        let context = Context(now: now, purpose: Policy.purposes(of: actor).first)
        let ahead = Day(ordinal: now.dayInSofia.ordinal + daysAhead).startInSofia
        let waiting = try [true, false].flatMap {
            try ReferralStore.waiting(actor, context, isMine: $0, limit: mostDuties, connection)
        }
        let undone = try ReferralStore.undone(actor, context, limit: mostDuties, connection)
        let takenUp = try ReferralStore.Side.allCases.flatMap {
            try ReferralStore.takenUp($0, actor, context, limit: mostDuties, connection)
        }
        let ending = try ReferralStore.ending(before: ahead, actor, context, limit: mostDuties, connection)
        let events = try ReferralStore.events(of: (waiting + undone + takenUp).map(\.id), connection)
        let receipts = try [true, false].flatMap {
            try ObligationStore.open(actor, context, isOwed: $0, limit: mostDuties, connection)
        }
        return waiting.compactMap { answer(to: $0, events[$0.id] ?? [], actor, words, rules) }
            + undone.compactMap { lost($0, events[$0.id] ?? [], words, rules) }
            + takenUp.compactMap { following($0, events[$0.id] ?? [], actor, words, rules) }
            + ending.compactMap { ends($0, words, rules) } + receipts.compactMap { receipt(for: $0, actor, words, rules) }
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

    /// It came to nothing: she still needs the help (NRM, measure 1.4, step 5).
    private static func lost(_ referral: Referral, _ events: [ReferralEvent], _ words: Words, _ rules: ClockRules) -> DueItem? {
        guard let end = events.last(where: { [.declined, .expired, .closed].contains($0.kind) }) else { return nil }
        return due(
            "referral-undone", referral, since: end.at, "undone_" + referral.state.rawValue, anchor: "#undone-t", isMine: true, words, rules
        )
    }

    /// What waits once she is taken in: she took her consent back, did not come, is to come, or nothing is heard of her.
    private static func following(
        _ referral: Referral, _ events: [ReferralEvent], _ actor: Actor, _ words: Words, _ rules: ClockRules
    ) -> DueItem? {
        let isSender = referral.sender == actor.organisation
        let told = events.filter { $0.kind == .feedback }
        func side(_ word: String) -> String { word + (isSender ? "_sent" : "_received") }
        if let withdrew = told.first(where: { $0.reason == FeedbackKind.withdrew.rawValue }) {
            return due("withdrawal-told", referral, since: withdrew.at, side("withdrew"), isMine: isSender, words, rules)
        }
        if referral.state == .arrived {
            // Told after she came: in the order in which it was written down.
            guard let place = events.lastIndex(where: { $0.kind == .arrived }), !events[place...].contains(where: { $0.kind == .feedback })
            else { return nil }
            return due(
                "referral-feedback", referral, since: events[place].at, side("feedback"), anchor: isSender ? "" : "#report-t",
                isMine: !isSender,
                words, rules)
        }
        if let last = told.last, last.reason == FeedbackKind.notArrived.rawValue {
            return due("person-not-arrived", referral, since: last.at, side("missing"), isMine: isSender, words, rules)
        }
        guard let acceptance = events.last(where: { $0.kind == .accepted }) else { return nil }
        let isUrgent = referral.purpose.isAccommodation || referral.ground != .consent
        return due(
            isUrgent ? "person-arrival" : "person-visit", referral, since: acceptance.at, side("arrival"),
            anchor: isSender ? "" : "#report-t", isMine: !isSender, words, rules)
    }

    /// Her consent ends, and the receiver's access with it. The clock begins with its last day.
    private static func ends(_ referral: Referral, _ words: Words, _ rules: ClockRules) -> DueItem? {
        guard let until = referral.until else { return nil }
        let before = Day(ordinal: until.dayInSofia.ordinal - 2)
        return due("consent-ending", referral, since: before.startInSofia, "ending", isMine: true, words, rules)
    }

    private static func due(
        _ id: String, _ referral: Referral, since start: Instant, _ word: String, anchor: String = "", isMine: Bool, _ words: Words,
        _ rules: ClockRules
    ) -> DueItem? {
        guard let rule = rules.rule(id, on: start.dayInSofia) else { return nil }
        let path = "/referrals/" + referral.id.text
        return DueItem(
            reference: referral.reference, path: path, text: words("referral_today." + word),
            action: (words("referral_today_act." + word), path + anchor), waiting: isMine ? .mine : .others,
            clock: Clock(rule: rule, start: start))
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
        let word = isMine ? (one.isOfErasure ? "erased" : "obliged") : "awaited"
        return DueItem(
            reference: one.reference, path: path, text: words("referral_today." + word),
            action: (words(isMine ? "referral_today_act.obliged" : "referral_today_act.awaited"), path),
            waiting: isMine ? .mine : .others, clock: Clock(rule: rule, start: obligation.madeAt))
    }
}

public import Counting
import Database
import Policy

extension ReferralsFeature {
    /// What this room counts.
    public static let metrics: [Metric] = [made, completed, transnational, housed, cared, returned]

    /// Referrals by the moment at which they were sent, those left out that ended before anybody accepted: taken back, or without the consent
    /// they rested on. One that was declined was made all the same.
    private static let made = Metric(
        "referrals.made", units: units, dimensions: dimensions,
        source: Metric.Source(
            tables: "referrals r", condition: isMade, row: "r.referral_id", time: .moment("r.made_at")), opening: opening,
        cues: [
            MetricCue(["насочени", "жертви|лица|пострадали"], without: ["сигнал"], unit: "person"),
            MetricCue(["насочени", "социални услуги"], unit: "person", filters: ["purpose": Set(socialServices.map(\.rawValue))]),
        ])

    private static let isMade: SQL = """
        (r.state NOT IN ('taken-back', 'withdrawn') OR EXISTS (
            SELECT 1 FROM referral_events a WHERE a.referral_id = r.referral_id AND a.kind = 'accepted'))
        """

    /// What the Social Services Act calls so: shelter and residential care, therapy, counselling and advocacy, training, work skills.
    private static let socialServices: [ReferralPurpose] = [.shelter, .crisis, .psychological, .social, .work]

    /// Referrals that came to their end, by the moment of the first word on how it went on: the loop is closed.
    private static let completed = Metric(
        "referrals.completed", units: units, dimensions: dimensions,
        source: Metric.Source(
            tables: "referral_events b JOIN referrals r ON r.referral_id = b.referral_id",
            condition: """
                b.kind = 'feedback' AND EXISTS (
                    SELECT 1 FROM referral_events a WHERE a.referral_id = r.referral_id AND a.kind = 'arrived')
                AND \(isFirst("b") { "\($0).kind = 'feedback'" })
                """, row: "r.referral_id", time: .moment("b.made_at")), opening: opening)

    /// Those of ``made`` that a body of another State sent or received.
    private static let transnational = Metric(
        "referrals.transnational", units: units, dimensions: dimensions,
        source: Metric.Source(
            tables: "referrals r", condition: "r.crossing IN ('outgoing', 'incoming') AND \(isMade)", row: "r.referral_id",
            time: .moment("r.made_at")), opening: opening,
        cues: [MetricCue(["реферирани|насочени", "случаи"], around: ["чужд|чужбина|други държави|транснационал|трансгранич"])])

    /// Stays begun with a referral, by the first day. What was noted again with the same referral takes the place of what stood there.
    private static let housed = Metric(
        "placements.started", units: [MetricUnit("stay", column: "r.referral_id"), MetricUnit("person", column: "r.person_id")],
        dimensions: [MetricDimension("district", .districts, column: "n.district")] + dimensions,
        source: Metric.Source(
            tables: "accommodations n JOIN referrals r ON r.referral_id = n.referral_id",
            condition: """
                NOT EXISTS (SELECT 1 FROM accommodations l WHERE l.referral_id = n.referral_id
                    AND (l.made_at > n.made_at OR l.made_at = n.made_at AND l.accommodation_id > n.accommodation_id))
                """, row: "r.referral_id", time: .day("n.since")), opening: opening,
        cues: [MetricCue(["настанени", "жертви|пострадали"], unit: "person")])

    /// Children who were referred and got help: by the moment of the first word that it began, that it was completed, or that there is a bed.
    private static let cared = Metric(
        "children.cared", units: [MetricUnit("minor", column: "r.person_id"), MetricUnit("referral", column: "r.referral_id")],
        dimensions: dimensions,
        source: Metric.Source(
            tables: "referral_events b JOIN referrals r ON r.referral_id = b.referral_id",
            condition: "\(isOfChild) AND \(isHelp("b")) AND \(isFirst("b", isHelp))", row: "r.referral_id", time: .moment("b.made_at")),
        opening: opening, cues: [MetricCue(["реферирани|насочени", "обгрижени", "деца"])])

    /// Safe returns that whoever was asked for them has completed, by the moment at which it said so.
    private static let returned = Metric(
        "returns.completed", units: [MetricUnit("person", column: "r.person_id"), MetricUnit("referral", column: "r.referral_id")],
        dimensions: dimensions,
        source: Metric.Source(
            tables: "referral_events b JOIN referrals r ON r.referral_id = b.referral_id",
            condition: "r.purpose = 'safe-return' AND \(isCompletion("b")) AND \(isFirst("b", isCompletion))", row: "r.referral_id",
            time: .moment("b.made_at")), opening: opening,
        cues: [MetricCue(["завръщания"], without: ["принуд|чужденци|дъблин"])])

    /// As far as the referral itself says it: whose age was not shared with it may be a child as well.
    private static let isOfChild: SQL = """
        (r.ground = 'child' OR EXISTS (SELECT 1 FROM referral_data d
            WHERE d.referral_id = r.referral_id AND d.kind = 'fact' AND d.code = 'age-group' AND d.value = 'child'))
        """

    private static func isHelp(_ event: SQL) -> SQL {
        "(\(event).kind = 'housed' OR \(event).kind = 'feedback' AND \(event).reason IN ('started', 'completed'))"
    }

    private static func isCompletion(_ event: SQL) -> SQL { "(\(event).kind = 'feedback' AND \(event).reason = 'completed')" }

    /// No event of the same referral and kind was before.
    private static func isFirst(_ event: SQL, _ isOne: (SQL) -> SQL) -> SQL {
        """
        NOT EXISTS (SELECT 1 FROM referral_events e WHERE e.referral_id = \(event).referral_id AND \(isOne("e"))
            AND (e.made_at < \(event).made_at OR e.made_at = \(event).made_at AND e.event_id < \(event).event_id))
        """
    }

    /// One person referred to two bodies is two referrals and one person.
    private static let units = [MetricUnit("referral", column: "r.referral_id"), MetricUnit("person", column: "r.person_id")]

    private static let opening = Metric.Opening(.referralList, path: { "/referrals/" + $0 }) { reader, context in
        ReferralStore.known(to: reader, context)
    }

    private static let dimensions: [MetricDimension] = [
        MetricDimension("sender", .organisations, column: "r.sender_id"),
        MetricDimension("receiver", .organisations, column: "r.receiver_id"),
        MetricDimension(
            "purpose", .closed(ReferralPurpose.allCases.map(\.rawValue), words: "referral_purpose."), column: "r.purpose"),
        MetricDimension("ground", .closed(Referral.Ground.allCases.map(\.rawValue), words: "referral_ground."), column: "r.ground"),
        MetricDimension("crossing", .closed(Referral.Crossing.allCases.map(\.rawValue), words: "referral_crossing."), column: "r.crossing"),
        MetricDimension("standing", .closed(Referral.Standing.allCases.map(\.rawValue), words: "referral_standing."), column: "r.standing"),
    ]
}

public import Counting
import Database
import Policy

extension ReferralsFeature {
    /// What this room counts.
    public static let metrics: [Metric] = [made, completed]

    /// Referrals by the moment at which they were sent, those left out that ended before anybody accepted: taken back, or without the consent
    /// they rested on. One that was declined was made all the same.
    private static let made = Metric(
        "referrals.made", units: units, dimensions: dimensions,
        source: Metric.Source(
            tables: "referrals r",
            condition: """
                (r.state NOT IN ('taken-back', 'withdrawn') OR EXISTS (
                    SELECT 1 FROM referral_events a WHERE a.referral_id = r.referral_id AND a.kind = 'accepted'))
                """, row: "r.referral_id", time: .moment("r.made_at")), opening: opening,
        cues: [
            MetricCue(["насочени", "жертви|лица|пострадали"], without: ["сигнал"], unit: "person"),
            MetricCue(["насочени", "социални услуги"], unit: "person", filters: ["purpose": Set(socialServices.map(\.rawValue))]),
        ])

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
                AND NOT EXISTS (
                    SELECT 1 FROM referral_events e WHERE e.referral_id = b.referral_id AND e.kind = 'feedback'
                        AND (e.made_at < b.made_at OR e.made_at = b.made_at AND e.event_id < b.event_id))
                """, row: "r.referral_id", time: .moment("b.made_at")), opening: opening)

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
        MetricDimension("standing", .closed(Referral.Standing.allCases.map(\.rawValue), words: "referral_standing."), column: "r.standing"),
    ]
}

public import Counting
import Database
import Policy

/// A metric with the kinds of acts that it counts.
struct ActMetric: Sendable {
    let metric: Metric
    let kinds: [ActivityKind]
}

/// Makes the metrics of this room alike: of acts that took place and are not merged into another, by their own day, under the reader's rights.
private enum Acts {
    static let current = ActivityStore.current

    static func metric(
        _ name: String, _ kinds: ActivityKind..., units: [MetricUnit], by fields: [ActivityField] = [], more: [MetricDimension] = [],
        tables: SQL = current, condition: SQL = "TRUE", state: SQL = "f.state = 'done'", time: Metric.Time = .day("f.ends_on"),
        isFed: Bool = false
    ) -> ActMetric {
        let metric = Metric(
            name, units: units, dimensions: more + fields.compactMap(dimension) + places,
            source: Metric.Source(
                tables: tables,
                condition: "a.kind IN (\(list: kinds.map(\.rawValue))) AND \(state) AND f.same_as IS NULL AND \(condition)",
                row: "a.activity_id", time: time, serving: serving),
            opening: Metric.Opening(.activityList, path: { "/activities/" + $0 }, sight: { reader, _ in ActivityStore.allowed(reader) }),
            isFed: isFed, cues: ActivityCues.all[name, default: []])
        return ActMetric(metric: metric, kinds: kinds)
    }

    /// Of what was in force or under way at some time in the period.
    static let lasting = Metric.Time.during(from: "f.starts_on", to: "CASE WHEN f.is_open THEN NULL ELSE f.ends_on END")

    static func rows(_ code: String) -> MetricUnit { MetricUnit(code, column: "a.activity_id") }
    static func sum(_ code: String, _ field: String) -> MetricUnit { MetricUnit(code, sum: amount(field)) }

    static func amount(_ field: String) -> SQL {
        "(SELECT n.amount FROM activity_amounts n WHERE n.facts_id = f.facts_id AND n.field = \(field))"
    }

    static func has(_ field: String) -> SQL {
        "EXISTS (SELECT 1 FROM activity_amounts n WHERE n.facts_id = f.facts_id AND n.field = \(field) AND n.amount > 0)"
    }

    static let heads: SQL = "(SELECT SUM(h.amount) FROM activity_heads h WHERE h.facts_id = f.facts_id)"
    static let hasHeads: SQL = "EXISTS (SELECT 1 FROM activity_heads h WHERE h.facts_id = f.facts_id AND h.amount > 0)"

    static func reached(_ stage: SQL) -> SQL {
        "\(current) JOIN activity_stages s ON s.activity_id = a.activity_id AND s.superseded_at IS NULL AND \(stage)"
    }

    /// Different persons among heads, as far as lists tell them apart; within a year, for each has a key of its own.
    static let persons = MetricUnit(
        "person", column: "k.token", of: .init("activity_tokens k", on: ofHead), within: "k.period",
        untold: "h.amount - (SELECT COUNT(*) FROM activity_tokens k WHERE \(ofHead))")

    private static let ofHead: SQL = """
        k.activity_id = a.activity_id AND k.profession = COALESCE(h.profession, '') AND k.sex = COALESCE(h.sex, '')
            AND k.institution = COALESCE(h.institution, '')
        """

    static let begun: SQL = "f.state <> 'cancelled'"

    private static let serving = Metric.Serving(
        "activities",
        rows: { measure in
            """
            SELECT m.activity_id FROM activity_measures m
            WHERE m.plan_id = \(measure.plan) AND m.measure = \(measure.measure) AND m.ended_at IS NULL
            """
        },
        revisions: { plan in "SELECT measure, revision FROM activity_revisions WHERE plan_id = \(plan)" })

    private static func dimension(_ field: ActivityField) -> MetricDimension? {
        let codes: MetricDimension.Codes
        switch field.kind {
        case .one(let list), .several(let list): codes = .closed(list.codes, words: list.words)
        case .institution: codes = .institutions
        case .country: codes = .countries
        case .amount, .act: return nil
        }
        return MetricDimension(
            field.code, codes, join: .init("activity_codes c", on: "c.facts_id = f.facts_id AND c.field = \(field.code)"), column: "c.code")
    }

    private static let places: [MetricDimension] = [
        MetricDimension("organiser", .organisations, column: "a.organisation_id"),
        MetricDimension("district", .districts, column: "f.district"),
        MetricDimension("country", .countries, column: "f.country"),
    ]

    static func closed(_ name: String, _ list: TermList, column: SQL) -> MetricDimension {
        MetricDimension(name, .closed(list.codes, words: list.words), column: column)
    }
}

extension ActivitiesFeature {
    /// What this room counts.
    public static let metrics: [Metric] = counted.map(\.metric)

    /// The kinds of acts that each metric counts, by its name.
    static let kinds: [String: [ActivityKind]] = Dictionary(
        counted.map { ($0.metric.name, $0.kinds) }, uniquingKeysWith: { first, _ in first })

    private static let counted: [ActMetric] = ofPeople + ofMaterials + ofBodies + ofPapers + ofField + ofRunning

    private static let ofPeople: [ActMetric] = [
        Acts.metric("trainings.held", .training, units: [Acts.rows("training")], by: ActivityKind.training.fields),
        Acts.metric(
            "trainings.participants", .training, units: [MetricUnit("participation", sum: "h.amount"), Acts.persons],
            by: ActivityKind.training.fields,
            more: [
                Acts.closed("profession", .profession, column: "h.profession"), Acts.closed("sex", .sex, column: "h.sex"),
                MetricDimension("institution", .institutions, column: "h.institution"),
            ], tables: "\(Acts.current) JOIN activity_heads h ON h.facts_id = f.facts_id"),
        Acts.metric(
            "trainings.feedback", .training, units: [Acts.sum("form", "feedback")], by: ActivityKind.training.fields,
            condition: Acts.has("feedback")),
        Acts.metric(
            "trainings.certified", .training, units: [Acts.sum("certificate", "certificates")], by: ActivityKind.training.fields,
            condition: Acts.has("certificates")),
        Acts.metric("modules.completed", .module, units: [Acts.rows("module")], by: ActivityKind.module.fields),
        Acts.metric("sessions.held", .session, units: [Acts.rows("session")], by: ActivityKind.session.fields),
        Acts.metric(
            "sessions.participants", .session, units: [MetricUnit("participation", sum: Acts.heads)], by: ActivityKind.session.fields,
            condition: Acts.hasHeads),
        Acts.metric("events.held", .event, units: [Acts.rows("event")], by: ActivityKind.event.fields),
        Acts.metric(
            "events.participants", .event, units: [MetricUnit("participation", sum: Acts.heads)], by: ActivityKind.event.fields,
            condition: Acts.hasHeads),
        Acts.metric(
            "groups.completed", .programme, units: [MetricUnit("participation", sum: Acts.heads)], by: ActivityKind.programme.fields,
            condition: Acts.hasHeads),
        // Heads, copies and views are not one unit: the way by which people were reached is its first breakdown.
        Acts.metric(
            "people.reached", .session, .event, .distribution, .reach,
            units: [
                MetricUnit(
                    "reached",
                    sum: """
                        CASE a.kind WHEN 'distribution' THEN \(Acts.amount("copies")) WHEN 'reach' THEN \(Acts.amount("reached"))
                            ELSE \(Acts.heads) END
                        """)
            ], by: [.audience, .method],
            more: [
                MetricDimension(
                    "way", .closed(["present", "paper", "online"], words: "act_way."),
                    column: "CASE a.kind WHEN 'distribution' THEN 'paper' WHEN 'reach' THEN 'online' ELSE 'present' END")
            ]),
    ]

    private static let ofMaterials: [ActMetric] = [
        Acts.metric("campaigns.run", .campaign, units: [Acts.rows("campaign")], by: ActivityKind.campaign.fields),
        Acts.metric(
            "materials.produced", .production, units: [Acts.sum("copy", "copies"), Acts.rows("title")], by: ActivityKind.production.fields),
        Acts.metric("materials.distributed", .distribution, units: [Acts.sum("copy", "copies")], by: ActivityKind.distribution.fields),
        Acts.metric("media.items", .media, units: [Acts.rows("item")], by: ActivityKind.media.fields),
        Acts.metric(
            "ads.placed", .advert, units: [Acts.sum("surface", "surfaces")], by: ActivityKind.advert.fields,
            condition: Acts.has("surfaces"),
            time: Acts.lasting),
        Acts.metric(
            "ads.spots", .advert, units: [Acts.sum("spot", "spots")], by: ActivityKind.advert.fields, condition: Acts.has("spots")),
        Acts.metric(
            "ads.formats", .advert, units: [Acts.sum("format", "formats")], by: ActivityKind.advert.fields, condition: Acts.has("formats")),
        Acts.metric(
            "ads.outlets", .advert, units: [Acts.sum("outlet", "outlets")], by: ActivityKind.advert.fields, condition: Acts.has("outlets")),
        Acts.metric(
            "ads.rotations", .advert, units: [Acts.sum("rotation", "rotations")], by: ActivityKind.advert.fields,
            condition: Acts.has("rotations"), isFed: true),
        Acts.metric(
            "ads.impressions", .advert, units: [Acts.sum("impression", "impressions")], by: ActivityKind.advert.fields,
            condition: Acts.has("impressions"), isFed: true),
        Acts.metric(
            "site.visitors", .visits, units: [Acts.sum("visit", "visits")], by: ActivityKind.visits.fields, condition: Acts.has("visits"),
            isFed: true),
        Acts.metric(
            "site.users", .visits, units: [Acts.sum("user", "users"), Acts.sum("new-user", "new-users")], by: ActivityKind.visits.fields,
            condition: "(\(Acts.has("users")) OR \(Acts.has("new-users")))", isFed: true),
    ]

    private static let ofBodies: [ActMetric] = [
        Acts.metric("meetings.held", .meeting, units: [Acts.rows("meeting")], by: ActivityKind.meeting.fields),
        Acts.metric("participations.made", .participation, units: [Acts.rows("taking-part")], by: ActivityKind.participation.fields),
        Acts.metric("consultations.foreign", .consultation, units: [Acts.rows("consultation")], by: ActivityKind.consultation.fields),
        Acts.metric("requests.received", .requestReceived, units: [Acts.rows("request")], by: ActivityKind.requestReceived.fields),
        Acts.metric(
            "requests.processed", .requestReceived, units: [Acts.rows("request")], by: ActivityKind.requestReceived.fields,
            tables: Acts.reached("s.stage = 'answered'"), time: .day("s.reached_on")),
        Acts.metric("requests.sent", .requestSent, units: [Acts.rows("request")], by: ActivityKind.requestSent.fields),
        Acts.metric(
            "requests.answered", .requestSent, units: [Acts.rows("answer")], by: ActivityKind.requestSent.fields,
            tables: Acts.reached("s.stage = 'answer-received'"), time: .day("s.reached_on")),
    ]

    private static let ofPapers: [ActMetric] = [
        Acts.metric("documents.made", .document, units: [Acts.rows("document")], by: ActivityKind.document.fields),
        Acts.metric(
            "agreements.drafted", .agreement, units: [Acts.rows("draft")], by: ActivityKind.agreement.fields,
            tables: Acts.reached("s.stage = 'draft'"), state: Acts.begun, time: .day("s.reached_on")),
        Acts.metric(
            "agreements.concluded", .agreement, units: [Acts.rows("agreement")], by: ActivityKind.agreement.fields,
            tables: Acts.reached("s.stage = 'signed'"), state: Acts.begun, time: .day("s.reached_on")),
        Acts.metric("negotiations.held", .negotiation, units: [Acts.rows("round")], by: ActivityKind.negotiation.fields),
        // A law that goes through three stages in a year is three steps and one law.
        Acts.metric(
            "legislation.advanced", .legislation, units: [MetricUnit("step", column: "s.stage_id"), Acts.rows("law")],
            by: ActivityKind.legislation.fields,
            more: [
                MetricDimension(
                    "stage", .closed(ActivityKind.legislation.stages.map(\.rawValue), words: "act_stage."), column: "s.stage")
            ], tables: Acts.reached("TRUE"), state: Acts.begun, time: .day("s.reached_on")),
    ]

    private static let ofField: [ActMetric] = [
        Acts.metric("screenings.held", .screening, units: [Acts.rows("screening")], by: ActivityKind.screening.fields),
        Acts.metric(
            "screenings.persons", .screening,
            units: [Acts.sum("spoken", "spoken"), Acts.sum("with-signs", "with-signs"), Acts.sum("to-signal", "to-signal")],
            by: ActivityKind.screening.fields),
        Acts.metric("inspections.made", .inspection, units: [Acts.rows("inspection")], by: ActivityKind.inspection.fields),
        Acts.metric(
            "prescriptions.given", .inspection, units: [MetricUnit("prescription", column: "t.task_id")],
            by: ActivityKind.inspection.fields, tables: "\(Acts.current) JOIN activity_tasks t ON t.activity_id = a.activity_id"),
        Acts.metric(
            "prescriptions.fulfilled", .inspection, units: [MetricUnit("prescription", column: "t.task_id")],
            by: ActivityKind.inspection.fields,
            tables: "\(Acts.current) JOIN activity_tasks t ON t.activity_id = a.activity_id AND t.done_on IS NOT NULL",
            time: .day("t.done_on")),
        Acts.metric(
            "children.enrolled", .enrolment, units: [Acts.sum("child", "enrolled")], by: ActivityKind.enrolment.fields, isFed: true),
    ]

    private static let ofRunning: [ActMetric] = [
        Acts.metric("recurrences.done", .occurrence, units: [Acts.rows("occurrence")], by: ActivityKind.occurrence.fields),
        Acts.metric("projects.active", .project, units: [Acts.rows("project")], by: ActivityKind.project.fields, time: Acts.lasting),
        Acts.metric(
            "projects.reported", .project, units: [Acts.rows("project")], by: ActivityKind.project.fields,
            tables: Acts.reached("s.stage = 'reported'"), time: .day("s.reached_on")),
        Acts.metric("contracts.active", .contract, units: [Acts.rows("contract")], by: ActivityKind.contract.fields, time: Acts.lasting),
        Acts.metric(
            "providers.staff_care", .attestation, units: [MetricUnit("organisation", column: "a.organisation_id")], time: Acts.lasting),
    ]
}

import Core
public import Counting
import Database
import Policy
import Reference

extension SignalsFeature {
    /// What this room counts. A signal about the same as an earlier one is no signal more; other contacts are none at all.
    public static let metrics: [Metric] = [received, processed, referred, persons, contacts]

    /// Signals by the moment of the contact, whenever they were written down.
    private static let received = Metric(
        "signals.received", units: [MetricUnit("signal", column: "s.signal_id")], dimensions: dimensions,
        source: Metric.Source(
            tables: "signals s JOIN signal_facts f ON f.signal_id = s.signal_id AND f.superseded_at IS NULL",
            condition: "f.kind = 'signal' AND f.same_as IS NULL", row: "s.signal_id", time: .moment("s.received_at")), opening: opening,
        cues: [MetricCue(["получени|постъпили", "сигнали"])])

    /// Signals by the moment at which somebody first said what comes of them; the outcome is the one that stands now.
    private static let processed = Metric(
        "signals.processed", units: [MetricUnit("signal", column: "s.signal_id")],
        dimensions: dimensions + [
            MetricDimension(
                "outcome", .closed(SignalOutcome.Kind.allCases.map(\.rawValue), words: "signal_outcome."), column: "o.kind")
        ],
        source: Metric.Source(
            tables: """
                signal_outcomes d JOIN signals s ON s.signal_id = d.signal_id
                JOIN signal_facts f ON f.signal_id = s.signal_id AND f.superseded_at IS NULL
                JOIN signal_outcomes o ON o.signal_id = s.signal_id AND o.superseded_at IS NULL
                """,
            condition: """
                f.kind = 'signal' AND f.same_as IS NULL AND NOT EXISTS (
                    SELECT 1 FROM signal_outcomes e WHERE e.signal_id = d.signal_id
                        AND (e.decided_at < d.decided_at OR e.decided_at = d.decided_at AND e.outcome_id < d.outcome_id))
                """, row: "s.signal_id", time: .moment("d.decided_at")), opening: opening,
        cues: [MetricCue(["обработени", "сигнали"])])

    /// Signals that were handed to somebody who can act, an organisation here or an institution outside, by the moment of the first hand-over;
    /// several receivers of one are one. A redirection that no longer stands is none.
    private static let referred = Metric(
        "signals.referred", units: [MetricUnit("signal", column: "s.signal_id")],
        dimensions: dimensions + [
            MetricDimension(
                "receiver", .organisations, join: .init("signal_passes rp", on: "rp.signal_id = s.signal_id"), column: "rp.organisation_id"),
            MetricDimension(
                "redirected", .institutions,
                join: .init("signal_outcomes ro", on: "\(redirected("ro")) AND ro.signal_id = s.signal_id AND ro.institution IS NOT NULL"),
                column: "ro.institution"),
        ],
        source: Metric.Source(
            tables: """
                (SELECT given.signal_id, MIN(given.at) AS at FROM (
                    SELECT a.signal_id, a.passed_at AS at FROM signal_passes a
                    UNION ALL SELECT d.signal_id, d.decided_at FROM signal_outcomes d
                        WHERE d.kind = 'redirected' AND EXISTS (
                            SELECT 1 FROM signal_outcomes o WHERE o.signal_id = d.signal_id AND \(redirected("o")))) given
                    GROUP BY given.signal_id) g
                JOIN signals s ON s.signal_id = g.signal_id
                JOIN signal_facts f ON f.signal_id = s.signal_id AND f.superseded_at IS NULL
                """, condition: "f.kind = 'signal' AND f.same_as IS NULL", row: "s.signal_id", time: .moment("g.at")), opening: opening,
        cues: [MetricCue(["насочени", "сигнали"])])

    /// That a decision stands, and is a redirection.
    private static func redirected(_ outcome: SQL) -> SQL { "\(outcome).superseded_at IS NULL AND \(outcome).kind = 'redirected'" }

    /// Persons whom signals concern, as many as were told of, by the moment of the contact. It says nothing of who is a victim.
    private static let persons = Metric(
        "signals.persons", units: [MetricUnit("concerned", sum: "n.amount")],
        dimensions: [
            MetricDimension(
                "concerned", .closed(ConcernedPersons.Group.allCases.map(\.rawValue), words: "signal_ask.count-"), column: "n.concerned")
        ] + dimensions,
        source: Metric.Source(
            tables: """
                signals s JOIN signal_facts f ON f.signal_id = s.signal_id AND f.superseded_at IS NULL
                JOIN signal_persons n ON n.facts_id = f.facts_id
                """,
            condition: "f.kind = 'signal' AND f.same_as IS NULL AND n.amount > 0", row: "s.signal_id", time: .moment("s.received_at")),
        opening: opening, cues: [MetricCue(["засегнати", "лица|жертви", "сигнали"])])

    /// All that was answered, whatever it was about: also questions, silence, and what had been told before.
    private static let contacts = Metric(
        "contacts.answered", units: [MetricUnit("contact", column: "s.signal_id")],
        dimensions: [
            MetricDimension("contact", .closed(SignalFacts.Kind.allCases.map(\.rawValue), words: "signal_kind."), column: "f.kind"),
            MetricDimension(
                "reporter", .closed(SignalFacts.Reporter.allCases.map(\.rawValue), words: "signal_reporter."), column: "f.reporter"),
        ] + dimensions,
        source: Metric.Source(
            tables: "signals s JOIN signal_facts f ON f.signal_id = s.signal_id AND f.superseded_at IS NULL", condition: "TRUE",
            row: "s.signal_id", time: .moment("s.received_at")), opening: opening,
        cues: [MetricCue(["приети|получени|отговорени", "обаждания"])])

    private static let opening = Metric.Opening(.signalList, path: { "/signals/" + $0 }, sight: SignalStore.allowed)

    private static let dimensions: [MetricDimension] = [
        MetricDimension("organisation", .organisations, column: "s.organisation_id"),
        MetricDimension("channel", .closed(SignalFacts.Channel.allCases.map(\.rawValue), words: "signal_channel."), column: "f.channel"),
        MetricDimension(
            "form", .closed(ExploitationForm.allCases.map(\.rawValue), words: "exploitation."),
            join: .init("signal_codes mf", on: "mf.facts_id = f.facts_id AND mf.kind = 'form'"), column: "mf.code"),
        MetricDimension("child", .closed(SignalFacts.Answer.allCases.map(\.rawValue), words: "signal_child."), column: "f.child"),
        MetricDimension(
            "where", .closed(["home", "abroad"], words: "metric_where."),
            column: "CASE WHEN f.country = 'BG' THEN 'home' WHEN f.country IS NOT NULL THEN 'abroad' END"),
        MetricDimension("district", .districts, column: "f.district"),
    ]
}

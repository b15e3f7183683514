import Core
public import Counting
import Database
import Policy
import Reference

extension SignalsFeature {
    /// What this room counts. A signal about the same as an earlier one is no signal more; other contacts are none at all.
    public static let metrics: [Metric] = [received, processed]

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
        cues: [
            MetricCue(["обработени", "сигнали"]),
            MetricCue(["насочени", "сигнали"], filters: ["outcome": [SignalOutcome.Kind.redirected.rawValue]]),
        ])

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

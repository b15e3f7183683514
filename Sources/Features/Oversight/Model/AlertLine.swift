import Core
import Ledger
import Web

/// What a detector found, in a sentence.
struct AlertLine: Sendable, Encodable {
    let href: String
    let detector: String
    /// The class of its badge.
    let kind: String
    let sentence: String
    /// Why it is worth a look.
    let reason: String
    let count: String
    let found: String
    let isReviewed: Bool
    let verdict: String
    let verdictKind: String
    let reviewed: String

    init(_ alert: Alert, _ names: Names, _ request: WebRequest, _ words: Words) {
        let (format, finding) = (Format(request.language), alert.finding)
        let writer = LineWriter(words: words, names: names, link: { request.link($0) }, mayTrace: false)
        href = request.link("/alerts/" + alert.id.text)
        detector = words("detector." + finding.detector.rawValue)
        kind = finding.detector.kind
        reason = words("detector.\(finding.detector.rawValue).why")
        sentence = words(
            "alert_line." + finding.detector.rawValue,
            [
                "who": writer.who(finding.actor), "when": AlertLine.span(finding, words),
                "times": words.count("alert_times", finding.positions.count),
            ])
        count = words.count("alert_entries", finding.positions.count)
        found = words("alert_found", ["moment": format.moment(alert.foundAt)])
        isReviewed = alert.review != nil
        verdict = alert.review.map { words("verdict." + $0.verdict.rawValue) } ?? ""
        verdictKind = alert.review?.verdict.kind ?? ""
        reviewed =
            alert.review.map { words("alert_reviewed", ["who": writer.who($0.reviewer), "moment": format.moment($0.time)]) } ?? ""
    }

    /// When it was: a moment, or from when to when.
    private static func span(_ finding: Finding, _ words: Words) -> String {
        let format = Format(words.language)
        let (from, to) = (format.moment(finding.began), format.moment(finding.ended))
        if from == to { return from }
        guard finding.began.dayInSofia == finding.ended.dayInSofia else { return words("alert_span_days", ["from": from, "to": to]) }
        return words(
            "alert_span_hours",
            ["day": format.day(finding.began.dayInSofia), "from": format.clock(finding.began), "to": format.clock(finding.ended)])
    }
}

extension Detector {
    /// How loudly it is shown.
    fileprivate var kind: String {
        switch self {
        case .canary, .emergency, .codeAlone, .keyDoubled: "bad"
        case .withoutTask, .manyInARow, .namedTask, .refused: "warn"
        case .night, .searching: "info"
        }
    }
}

extension Alert.Verdict {
    fileprivate var kind: String {
        switch self {
        case .justified, .mistaken: "ok"
        case .inquiry: "warn"
        case .breach: "bad"
        }
    }
}

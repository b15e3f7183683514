import Core
import Database
import Ledger
import Policy
import Web

/// What the detectors found, until somebody outside the chain of whoever it is about has judged it.
struct AlertPages: Sendable {
    let oversight: OversightFeature

    private var pages: Pages { oversight.pages }

    /// Alerts on a page.
    static let pageSize = 25
    /// Entries of an alert that are shown.
    static let entryLimit = 200

    /// Alerts that wait, or those that were judged.
    struct AlertsPage: Encodable {
        let title: String
        let alerts: [AlertLine]
        let isEmpty: Bool
        let isJudged: Bool
        let waiting: String
        let judged: String
        let hasMore: Bool
        let older: String
        let notice: String
        let hasNotice: Bool
        let areKeysOptional: Bool
    }

    /// An alert with its entries and the question to whoever looks at it.
    struct AlertPage: Encodable {
        let title: String
        let back: String
        let alert: AlertLine
        let lines: LedgerLines
        let isShortened: Bool
        let isOneself: Bool
        let mayJudge: Bool
        let action: String
        let summary: FormErrors
        let question: FormQuestion
    }

    func list(_ request: WebRequest) async throws -> WebResponse {
        let (visitor, words) = (try request.signedIn(), pages.words(request.language))
        let isJudged = request.query["state"] == "judged"
        let before = request.query["before"].flatMap(Identifier<Alert>.init)
        let decision = try await oversight.decision(.alertsRead, on: nil, visitor, at: request.now)
        let entry = oversight.entry(Act.alertsRead.rawValue, on: visitor.actor.organisation.text, decision, visitor, request)
        _ = try await oversight.remember(entry)
        guard decision.isAllowed else { throw WebError.forbidden }
        let (scope, sources) = (oversight.scope(.alertsRead, visitor, at: request.now), oversight.sources)
        let reader = OversightSources.Reader(actor: visitor.actor, now: request.now, language: request.language)
        let (alerts, names) = try await oversight.database.read { connection in
            let alerts = try Alert.page(
                before: before, isReviewed: isJudged, within: scope, limit: AlertPages.pageSize + 1, connection)
            let others = Set(alerts.flatMap { [$0.finding.actor, $0.review?.reviewer].compactMap(\.self) })
            return (alerts, try Names(of: [], also: others, for: reader, sources, connection))
        }
        let shown = alerts.prefix(AlertPages.pageSize)
        let home = request.link("/alerts")
        let older = FormData([("state", isJudged ? "judged" : ""), ("before", shown.last?.id.text ?? "")]).encoded
        let model = AlertsPage(
            title: words("alerts_title"), alerts: shown.map { AlertLine($0, names, request, words) }, isEmpty: shown.isEmpty,
            isJudged: isJudged, waiting: home, judged: home + "?state=judged", hasMore: alerts.count > shown.count,
            older: home + "?" + older,
            notice: request.query["done"].map { words($0 == "late" ? "alert_late" : "alert_kept") } ?? "",
            hasNotice: request.query["done"] != nil, areKeysOptional: sources.areKeysOptional)
        return try pages.page("oversight-alerts", model, title: model.title, for: request, section: "alerts")
    }

    func alert(_ request: WebRequest) async throws -> WebResponse {
        try await page(request, wrong: "")
    }

    /// Keeps what somebody says of an alert, once, together with the entry that tells it.
    func judge(_ request: WebRequest) async throws -> WebResponse {
        let (visitor, words) = (try request.signedIn(), pages.words(request.language))
        guard let verdict = request.form["verdict"].flatMap(Alert.Verdict.init) else {
            return try await page(request, wrong: words("alert_verdict_missing"))
        }
        let (id, oversight) = (try identifier(request), oversight)
        let isKept = try await Ledger.write(oversight.database) { connection in
            guard let found = try Found(id, visitor, at: request.now, connection) else { throw WebError.notFound }
            guard try Alert.review(id, by: visitor.actor.user.text, verdict, now: request.now, connection) else { return (false, []) }
            let act = "alerts." + verdict.rawValue
            return (true, [oversight.entry(act, on: id.text, found.decision, visitor, request)])
        }
        return .redirect(to: request.link("/alerts") + (isKept ? "?done=kept" : "?done=late"))
    }

    /// An alert that somebody may read, with those of its entries that she may read.
    private struct Found: Sendable {
        let alert: Alert
        let records: [LedgerRecord]
        let decision: Decision

        init?(_ id: Identifier<Alert>, _ visitor: Visitor, at now: Instant, _ connection: any Connection) throws {
            guard let alert = try Alert.find(id, connection) else { return nil }
            let all = try LedgerReader.entries(at: Array(alert.finding.positions.prefix(AlertPages.entryLimit)), connection)
            // As the list has it: an alert belongs to the organisation of its first entry.
            let decision = try Found.decision(on: all.first, visitor, at: now, connection)
            guard decision.isAllowed else { return nil }
            (self.alert, self.decision) = (alert, decision)
            records = try all.filter { try Found.decision(on: $0, visitor, at: now, connection).isAllowed }
        }

        private static func decision(
            on record: LedgerRecord?, _ visitor: Visitor, at now: Instant, _ connection: any Connection
        ) throws -> Decision {
            let facts = try RelationStore.facts(of: record?.entry.organisation ?? "", at: now, connection)
            return Policy.decide(visitor.actor, .alertsRead, on: facts, in: Context(now: now))
        }
    }

    private func identifier(_ request: WebRequest) throws(WebError) -> Identifier<Alert> {
        guard let id = request.parameters["alert"].flatMap(Identifier<Alert>.init) else { throw .notFound }
        return id
    }

    private func page(_ request: WebRequest, wrong: String) async throws -> WebResponse {
        let (visitor, words) = (try request.signedIn(), pages.words(request.language))
        let (id, sources) = (try identifier(request), oversight.sources)
        let reader = OversightSources.Reader(actor: visitor.actor, now: request.now, language: request.language)
        let oversight = oversight
        // The alert is found, and that it was read is written, before anything of it is shown.
        let found = try await Ledger.write(oversight.database) { connection in
            let found = try Found(id, visitor, at: request.now, connection)
            let entry = found.map { oversight.entry(Act.alertsRead.rawValue, on: id.text, $0.decision, visitor, request) }
            return (found, entry.map { [$0] } ?? [])
        }
        guard let found else { throw WebError.notFound }
        let names = try await oversight.database.read { connection in
            let others = [found.alert.finding.actor, found.alert.review?.reviewer].compactMap(\.self)
            return try Names(of: found.records, also: Set(others), for: reader, sources, connection)
        }
        let writer = oversight.writer(names, mayTrace: true, request)
        let isOneself = found.alert.finding.actor == visitor.actor.user.text
        let line = AlertLine(found.alert, names, request, words)
        let model = AlertPage(
            title: line.detector, back: request.link("/alerts"), alert: line,
            lines: LedgerLines(found.records.reversed().map(writer.line), isOwn: false, day: writer.title),
            isShortened: found.alert.finding.positions.count > found.records.count, isOneself: isOneself,
            mayJudge: found.alert.review == nil && !isOneself, action: request.link("/alerts/" + id.text),
            summary: FormErrors(wrong.isEmpty ? [] : [("verdict", wrong)]),
            question: FormQuestion(
                "verdict", label: words("alert_question"), wrong: wrong,
                choices: Alert.Verdict.allCases.map {
                    FormChoice($0.rawValue, words("verdict." + $0.rawValue), hint: words("verdict_hint." + $0.rawValue))
                }))
        return try pages.page(
            "oversight-alert", model, title: model.title, for: request, section: "alerts", hasForm: model.mayJudge,
            status: wrong.isEmpty ? 200 : 422)
    }
}

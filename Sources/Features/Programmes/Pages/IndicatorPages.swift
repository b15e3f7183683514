import Core
import Counting
import Database
import Ledger
import Policy
import Web

/// The pages of one indicator: its figure, the rows behind it, by what it is counted, what is reported.
struct IndicatorPages: Sendable {
    let plans: PlanPages
    let sources: ProgrammesSources

    var pages: Pages { plans.pages }
    var acts: CountingActs { CountingActs(database: plans.store.database, sources: sources) }
    static let rowLimit = 50

    /// What an address names.
    struct Subject: Sendable {
        let plan: StoredPlan
        let measure: Measure
        let indicator: Indicator
        let figures: IndicatorFigures
        /// Its place in the address, and in the ledger.
        let path: String
        let name: String
        /// Its place among the indicators of the measure, from 1.
        let number: String
    }

    /// The indicator of an address; its number counts from 1.
    func subject(_ request: WebRequest) async throws -> Subject {
        let plan = try await plans.plan(request)
        let (code, number) = (request.parameters["code"] ?? "", request.parameters["indicator"].flatMap { Int($0) } ?? 0)
        guard let position = plan.content.measures.firstIndex(where: { $0.code == code }) else { throw WebError.notFound }
        let measure = plan.content.measures[position]
        guard measure.indicators.indices.contains(number - 1) else { throw WebError.notFound }
        let figures = try await plans.figures.figures(of: plan, measure: position, for: request)
        return Subject(
            plan: plan, measure: measure, indicator: measure.indicators[number - 1], figures: figures[number - 1],
            path: plans.view(request).href(plan.slug, measure: code) + "/indicators/\(number)", name: "\(plan.slug)/\(code)/\(number)",
            number: String(number))
    }

    func indicator(_ request: WebRequest) async throws -> WebResponse {
        try await page(try await subject(request), request)
    }

    // MARK: Acts

    /// The fields of the form by which an indicator is bound.
    var bindFields: FormFields {
        FormFields(Set(["metric", "unit", "preview"] + sources.metrics.flatMap { $0.dimensions.map { IndicatorPages.field($0) } }))
    }

    static func field(_ dimension: MetricDimension) -> String { "by-" + dimension.name }

    func bind(_ request: WebRequest) async throws -> WebResponse {
        let subject = try await subject(request)
        guard let metric = sources.metrics.first(where: { $0.name == request.form["metric"] }) else {
            return try await page(subject, request, wrong: [("metric", pages.words(request.language)("figure_metric_missing"))])
        }
        let views = try await views(request)
        guard let chosen = choice(metric, request.form, views) else { throw WebError.badRequest }
        guard request.form["preview"] != "1" else { return try await page(subject, request) }
        let binding = IndicatorBinding(
            id: .new(), indicator: subject.figures.binding?.indicator ?? subject.figures.key, metric: metric.name, version: metric.version,
            unit: chosen.unit, filters: chosen.filters, boundAt: request.now)
        try await acts.bind([(subject.name, binding)], request)
        return .redirect(to: subject.path + (metric.isFed ? "?done=fed" : "?done=bound"))
    }

    func unbind(_ request: WebRequest) async throws -> WebResponse {
        let subject = try await subject(request)
        if let binding = subject.figures.binding { try await acts.unbind(binding, of: subject.name, request) }
        return .redirect(to: subject.path + "?done=unbound")
    }

    func report(_ request: WebRequest) async throws -> WebResponse {
        let (subject, words) = (try await subject(request), pages.words(request.language))
        let institutions = try await reporting(subject, request)
        guard !institutions.isEmpty else { throw WebError.forbidden }
        var wrong: [(field: String, text: String)] = []
        let institution =
            institutions.count == 1 ? institutions[0] : request.form["institution"].flatMap { institutions.contains($0) ? $0 : nil }
        if institution == nil { wrong.append(("institution", words("figure_institution_missing"))) }
        let value = request.form.line("value").flatMap(IndicatorPages.number)
        if value == nil { wrong.append(("value", words("figure_value_bad"))) }
        let day = request.form.line("day").flatMap { Day(typed: $0) }.flatMap { $0 <= request.today ? $0 : nil }
        if day == nil { wrong.append(("day", words("figure_day_bad"))) }
        let evidence = request.form.line("evidence") ?? ""
        if evidence.isEmpty { wrong.append(("evidence", words("figure_evidence_missing"))) }
        if evidence.count > 300 { wrong.append(("evidence", words("figure_evidence_long", ["n": "300"]))) }
        guard wrong.isEmpty, let institution, let value, let day else { return try await page(subject, request, wrong: wrong) }
        let key = subject.figures.reports.first { $0.institution == institution }?.indicator ?? subject.figures.key
        try await acts.add(
            IndicatorReport(
                indicator: key, institution: institution, writtenBy: try request.signedIn().actor.organisation, value: value, asOf: day,
                evidence: evidence, at: request.now),
            of: subject.name, request)
        return .redirect(to: subject.path + "?done=reported")
    }

    /// A figure as people type it: „1 250“, „12,5“. Nil for anything else, and for less than nought.
    static func number(_ text: String) -> Double? {
        let plain = text.filter { !$0.isWhitespace && $0 != "\u{A0}" }.replacing(",", with: ".")
        guard plain.wholeMatch(of: /[0-9]{1,12}(\.[0-9]{1,2})?/) != nil else { return nil }
        return Double(plain)
    }

    /// For which of the measure's leads and partners a visitor may say what was done: her own institution, the coordinator for each.
    func reporting(_ subject: Subject, _ request: WebRequest) async throws -> [String] {
        guard let actor = request.visitor?.actor, Policy.mayEver(actor, .indicatorReport) else { return [] }
        let named = (subject.measure.leads + subject.measure.partners).map { $0.code ?? $0.name }.uniqued()
        guard !Policy.mayEver(actor, .indicatorBind) else { return named }
        let own = try await plans.store.database.read { try sources.institution(actor.organisation, $0) }
        return named.filter { $0 == own }
    }
}

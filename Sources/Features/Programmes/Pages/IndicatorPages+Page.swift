import Core
import Counting
import Database
import Policy
import Web

extension IndicatorPages {
    func views(_ request: WebRequest) async throws -> FigureViews {
        let names = try await plans.store.database.read { try sources.organisations($0, request.language) }
        return FigureViews(pages.words(request.language), sources, organisations: names)
    }

    /// What somebody chose to count; nil for what no form of ours sends.
    func choice(_ metric: Metric, _ form: FormData, _ views: FigureViews) -> (unit: String, filters: [String: Set<String>])? {
        guard let unit = form["unit"].map(metric.unit) ?? metric.units.first else { return nil }
        var filters: [String: Set<String>] = [:]
        for dimension in metric.dimensions {
            guard let code = form[IndicatorPages.field(dimension)], code != IndicatorPages.all else { continue }
            let value = code == IndicatorPages.unknown ? MetricQuestion.unknown : code
            guard views.codes(dimension).contains(where: { $0.code == value }) else { return nil }
            filters[dimension.name] = [value]
        }
        return (unit.code, filters)
    }

    /// Codes of the form for no filter, and for what nobody knows.
    private static let (all, unknown) = ("", "-")

    func page(_ subject: Subject, _ request: WebRequest, wrong: [(field: String, text: String)] = []) async throws -> WebResponse {
        let (view, figures) = (plans.view(request), subject.figures)
        let views = try await views(request)
        let words = view.words
        func problem(_ field: String) -> String { wrong.first { $0.field == field }?.text ?? "" }
        let isExact = FigureReader.seesExact(request)
        let indicator = MeasurePage.indicator(subject.indicator, figures, subject.plan.slug, view, views)
        let parts = isExact ? try await self.parts(subject, request, views) : nil
        let (share, difference) = (share(subject, words, view.format), difference(figures, words, view.format))
        let mayBind = request.visitor.map { Policy.mayEver($0.actor, .indicatorBind) } ?? false
        let done = request.query["done"].flatMap { words.find("figure_done." + $0) }
        let reported = views.reported(figures, view)
        let reporting = try await reporting(subject, request)
        let model = IndicatorPage(
            windowTitle: words("figure_title", ["n": subject.number, "code": subject.measure.code]),
            plan: PlanHead(subject.plan, view, current: "measures"),
            measureTitle: words("measure_title", ["code": subject.measure.code]),
            measureHref: view.href(subject.plan.slug, measure: subject.measure.code), title: indicator.label, notice: done ?? "",
            hasNotice: done != nil, summary: FormErrors(wrong), baseline: indicator.baseline, target: indicator.target,
            comparator: indicator.comparator, hasComparator: indicator.hasComparator, cells: indicator.cells,
            isBound: figures.metric != nil, counted: views.figure(figures.counted), until: views.until(figures.counted),
            share: share, hasShare: !share.isEmpty, reported: reported,
            hasReported: !reported.isEmpty, metricName: figures.metric.map(views.name) ?? "",
            metricText: figures.metric.map { words("metric_text." + $0.name) } ?? "", basis: basis(subject, views, view), isExact: isExact,
            publicNote: words("figure_public", ["n": view.format.integer(PublicFigure.threshold - 1)]),
            difference: difference, hasDifference: !difference.isEmpty,
            chips: parts?.chips ?? [], hasParts: parts != nil, partsTitle: parts?.title ?? "", parts: parts?.lines ?? [],
            rowsHref: subject.path + "/rows", mayOpenRows: mayOpenRows(figures, request) != nil,
            reports: figures.reports.map { report in
                IndicatorPage.Report(
                    institution: view.institution(report.institution), value: view.format.number(report.value),
                    day: view.format.day(report.asOf), evidence: report.evidence)
            }, hasReports: !figures.reports.isEmpty,
            reportForm: reportForm(subject, reporting, request, view, problem), mayReport: !reporting.isEmpty,
            bindForm: mayBind ? [try await bindForm(subject, request, views, problem)] : [], mayBind: mayBind)
        return try pages.page(
            "programmes-indicator", model, title: "\(model.windowTitle) – \(model.plan.short)", for: request, section: "plans",
            hasForm: model.mayReport, status: wrong.isEmpty ? 200 : 422)
    }

    private func basis(_ subject: Subject, _ views: FigureViews, _ view: PlanViews) -> [IndicatorPage.Line] {
        guard let metric = subject.figures.metric, let binding = subject.figures.binding else { return [] }
        let period = subject.plan.content.period.map { view.format.day($0.from) + " – " + view.format.day($0.to) } ?? ""
        let lines =
            [(views.words("figure_unit"), views.unit(binding.unit)), (views.words("figure_period"), period)]
            + views.filters(binding.filters, of: metric)
            + [
                (
                    views.words("figure_definition"),
                    views.words("figure_version", ["name": metric.name, "n": String(metric.version)])
                        + (binding.version == metric.version ? "" : " · " + views.words("figure_version_changed"))
                )
            ]
        return lines.filter { !$0.1.isEmpty }.map { IndicatorPage.Line(label: $0.0, value: $0.1) }
    }

    /// How much of the target is counted: of a flow, what is counted against what is wanted, whatever last year was.
    private func share(_ subject: Subject, _ words: Words, _ format: Format) -> String {
        guard case .exact(let count, _) = subject.figures.counted, let target = subject.indicator.target, target > 0,
            subject.indicator.kind == .count
        else { return "" }
        let share = Int((Double(count) * 100 / target).rounded(.down))
        return words("figure_share", ["share": format.integer(share), "target": format.number(target)])
    }

    private func difference(_ figures: IndicatorFigures, _ words: Words, _ format: Format) -> String {
        guard case .exact(let count, _) = figures.counted, figures.reports.count == 1, let report = figures.reports.first else { return "" }
        let difference = report.value - Double(count)
        guard difference != 0 else { return words("figure_same") }
        return words(difference > 0 ? "figure_more_reported" : "figure_more_counted", ["n": format.number(difference.magnitude)])
    }

    /// The figure by one of its dimensions, for those who may see exact figures.
    private func parts(
        _ subject: Subject, _ request: WebRequest, _ views: FigureViews
    ) async throws -> (title: String, chips: [IndicatorPage.Chip], lines: [IndicatorPage.Part])? {
        guard let metric = subject.figures.metric, case .exact(let count, _) = subject.figures.counted, count > 0,
            let question = subject.plan.content.period.flatMap({ subject.figures.binding?.question(in: $0) }),
            let dimension = request.query["by"].flatMap(metric.dimension) ?? metric.dimensions.first
        else { return nil }
        let parts = try await plans.store.database.read { try metric.parts(question, by: dimension, $0) }
        return (
            views.label(dimension),
            metric.dimensions.map {
                IndicatorPage.Chip(
                    text: views.label($0), href: subject.path + "?by=" + $0.name + "#parts", isCurrent: $0.name == dimension.name)
            },
            parts.map { IndicatorPage.Part(label: views.name($0.code, of: dimension), value: views.format.integer($0.count)) }
        )
    }

    private func reportForm(
        _ subject: Subject, _ institutions: [String], _ request: WebRequest, _ view: PlanViews, _ problem: (String) -> String
    ) -> IndicatorPage.ReportForm {
        let words = view.words
        return IndicatorPage.ReportForm(
            action: subject.path + "/report",
            institutions: FormQuestion(
                "institution", label: words("figure_institution"), wrong: problem("institution"),
                choices: [FormChoice("", words("choose"))]
                    + institutions.map { FormChoice($0, view.institution($0), isChosen: request.form["institution"] == $0) }),
            isAsked: institutions.count > 1,
            value: FormField(
                "value", label: words("figure_value"), hint: subject.indicator.unit ?? "", value: request.form["value"] ?? "",
                wrong: problem("value"), isNumeric: true),
            day: FormField(
                "day", label: words("figure_day"), hint: words("figure_day_hint"),
                value: request.form["day"] ?? IndicatorPages.typed(request.today), wrong: problem("day")),
            evidence: FormField(
                "evidence", label: words("figure_evidence"), hint: words("figure_evidence_hint"), value: request.form["evidence"] ?? "",
                wrong: problem("evidence")))
    }

    private func bindForm(
        _ subject: Subject, _ request: WebRequest, _ views: FigureViews, _ problem: (String) -> String
    ) async throws -> IndicatorPage.BindForm {
        let (words, binding, typed) = (views.words, subject.figures.binding, request.typed)
        let name = typed["metric"] ?? binding?.metric ?? ""
        let metric = sources.metrics.first { $0.name == name }
        let isSame = typed["metric"] == nil || typed["metric"] == binding?.metric
        func chosen(_ dimension: MetricDimension) -> String {
            if let code = typed[IndicatorPages.field(dimension)] { return code }
            guard isSame, let code = binding?.filters[dimension.name]?.first else { return IndicatorPages.all }
            return code.isEmpty ? IndicatorPages.unknown : code
        }
        let unit = typed["unit"] ?? (isSame ? binding?.unit : nil) ?? metric?.units.first?.code
        return IndicatorPage.BindForm(
            address: subject.path, action: subject.path + "/bind", unbind: subject.path + "/unbind",
            metrics: FormQuestion(
                "metric", label: words("figure_metric"), hint: words("figure_metric_hint"), wrong: problem("metric"),
                choices: [FormChoice("", words("choose"))]
                    + sources.metrics.map { FormChoice($0.name, views.name($0), isChosen: $0.name == name) }),
            isChosen: metric != nil, metric: metric?.name ?? "", metricText: metric.map { words("metric_text." + $0.name) } ?? "",
            units: FormQuestion(
                "unit", label: words("figure_unit"),
                choices: (metric?.units ?? []).map { FormChoice($0.code, views.unit($0.code), isChosen: $0.code == unit) }),
            hasUnits: (metric?.units.count ?? 0) > 1,
            filters: (metric?.dimensions ?? []).map { dimension in
                FormQuestion(
                    IndicatorPages.field(dimension), label: views.label(dimension),
                    choices: [FormChoice(IndicatorPages.all, words("figure_filter_all"), isChosen: chosen(dimension).isEmpty)]
                        + views.codes(dimension).map { code, name in
                            let value = code.isEmpty ? IndicatorPages.unknown : code
                            return FormChoice(value, name, isChosen: chosen(dimension) == value)
                        })
            }, wouldGive: try await wouldGive(subject, metric, typed, views))
    }

    /// What the figure would be, before anybody agrees to it.
    private func wouldGive(_ subject: Subject, _ metric: Metric?, _ typed: FormData, _ views: FigureViews) async throws -> String {
        guard let metric, typed["metric"] != nil, let period = subject.plan.content.period, let chosen = choice(metric, typed, views) else {
            return ""
        }
        let question = MetricQuestion(unit: chosen.unit, from: period.from, to: period.to, filters: chosen.filters)
        let count = try await plans.store.database.read { try metric.value(question, $0) }
        return views.words("figure_would_give", ["n": views.format.integer(count)])
    }

    /// A day as people type it.
    private static func typed(_ day: Day) -> String { "\(day.day).\(day.month).\(day.year)" }
}

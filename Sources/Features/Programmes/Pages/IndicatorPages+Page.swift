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
            guard let typed = form[IndicatorPages.field(dimension)], typed != IndicatorPages.all else { continue }
            let codes = Set(IndicatorPages.codes(typed))
            guard codes.isSubset(of: views.codes(dimension).map(\.code)) else { return nil }
            filters[dimension.name] = codes
        }
        return (unit.code, filters)
    }

    /// Codes of the form for no filter, and for what nobody knows; what stands between several codes.
    private static let (all, unknown) = ("", "-")
    private static let and: Character = "+"

    /// Several codes are one choice of the form: it offers each alone, and those together that are proposed or chosen.
    static func choice(_ codes: Set<String>) -> String {
        codes.sorted().map { $0 == MetricQuestion.unknown ? unknown : $0 }.joined(separator: String(and))
    }

    private static func codes(_ choice: String) -> [String] {
        choice.split(separator: and, omittingEmptySubsequences: false).map { $0 == unknown ? MetricQuestion.unknown : String($0) }
    }

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
            isBound: figures.metric != nil, figureName: words(figures.way == .fed ? "figure_fed" : "figure_counted"),
            figureTitle: words(figures.way == .fed ? "figure_fed_title" : "figure_counted_title"), counted: views.figure(figures.counted),
            until: views.until(figures.counted),
            share: share, hasShare: !share.isEmpty, reported: reported,
            hasReported: !reported.isEmpty, metricName: figures.metric.map(views.name) ?? "",
            metricText: figures.metric.map { words("metric_text." + $0.name) } ?? "", basis: basis(subject, views, view), isExact: isExact,
            publicNote: words("figure_public", ["n": view.format.integer(PublicFigure.threshold - 1)]),
            doubt: views.doubt(figures.counted), isDoubtful: !views.doubt(figures.counted).isEmpty,
            difference: difference, hasDifference: !difference.isEmpty,
            chips: parts?.chips ?? [], hasParts: parts != nil, partsTitle: parts?.title ?? "", parts: parts?.lines ?? [],
            rowsHref: subject.path + "/rows", mayOpenRows: mayOpenRows(figures, request) != nil,
            proposal: mayBind ? try await proposal(subject, request, views) : [],
            reports: figures.reports.map { report in
                IndicatorPage.Report(
                    institution: views.speaker(report, view), value: view.format.number(report.value),
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

    private func share(_ subject: Subject, _ words: Words, _ format: Format) -> String {
        guard let share = subject.figures.share(of: subject.indicator), let target = subject.indicator.target else { return "" }
        return words("figure_share", ["share": format.integer(share), "target": format.number(target)])
    }

    private func difference(_ figures: IndicatorFigures, _ words: Words, _ format: Format) -> String {
        guard figures.way == .counted, case .exact(let count, _) = figures.counted, figures.reports.count == 1,
            let report = figures.reports.first
        else { return "" }
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
            guard isSame, let codes = binding?.filters[dimension.name] else { return IndicatorPages.all }
            return IndicatorPages.choice(codes)
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
            filters: (metric?.dimensions ?? []).map { filter($0, chosen: chosen($0), views) },
            wouldGive: try await wouldGive(subject, metric, typed, views))
    }

    private func filter(_ dimension: MetricDimension, chosen: String, _ views: FigureViews) -> FormQuestion {
        let codes = views.codes(dimension)
        let all = [FormChoice(IndicatorPages.all, views.words("figure_filter_all"), isChosen: chosen.isEmpty)]
        let single = codes.map { code, name in
            let value = IndicatorPages.choice([code])
            return FormChoice(value, name, isChosen: chosen == value)
        }
        let parts = IndicatorPages.codes(chosen)
        let names = codes.filter { parts.contains($0.code) }.map(\.name)
        let several = parts.count > 1 ? [FormChoice(chosen, names.joined(separator: ", "), isChosen: true)] : []
        return FormQuestion(IndicatorPages.field(dimension), label: views.label(dimension), choices: all + several + single)
    }

    /// What the indicator's words suggest, where nothing is chosen yet.
    private func proposal(_ subject: Subject, _ request: WebRequest, _ views: FigureViews) async throws -> [IndicatorPage.ProposalView] {
        guard subject.figures.binding == nil, request.typed["metric"] == nil, let place = Int(subject.number).map({ $0 - 1 }),
            let proposal = MetricProposal(subject.measure, indicator: place, of: sources.metrics)
        else { return [] }
        let fields =
            [("metric", proposal.metric.name), ("unit", proposal.unit)]
            + proposal.metric.dimensions.compactMap { dimension in
                proposal.filters[dimension.name].map { (IndicatorPages.field(dimension), IndicatorPages.choice($0)) }
            }
        let query = fields.map { "\($0.0)=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
        let lines = [(views.words("figure_unit"), views.unit(proposal.unit))] + views.filters(proposal.filters, of: proposal.metric)
        return [
            IndicatorPage.ProposalView(
                metricName: views.name(proposal.metric), metricText: views.words("metric_text." + proposal.metric.name),
                basis: lines.map { IndicatorPage.Line(label: $0.0, value: $0.1) },
                wouldGive: try await wouldGive(subject, proposal.metric, unit: proposal.unit, filters: proposal.filters, views),
                isServing: proposal.metric.isServing, action: subject.path + "/bind",
                fields: fields.map { IndicatorPage.Hidden(name: $0.0, value: $0.1) }, changeHref: "\(subject.path)?\(query)#bind")
        ]
    }

    /// What the figure would be, before anybody agrees to it.
    private func wouldGive(_ subject: Subject, _ metric: Metric?, _ typed: FormData, _ views: FigureViews) async throws -> String {
        guard let metric, typed["metric"] != nil, let chosen = choice(metric, typed, views) else { return "" }
        return try await wouldGive(subject, metric, unit: chosen.unit, filters: chosen.filters, views)
    }

    private func wouldGive(
        _ subject: Subject, _ metric: Metric, unit: String, filters: [String: Set<String>], _ views: FigureViews
    ) async throws -> String {
        guard let period = subject.plan.content.period else { return "" }
        let question = MetricQuestion(
            unit: unit, from: period.from, to: period.to, filters: filters, measure: subject.figures.key.reference)
        let range = try await plans.store.database.read { try metric.range(question, $0) }
        return views.words("figure_would_give", ["n": views.range(range)])
    }

    /// A day as people type it.
    private static func typed(_ day: Day) -> String { "\(day.day).\(day.month).\(day.year)" }
}

import Core
import Counting
import Database
import Documents
import Policy
import Web

/// The figures of a whole plan: the page, the file, and what is agreed to at once.
struct FiguresPages: Sendable {
    let plans: PlanPages
    let sources: ProgrammesSources
    let offers: OfferShelf

    private var database: any Database { plans.store.database }

    func figures(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plans.plan(request)
        let lines = try await lines(plan, request)
        let mayBind = request.visitor.map { Policy.mayEver($0.actor, .indicatorBind) } ?? false
        let model = try await page(plan, lines, proposals: mayBind ? proposals(lines) : [], request)
        return try plans.pages.page("programmes-figures", model, title: model.head.windowTitle, for: request, section: "plans")
    }

    /// What each metric counts, and for which measures.
    func catalogue(_ request: WebRequest) async throws -> WebResponse {
        let (view, views) = (plans.view(request), FigureViews(plans.pages.words(request.language), sources))
        let offers = try await database.read { try self.offers.offers($0) }
        var uses: [String: [CataloguePage.Use]] = [:]
        for offer in offers {
            for metric in Set(offer.questions.map(\.metric)) {
                let link = PlanViews.Link(
                    text: offer.code, href: view.href(offer.slug, measure: offer.code), hasLink: true, separator: ", ")
                if uses[metric]?.last?.plan != offer.plan { uses[metric, default: []].append(CataloguePage.Use(plan: offer.plan)) }
                uses[metric, default: []][uses[metric, default: []].count - 1].measures.append(link)
            }
        }
        let page = CataloguePage(sources.metrics, uses: uses, views)
        return try plans.pages.page("programmes-catalogue", page, title: page.title, for: request, section: "plans")
    }

    /// The rows that the page shows.
    func csv(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plans.plan(request)
        let (view, filter) = (plans.view(request), FiguresPages.filter(request))
        let views = FigureViews(view.words, sources)
        let rows = try await lines(plan, request).filter(filter.takes).map { row($0, view, views) }
        return .download(
            CSV.text([OwnList.figures(view.words)] + rows), type: "text/csv; charset=utf-8",
            name: plan.slug + "-figures.csv")
    }

    /// Binds the proposals that were chosen, all or none.
    func accept(_ request: WebRequest) async throws -> WebResponse {
        let plan = try await plans.plan(request)
        let chosen = Set(request.form.all("accept"))
        let accepted = proposals(try await lines(plan, request)).filter { chosen.contains($0.line.name) }
        let bindings = accepted.map { line, proposal in
            IndicatorBinding(
                id: .new(), indicator: line.figures.key, metric: proposal.metric.name, version: proposal.metric.version,
                unit: proposal.unit, filters: proposal.filters, boundAt: request.now)
        }
        if !bindings.isEmpty {
            let acts = CountingActs(database: database, sources: sources)
            try await acts.bind(zip(accepted, bindings).map { ("\(plan.slug)/\($0.line.name)", $1) }, request)
        }
        return .redirect(to: plans.view(request).href(plan.slug, "/figures?accepted=\(bindings.count)"))
    }

    // MARK: What is shown

    private static func filter(_ request: WebRequest) -> FigureFilter { request.query["show"].flatMap(FigureFilter.init) ?? .all }

    private func lines(_ plan: StoredPlan, _ request: WebRequest) async throws -> [PlanFigure] {
        let figures = try await plans.figures.figures(of: plan, for: request)
        return zip(plan.content.measures, figures).flatMap { measure, figures in
            figures.enumerated().map { PlanFigure(measure: measure, number: $0 + 1, figures: $1) }
        }
    }

    /// What is not bound and whose words suggest what to count.
    private func proposals(_ lines: [PlanFigure]) -> [(line: PlanFigure, proposal: MetricProposal)] {
        lines.filter { $0.figures.binding == nil }.compactMap { line in
            MetricProposal(line.measure, indicator: line.number - 1, of: sources.metrics).map { (line, $0) }
        }
    }

    private func page(
        _ plan: StoredPlan, _ lines: [PlanFigure], proposals: [(line: PlanFigure, proposal: MetricProposal)], _ request: WebRequest
    ) async throws -> FiguresPage {
        let (view, filter) = (plans.view(request), FiguresPages.filter(request))
        let (words, format) = (view.words, view.format)
        let views = FigureViews(words, sources)
        let shown = lines.filter(filter.takes)
        let accepted = request.query["accepted"].flatMap { Int($0) }
        let address = view.href(plan.slug, "/figures")
        let query = filter == .all ? "" : "?show=\(filter.rawValue)"
        return FiguresPage(
            head: PlanHead(plan, view, current: "figures"), notice: accepted.map { words.count("figures_accepted", $0) } ?? "",
            hasNotice: accepted != nil, facts: facts(lines, words, format),
            share: words(
                "figures_share",
                [
                    "n": format.integer(lines.count { $0.figures.way != .neither }), "all": format.integer(lines.count),
                    "share": format.integer(share(lines)),
                ]),
            publicNote: words("figure_public", ["n": format.integer(PublicFigure.threshold - 1)]),
            isExact: FigureReader.seesExact(request),
            chips: FigureFilter.allCases.map { one in
                FiguresPage.Chip(
                    text: words("figures_show.\(one.rawValue)"), count: format.integer(lines.count(where: one.takes)),
                    href: one == .all ? address : "\(address)?show=\(one.rawValue)", isCurrent: one == filter)
            }, sections: sections(plan, shown, view, views), isEmpty: shown.isEmpty,
            emptyText: words(lines.isEmpty ? "figures_none" : "figures_none_shown"), all: address, isNarrow: filter != .all,
            shown: words("figures_shown", ["n": format.integer(shown.count), "all": format.integer(lines.count)]),
            csv: address + ".csv" + query, catalogue: request.link("/metrics"),
            proposals: try await offer(plan, proposals, isOpen: lines.allSatisfy { $0.figures.binding == nil }, view, request),
            twice: try await twice(plan, view, request))
    }

    /// What somebody let count for several measures of the plan: a finding, not a fault.
    private func twice(_ plan: StoredPlan, _ view: PlanViews, _ request: WebRequest) async throws -> [FiguresPage.Twice] {
        guard FigureReader.seesExact(request), let visitor = request.visitor,
            let found = try await database.read({ try sources.twice(plan.id.text, visitor, $0) })
        else { return [] }
        let lines = found.records.map { record in
            let served = zip(plan.content.measures, plan.measureIDs).filter { record.measures.contains($0.1) }.map(\.0.code)
            return FiguresPage.Twice.Line(
                title: record.title, href: request.link(record.path),
                measures: served.enumerated().map { place, code in
                    PlanViews.Link(
                        text: code, href: view.href(plan.slug, measure: code), hasLink: true,
                        separator: place + 1 < served.count ? ", " : "")
                })
        }
        return [FiguresPage.Twice(lines: lines, all: request.link(found.path))]
    }

    private func share(_ lines: [PlanFigure]) -> Int { PlanCounts.share(lines.count { $0.figures.way != .neither }, of: lines.count) }

    private func facts(_ lines: [PlanFigure], _ words: Words, _ format: Format) -> [OutlinePage.Fact] {
        let targets = lines.count { $0.indicator.target != nil }
        let all = OutlinePage.Fact(
            label: words("indicators"), value: format.integer(lines.count), note: words("with_target", ["n": format.integer(targets)]))
        return [all]
            + PlanCounts.Way.allCases.map { way in
                OutlinePage.Fact(
                    label: words("figures_fact.\(way.rawValue)"), value: format.integer(lines.count { $0.figures.way == way }),
                    note: words("figures_note.\(way.rawValue)"))
            }
    }

    private func sections(
        _ plan: StoredPlan, _ lines: [PlanFigure], _ view: PlanViews, _ views: FigureViews
    ) -> [FiguresPage.SectionView] {
        let bySection = Dictionary(grouping: lines) { $0.measure.section ?? -1 }
        return bySection.sorted { $0.key < $1.key }.map { position, lines in
            let title = position >= 0 ? view.section(plan.content.sections[position]) : view.words("measures")
            let codes = lines.map(\.measure.code).uniqued()
            let byMeasure = Dictionary(grouping: lines, by: \.measure.code)
            let measures = codes.compactMap { code in
                byMeasure[code].map { own in
                    FiguresPage.MeasureView(
                        code: code, title: own[0].measure.title.text, href: view.href(plan.slug, measure: code),
                        rows: own.map { line($0, plan, view, views) })
                }
            }
            return FiguresPage.SectionView(id: "s-\(position + 1)", title: title, measures: measures)
        }
    }

    private func line(_ line: PlanFigure, _ plan: StoredPlan, _ view: PlanViews, _ views: FigureViews) -> FiguresPage.Row {
        let share = line.figures.share(of: line.indicator)
        return FiguresPage.Row(
            indicator: MeasurePage.indicator(
                line.indicator, line.figures, plan.slug, view, views, href: FiguresPages.href(line, plan, view)),
            share: share.map { view.words("figure_percent", ["n": view.format.integer($0)]) } ?? "", width: "\(min(100, share ?? 0))%",
            hasShare: share != nil && view.request.visitor != nil && FigureReader.seesExact(view.request))
    }

    private static func href(_ line: PlanFigure, _ plan: StoredPlan, _ view: PlanViews) -> String {
        "\(view.href(plan.slug, measure: line.measure.code))/indicators/\(line.number)"
    }

    private func row(_ line: PlanFigure, _ view: PlanViews, _ views: FigureViews) -> [String] {
        let (indicator, figures) = (line.indicator, line.figures)
        let comparator = indicator.comparator.map { view.words("comparator.\($0.rawValue)") } ?? ""
        let target = [comparator, view.value(indicator.target)].filter { !$0.isEmpty }.joined(separator: " ")
        return [
            line.measure.code, String(line.number), indicator.label, indicator.unit ?? "", target,
            figures.metric.map(views.name) ?? "", view.words("figure_way.\(figures.way.rawValue)"), views.figure(figures.counted),
            views.until(figures.counted), views.reported(figures, view),
            FigureReader.seesExact(view.request) ? figures.share(of: indicator).map(String.init) ?? "" : "",
        ]
    }

    // MARK: Proposals

    private func offer(
        _ plan: StoredPlan, _ proposals: [(line: PlanFigure, proposal: MetricProposal)], isOpen: Bool, _ view: PlanViews,
        _ request: WebRequest
    ) async throws -> [FiguresPage.Proposals] {
        guard !proposals.isEmpty, let period = plan.content.period else { return [] }
        let organisations = try await database.read { try sources.organisations($0, request.language) }
        let words = view.words
        let views = FigureViews(words, sources, organisations: organisations)
        let values = try await database.read { connection in
            try proposals.map { line, proposal in
                try proposal.metric.range(
                    MetricQuestion(
                        unit: proposal.unit, from: period.from, to: period.to, filters: proposal.filters,
                        measure: line.figures.key.reference), connection)
            }
        }
        let lines = zip(proposals, values).map { one, value in
            let parts = views.filters(one.proposal.filters, of: one.proposal.metric).map { "\($0.label): \($0.value)" }
            return FiguresPage.Proposals.Line(
                name: one.line.name, code: one.line.measure.code, label: MeasurePage.capital(one.line.indicator.label),
                href: FiguresPages.href(one.line, plan, view), metric: views.name(one.proposal.metric),
                basis: parts.joined(separator: " · "), value: views.range(value))
        }
        return [
            FiguresPage.Proposals(
                action: view.href(plan.slug, "/figures/accept"), title: words.count("figures_proposals", lines.count),
                text: words("figures_proposals_text"), isOpen: isOpen, lines: lines)
        ]
    }
}

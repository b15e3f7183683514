import Core
import Counting
import Database
import Policy
import Web

extension IndicatorPages {
    /// By which act a visitor may open the rows behind a figure; nil where she may not.
    func mayOpenRows(_ figures: IndicatorFigures, _ request: WebRequest) -> Act? {
        guard let actor = request.visitor?.actor, let metric = figures.metric else { return nil }
        return [.metricRead, metric.opening.act].first { Policy.mayEver(actor, $0) }
    }

    func rows(_ request: WebRequest) async throws -> WebResponse {
        let subject = try await subject(request)
        let visitor = try request.signedIn()
        guard let metric = subject.figures.metric, let act = mayOpenRows(subject.figures, request),
            let question = subject.plan.content.period.flatMap({ subject.figures.binding?.question(in: $0) })
        else { throw WebError.notFound }
        try await acts.look(at: metric, of: subject.name, act, request)
        let sight: RowSight = act == .metricRead ? .all : .own
        let context = Context(now: request.now, purpose: Policy.purposes(of: visitor.actor).first)
        let views = try await views(request)
        let (paging, rows) = try await plans.store.database.read { connection in
            let count = try metric.rowCount(question, sight, visitor.actor, context, connection)
            let paging = Paging(count: count, size: IndicatorPages.rowLimit, asked: request.query["page"])
            return (
                paging,
                try metric.rows(
                    question, sight, visitor.actor, context, offset: paging.range.lowerBound, limit: paging.range.count, connection)
            )
        }
        let (view, words) = (plans.view(request), views.words)
        let steps = paging.steps { subject.path + "/rows?page=\($0)" }
        let model = FigureRowsPage(
            windowTitle: words("figure_rows"), plan: PlanHead(subject.plan, view, current: "measures"),
            measureTitle: words("measure_title", ["code": subject.measure.code]),
            measureHref: view.href(subject.plan.slug, measure: subject.measure.code),
            indicatorTitle: MeasurePage.capital(subject.indicator.label), indicatorHref: subject.path,
            lead: words(
                sight == .all ? "figure_rows_all" : "figure_rows_own", ["n": view.format.integer(paging.count), "what": views.name(metric)]),
            heads: metric.dimensions.map(views.label),
            rows: rows.enumerated().map { place, row in
                line(row, paging.count - paging.range.lowerBound - place, metric, request, views)
            }, isEmpty: rows.isEmpty, emptyText: words("figure_rows_none"), steps: steps, hasSteps: !steps.isEmpty)
        return try pages.page(
            "programmes-figure-rows", model, title: "\(model.windowTitle) – \(model.plan.short)", for: request, section: "plans")
    }

    /// A row under a number of its own in this list; of what the reader may not open not even the day.
    private func line(_ row: MetricRow, _ number: Int, _ metric: Metric, _ request: WebRequest, _ views: FigureViews) -> FigureRowsPage.Row
    {
        let isShown = row.opens || metric.opening.showsCodesOfOthers
        return FigureRowsPage.Row(
            name: "№ " + views.format.integer(number), href: row.opens ? request.link(metric.opening.path(row.id)) : "", opens: row.opens,
            day: row.opens ? views.format.day(row.day) : views.format.month(Month(row.day)),
            cells: metric.dimensions.map { dimension in
                let codes = row.codes[dimension.name] ?? []
                return FigureRowsPage.Cell(
                    label: views.label(dimension),
                    value: !codes.isEmpty
                        ? codes.map { views.name($0, of: dimension) }.joined(separator: ", ")
                        : views.words(isShown ? "metric_unknown" : "figure_code_hidden"))
            })
    }
}

import Core
import Counting
import Web

/// All that can be counted (каталог на показателите): what each figure means, so that nobody has to guess.
struct CataloguePage: Sendable, Encodable {
    let title: String
    let count: String
    let metrics: [Line]

    struct Line: Sendable, Encodable {
        let id: String
        let name: String
        let code: String
        let text: String
        let kinds: [Kind]
        let units: String
        let dimensions: String
        let version: String
        let plans: [Use]
        let hasPlans: Bool
    }

    /// The measures of one plan.
    struct Use: Sendable, Encodable {
        let plan: String
        var measures: [PlanViews.Link] = []
    }

    struct Kind: Sendable, Encodable {
        let style: String
        let text: String
    }

    /// - Parameter uses: the measures whose indicators are counted by a metric, by its name.
    init(_ metrics: [Metric], uses: [String: [Use]], _ views: FigureViews) {
        let words = views.words
        title = words("catalogue_title")
        count = words.count("catalogue_count", metrics.count)
        self.metrics = metrics.map { metric in
            let plans = uses[metric.name] ?? []
            return Line(
                id: metric.name, name: views.name(metric), code: metric.name, text: words("metric_text." + metric.name),
                kinds: CataloguePage.kinds(metric, words), units: metric.units.map { views.unit($0.code) }.joined(separator: ", "),
                dimensions: metric.dimensions.map(views.label).joined(separator: ", "),
                version: words("catalogue_version", ["n": String(metric.version)]), plans: plans.map(CataloguePage.ended),
                hasPlans: !plans.isEmpty)
        }
    }

    /// Nothing stands after the last of a list.
    private static func ended(_ use: Use) -> Use {
        var use = use
        if let last = use.measures.indices.last { use.measures[last].separator = "" }
        return use
    }

    private static func kinds(_ metric: Metric, _ words: Words) -> [Kind] {
        [
            Kind(style: metric.isFed ? "warn" : "ok", text: words(metric.isFed ? "catalogue_fed" : "catalogue_counted")),
            Kind(style: "none", text: words(metric.isStock ? "catalogue_stock" : "catalogue_flow")),
        ]
    }
}

import Core
import Counting
import Database
import Web

/// Words for figures and for what they are made of.
struct FigureViews: Sendable {
    let words: Words
    let format: Format
    let sources: ProgrammesSources
    /// Names of organisations by their identifiers.
    let organisations: [String: String]

    init(_ words: Words, _ sources: ProgrammesSources, organisations: [(id: OrganisationID, name: String)] = []) {
        self.words = words
        self.sources = sources
        format = Format(words.language)
        self.organisations = Dictionary(organisations.map { ($0.id.text, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// The figure in a word; empty where nothing is counted.
    func figure(_ counted: IndicatorFigures.Counted) -> String {
        switch counted {
        case .nothing: ""
        case .notYet: words("figure_not_yet")
        case .exact(let count, _): format.integer(count)
        case .between(let range, _): self.range(range)
        case .few: words("figure_few", ["n": format.integer(PublicFigure.threshold)])
        }
    }

    /// „25–56“; one number where it is certain.
    func range(_ range: ClosedRange<Int>) -> String {
        let ends = [range.lowerBound, range.upperBound].map(format.integer)
        return range.lowerBound == range.upperBound ? ends[0] : ends.joined(separator: "–")
    }

    /// Why a figure is no single number; empty where it is.
    func doubt(_ counted: IndicatorFigures.Counted) -> String {
        guard case .between(let range, _) = counted else { return "" }
        return words("figure_between", ["from": format.integer(range.lowerBound), "to": format.integer(range.upperBound)])
    }

    /// The last day that a figure takes in.
    func until(_ counted: IndicatorFigures.Counted) -> String {
        switch counted {
        case .nothing, .notYet: ""
        case .exact(_, let day), .between(_, let day), .few(let day): words("until", ["day": format.day(day)])
        }
    }

    /// What institutions report, in a line.
    func reported(_ figures: IndicatorFigures, _ views: PlanViews) -> String {
        figures.reports.map { report in
            let value = format.number(report.value)
            return figures.reports.count == 1 ? value : "\(value) (\(speaker(report, views)))"
        }.joined(separator: ", ")
    }

    /// Who says it: the institution, or the one organisation of several that are it.
    func speaker(_ report: IndicatorReport, _ views: PlanViews) -> String {
        report.branch ?? views.institution(report.institution)
    }

    func name(_ metric: Metric) -> String { words("metric." + metric.name) }
    func unit(_ code: String) -> String { words("metric_unit." + code) }
    func label(_ dimension: MetricDimension) -> String { words("metric_by." + dimension.name) }

    /// The values that a dimension has, with their names.
    func codes(_ dimension: MetricDimension) -> [(code: String, name: String)] {
        let known: [(code: String, name: String)] =
            switch dimension.codes {
            case .closed(let codes, let prefix): codes.map { ($0, words(prefix + $0)) }
            case .organisations: organisations.map { ($0.key, $0.value) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
            case .districts: sources.districts(words.language)
            case .countries: sources.countries(words.language)
            case .institutions: sources.institutions(words.language)
            }
        return known + [(MetricQuestion.unknown, words("metric_unknown"))]
    }

    /// The name of a value of a dimension; what is no longer known by a name keeps its code.
    func name(_ code: String?, of dimension: MetricDimension) -> String {
        let code = code ?? MetricQuestion.unknown
        return codes(dimension).first { $0.code == code }?.name ?? code
    }

    /// What a binding leaves out, a line for each dimension.
    func filters(_ filters: [String: Set<String>], of metric: Metric) -> [(label: String, value: String)] {
        metric.dimensions.compactMap { dimension in
            filters[dimension.name].map { codes in
                (label(dimension), codes.sorted().map { name($0, of: dimension) }.joined(separator: ", "))
            }
        }
    }
}

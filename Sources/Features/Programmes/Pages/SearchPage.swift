import Core
import Reference
import Web

/// What a search found: plans, institutions, measures.
struct SearchPage: Sendable, Encodable {
    /// More hits than anybody reads.
    static let limit = 400

    let title: String
    let query: String
    let isBlank: Bool
    let isEmpty: Bool
    let summary: String
    let institutions: [PlanViews.Link]
    let hasInstitutions: Bool
    let plans: [PlanViews.Link]
    let hasPlans: Bool
    let results: [Result]
    let steps: [Paging.Step]
    let hasSteps: Bool

    struct Result: Sendable, Encodable {
        let kind: String
        let href: String
        let title: [Piece]
        let detail: [Piece]
        let hasDetail: Bool
        let meta: String
    }

    /// A stretch of a text, marked where it is a hit.
    struct Piece: Sendable, Encodable {
        let text: String
        let isHit: Bool
    }

    init(
        _ query: String, _ keys: [String], _ shown: [MeasureSummary], _ paging: Paging, _ plans: [(slug: String, title: String)],
        _ institutions: [Institution],
        _ views: PlanViews
    ) {
        let words = views.words
        self.query = query
        isBlank = keys.isEmpty
        title = keys.isEmpty ? words("nav_search") : words("search_title")
        self.institutions = institutions.prefix(12).map {
            PlanViews.Link(text: views.name($0), href: views.href(institution: $0.code), hasLink: true)
        }
        hasInstitutions = !institutions.isEmpty
        self.plans = plans.filter { SearchPage.matches(SearchKey.words($0.title), keys) }.prefix(12).map {
            PlanViews.Link(text: Casing.sentence($0.title), href: views.href($0.slug), hasLink: true)
        }
        hasPlans = !self.plans.isEmpty
        results = shown.map { SearchPage.result($0, keys, views) }
        steps = paging.steps { page in
            views.request.link("/search") + "?q=" + PercentCoding.encode(query) + (page > 1 ? "&page=\(page)" : "")
        }
        hasSteps = !steps.isEmpty
        isEmpty = !keys.isEmpty && results.isEmpty && !hasInstitutions && !hasPlans
        summary =
            paging.count >= SearchPage.limit ? words("found_more", ["n": String(SearchPage.limit)]) : words.count("found", paging.count)
    }

    /// Whether every key begins some word.
    static func matches(_ words: [String], _ keys: [String]) -> Bool {
        !keys.isEmpty && keys.allSatisfy { key in words.contains { $0.hasPrefix(key) } }
    }

    private static func hits(_ text: String, _ keys: [String]) -> Int {
        let own = SearchKey.words(text)
        return keys.filter { key in own.contains { $0.hasPrefix(key) } }.count
    }

    private static func result(_ summary: MeasureSummary, _ keys: [String], _ views: PlanViews) -> Result {
        let measure = summary.measure
        let inTitle = hits(measure.title.text, keys) == keys.count
        let texts =
            [measure.expectedResults?.text, measure.operationalGoal?.text, measure.strategicGoal?.text].compactMap { $0 }
            + measure.indicators.map(\.label)
        let detail = inTitle ? nil : texts.max { hits($0, keys) < hits($1, keys) }.flatMap { hits($0, keys) > 0 ? $0 : nil }
        return Result(
            kind: "\(Casing.sentence(summary.planTitle)) · \(measure.code)", href: views.href(summary.planSlug, measure: measure.code),
            title: marked(measure.title.text, keys), detail: detail.map { marked($0, keys) } ?? [], hasDetail: detail != nil,
            meta: [views.actors(measure.leads).map(\.text).joined(separator: ", "), views.deadline(measure.deadline)].filter { !$0.isEmpty }
                .joined(separator: " · "))
    }

    /// A text cut at its hits.
    static func marked(_ text: String, _ keys: [String]) -> [Piece] {
        var pieces: [Piece] = []
        var start = text.startIndex
        for (key, range) in SearchKey.ranges(text) where keys.contains(where: { key.hasPrefix($0) }) {
            if start < range.lowerBound { pieces.append(Piece(text: String(text[start..<range.lowerBound]), isHit: false)) }
            pieces.append(Piece(text: String(text[range]), isHit: true))
            start = range.upperBound
        }
        if start < text.endIndex { pieces.append(Piece(text: String(text[start...]), isHit: false)) }
        return pieces
    }
}

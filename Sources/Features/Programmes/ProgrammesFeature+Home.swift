public import Core
import Foundation
public import Web

extension ProgrammesFeature {
    /// A plan in a few facts, for pages of other rooms.
    public struct Card: Sendable {
        /// In sentence case where the document prints it all in capitals.
        public let title: String
        /// Address of the plan's page within the site, in the language of the request.
        public let href: String
        /// State of the plan, style (`ok`, `warn`, `info`, or empty for the plain one) and words; nil where none is known.
        public let badge: (kind: String, text: String)?
        /// The plan's years: „2024 г.“; empty where its title gives none.
        public let period: String
        public let measures, indicators, leads: String
        /// How many indicators need no report by hand, in words and of a hundred, with the address of the figures; nil where nobody bound one.
        public let figures: (text: String, share: Int, href: String)?
    }

    /// A deadline in a line, for pages of other rooms.
    public struct DueLine: Sendable {
        public let code, href, title, lead, when: String
    }

    /// The accepted plans.
    public func cards(for request: WebRequest) async throws -> [Card] {
        let views = pages.view(request)
        var cards: [Card] = []
        for plan in try await store.plans() {
            let badge = PlanHead.badges(plan.period, isProject: plan.isProject, views).first
            let figures = try await pages.counts(of: plan).map { counts in
                let (ready, share) = (counts.lines.count - counts.count(.neither), counts.share)
                let numbers = ["n": ready, "all": counts.lines.count, "share": share].mapValues(views.format.integer)
                return (views.words("card_figures", numbers), share, views.href(plan.slug, "/figures"))
            }
            cards.append(
                Card(
                    title: Casing.sentence(plan.title), href: views.href(plan.slug), badge: badge.map { ($0.kind, $0.text) },
                    period: views.years(plan.period),
                    measures: views.format.integer(plan.measures), indicators: views.format.integer(plan.indicators),
                    leads: views.format.integer(plan.leads), figures: figures))
        }
        return cards
    }

    /// Where a visitor who may brings in plans, with the words of the link; nil for others.
    public func importing(for request: WebRequest) -> (text: String, href: String)? {
        let views = pages.view(request)
        return request.keepsPlans ? (views.words("plan_import_title"), request.link("/plans/import")) : nil
    }

    /// What falls due in the month nearest to the day of the request, over all accepted plans; nil without dated deadlines.
    public func due(for request: WebRequest) async throws -> (month: Month, lines: [DueLine])? {
        let views = pages.view(request)
        guard let month = try await store.nearestDueMonth(to: request.today) else { return nil }
        let lines = try await store.due(from: month.firstDay, to: month.lastDay).map { summary in
            let line = CalendarPage.line(summary.measure, summary.planSlug, views)
            return DueLine(code: line.code, href: line.href, title: line.title, lead: line.lead, when: line.when)
        }
        return (month, lines)
    }

    /// The JSON Schema of ``PlanDocument``.
    public static func schema() throws -> String {
        guard let url = Bundle.module.url(forResource: "plan.schema", withExtension: "json", subdirectory: "Schemas") else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try String(contentsOf: url, encoding: .utf8)
    }
}

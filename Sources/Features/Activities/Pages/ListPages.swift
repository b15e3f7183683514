import Core
import Database
import Documents
import Policy
import Web

/// The acts that somebody may see: what she did this month, what is missing from it, what no measure has.
struct ListPages: Sendable {
    let room: ActivitiesFeature

    private var pages: Pages { room.pages }
    private static let size = 50
    private static let fileLimit = 20_000

    /// A page of the list.
    struct ListPage: Encodable {
        let title: String
        let sub: String
        let new: String
        let importing: String
        let batch: String
        let hasBatch: Bool
        let mayAdd: Bool
        let tabs: [RoomTab]
        let notice: String
        let hasNotice: Bool
        let chips: [Chip]
        let action: String
        let kinds: FormQuestion
        let states: FormQuestion
        let from: FormField
        let to: FormField
        let isUnassigned: Bool
        let isTwice: Bool
        let plan: String
        let summary: FormErrors
        let isFiltered: Bool
        let facts: [Fact]
        let hasFacts: Bool
        let acts: [Line]
        let count: String
        let isEmpty: Bool
        let emptyText: String
        let showsOrganisation: Bool
        let csv: String
        let steps: [Step]
        let hasSteps: Bool

        struct Chip: Encodable {
            let href: String
            let text: String
            let isCurrent: Bool
        }

        struct Fact: Encodable {
            let label: String
            let value: String
            let note: String
        }

        struct Line: Encodable {
            let href: String
            let title: String
            let reference: String
            let kind: String
            let when: String
            let place: String
            let measure: String
            let organisation: String
            let state: String
            let stateKind: String
            let missing: [String]
            let isLate: Bool
        }

        struct Step: Encodable {
            let href: String
            let text: String
            let rel: String
        }
    }

    func list(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let actor = try request.signedIn().actor
        let filter = filter(request)
        let page = request.query["page"].flatMap { Int($0) }.map { max(1, min($0, 10_000)) } ?? 1
        let (found, total, month, names) = try await room.database.read { connection in
            (
                try ActivityStore.list(filter, actor, offset: (page - 1) * ListPages.size, limit: ListPages.size, connection),
                try ActivityStore.count(filter, actor, connection),
                try ActivityStore.list(ListPages.month(request, actor), actor, offset: 0, limit: 500, connection),
                try room.sources.organisations(connection, request.language)
            )
        }
        let all = Policy.mayEver(actor, .activityAll)
        let home = request.link("/activities")
        let mayAdd = Policy.mayEver(actor, .activityAdd)
        let facts = mayAdd ? facts(month, request, words) : []
        let organisations = Dictionary(names.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let format = Format(request.language)
        let model = ListPage(
            title: words("acts_title"), sub: words(all ? "acts_text_all" : "acts_text"), new: request.link("/activities/new"),
            importing: request.link("/activities/import"),
            batch: filter.batch.map { request.link("/activities/import/" + $0.text) } ?? "", hasBatch: filter.batch != nil && mayAdd,
            mayAdd: mayAdd, tabs: room.tabs("list", request, words),
            notice: request.query["done"].flatMap { words.find("act_done." + $0) } ?? "",
            hasNotice: request.query["done"].flatMap { words.find("act_done." + $0) } != nil,
            chips: chips(filter, actor, request, words), action: home,
            kinds: FormQuestion(
                "kind", label: words("acts_kind"),
                choices: [FormChoice("", words("acts_any"), isChosen: filter.kind == nil)]
                    + ActivityKind.allCases.map {
                        FormChoice($0.rawValue, words("act_kind." + $0.rawValue), isChosen: filter.kind == $0)
                    }),
            states: FormQuestion(
                "state", label: words("acts_state"),
                choices: [FormChoice("", words("acts_any_state"), isChosen: filter.state == nil)]
                    + ActivityFacts.State.allCases.map {
                        FormChoice($0.rawValue, words("act_state." + $0.rawValue), isChosen: filter.state == $0)
                    }),
            from: day("from", filter, request, words), to: day("to", filter, request, words), isUnassigned: filter.isUnassigned,
            isTwice: filter.isTwice, plan: filter.plan ?? "",
            summary: FormErrors(filter.wrong.map { ($0, words("act_wrong_day")) }), isFiltered: filter.isNarrow,
            facts: facts, hasFacts: !facts.isEmpty,
            acts: found.map { line($0, organisations[$0.organisation] ?? "", request, words) },
            count: words.count("acts_count", total), isEmpty: found.isEmpty,
            emptyText: words(filter.isNarrow ? "acts_empty_filtered" : "acts_empty"), showsOrganisation: all,
            csv: request.link("/activities.csv") + filter.query,
            steps: steps(page, total, home + filter.query, words, format), hasSteps: total > ListPages.size)
        return try pages.page(
            "activities-list", model, title: model.title, for: request, section: "activities", status: filter.wrong.isEmpty ? 200 : 422)
    }

    private func filter(_ request: WebRequest) -> ActivityFilter { ActivityFilter(request.query) }

    /// One's own organisation's acts of the month of the request.
    private static func month(_ request: WebRequest, _ actor: Actor) -> ActivityFilter {
        var filter = ActivityFilter()
        let month = Month(request.today)
        (filter.organisation, filter.from, filter.to) = (actor.organisation, month.firstDay, month.lastDay)
        return filter
    }

    /// What the month holds, and what is missing from it.
    private func facts(_ month: [Activity], _ request: WebRequest, _ words: Words) -> [ListPage.Fact] {
        let format = Format(request.language)
        let done = month.filter(\.isCounted)
        let missing = month.filter { !$0.missing(on: request.today).isEmpty }
        let coming = month.filter { $0.facts.state == .planned && $0.facts.endsOn >= request.today }
        return [
            ListPage.Fact(
                label: words("acts_fact.done"), value: format.integer(done.count),
                note: words.count("act_heads", done.reduce(0) { $0 + $1.facts.headCount })),
            ListPage.Fact(
                label: words("acts_fact.coming"), value: format.integer(coming.count),
                note: coming.map(\.facts.startsOn).min().map { words("acts_next", ["day": format.day($0)]) } ?? ""),
            ListPage.Fact(
                label: words("acts_fact.missing"), value: format.integer(missing.count),
                note: words(missing.isEmpty ? "acts_nothing_missing" : "acts_see_below")),
        ]
    }

    private func chips(_ filter: ActivityFilter, _ actor: Actor, _ request: WebRequest, _ words: Words) -> [ListPage.Chip] {
        let home = request.link("/activities")
        var choices: [(String, ActivityFilter)] = [("acts_chip.all", ActivityFilter())]
        if Policy.mayEver(actor, .activityAll) {
            var own = ActivityFilter()
            own.organisation = actor.organisation
            choices.append(("acts_chip.own", own))
        }
        choices.append(("acts_chip.month", ListPages.month(request, actor)))
        var planned = ActivityFilter()
        planned.state = .planned
        choices.append(("acts_chip.planned", planned))
        var unassigned = ActivityFilter()
        unassigned.isUnassigned = true
        choices.append(("acts_chip.unassigned", unassigned))
        var twice = ActivityFilter()
        (twice.isTwice, twice.plan) = (true, filter.plan)
        choices.append(("acts_chip.twice", twice))
        return choices.map { word, one in ListPage.Chip(href: home + one.query, text: words(word), isCurrent: one == filter) }
    }

    private func steps(_ page: Int, _ total: Int, _ address: String, _ words: Words, _ format: Format) -> [ListPage.Step] {
        var steps: [ListPage.Step] = []
        if page > 1 { steps.append(ListPage.Step(href: address + "&page=\(page - 1)", text: words("acts_later"), rel: "prev")) }
        if page * ListPages.size < total {
            steps.append(ListPage.Step(href: address + "&page=\(page + 1)", text: words("acts_earlier"), rel: "next"))
        }
        return steps
    }

    private func day(_ name: String, _ filter: ActivityFilter, _ request: WebRequest, _ words: Words) -> FormField {
        FormField(
            name, label: words("acts_span." + name), value: request.query[name] ?? "",
            wrong: filter.wrong.contains(name) ? words("act_wrong_day") : "")
    }

    private func line(_ activity: Activity, _ organisation: String, _ request: WebRequest, _ words: Words) -> ListPage.Line {
        let lines = room.lines(words)
        let kinds: [ActivityFacts.State: String] = [.done: "ok", .planned: "info", .cancelled: "none"]
        return ListPage.Line(
            href: request.link("/activities/" + activity.id.text), title: activity.facts.title, reference: activity.reference,
            kind: lines.kind(activity.kind), when: lines.when(activity.facts), place: lines.place(activity.facts),
            measure: lines.measure(activity), organisation: organisation, state: lines.state(activity.facts),
            stateKind: kinds[activity.facts.state] ?? "none",
            missing: activity.missing(on: request.today).map { words("act_missing." + $0.rawValue) }, isLate: activity.isLate)
    }

    /// Exactly what the list shows, as a table for Excel. It names nobody.
    func file(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let actor = try request.signedIn().actor
        let filter = filter(request)
        guard filter.wrong.isEmpty else { throw WebError.badRequest }
        let (found, names) = try await room.database.read { connection in
            (
                try ActivityStore.list(filter, actor, offset: 0, limit: ListPages.fileLimit, connection),
                try room.sources.organisations(connection, request.language)
            )
        }
        let organisations = Dictionary(names.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let lines = room.lines(words)
        let heads = ["reference", "kind", "title", "starts", "ends", "place", "heads", "organisation", "state", "evidence"]
        let rows = found.map { one in
            [
                one.reference, lines.kind(one.kind), one.facts.title, one.facts.startsOn.iso, one.facts.endsOn.iso, lines.place(one.facts),
                one.facts.heads.isEmpty ? "" : String(one.facts.headCount), organisations[one.organisation] ?? "", lines.state(one.facts),
                [one.facts.evidence, one.fileCount > 0 ? words.count("act_files", one.fileCount) : nil].compactMap(\.self)
                    .joined(separator: " · "),
            ]
        }
        let text = CSV.text([heads.map { words("acts_column." + $0) }] + rows)
        return .download(text, type: "text/csv; charset=utf-8", name: "activities-\(request.today.iso).csv")
    }
}

import Core
import Database
import Policy
import Web

/// A month of acts as those who organise see it: their own, and what others made public, so that two events don't fall on one day.
struct CalendarPages: Sendable {
    let room: ActivitiesFeature

    /// What takes longer stands above the days instead of in each of them.
    private static let longest = 7
    /// As many as a day shows at once.
    private static let most = 5

    struct CalendarPage: Encodable {
        let title: String
        let tabs: [RoomTab]
        let new: String
        let mayAdd: Bool
        let month: AgendaMonth.View
        let weekdays: [Weekday]
        let weeks: [Week]
        let long: [Entry]
        let hasLong: Bool
        let isEmpty: Bool

        struct Weekday: Encodable {
            let short: String
            let name: String
        }

        struct Week: Encodable {
            let days: [Cell]
        }

        struct Cell: Encodable {
            let isBlank: Bool
            let number: String
            let name: String
            let isToday: Bool
            let acts: [Entry]
            let hasActs: Bool
            let more: [AgendaMonth.Step]
        }

        struct Entry: Encodable {
            let href: String
            let isSeen: Bool
            let title: String
            let sub: String
            let when: String
            let isPlanned: Bool
        }
    }

    func page(_ request: WebRequest) async throws -> WebResponse {
        let words = room.pages.words(request.language)
        let actor = try request.signedIn().actor
        let asked = AgendaMonth(request)
        let (acts, span, names) = try await room.database.read { [room] connection in
            (
                try EventStore.acts(.of(actor), from: asked.month.firstDay, to: asked.month.lastDay, connection),
                try EventStore.span(.of(actor), connection), try room.sources.organisations(connection, request.language)
            )
        }
        // Some way ahead of what is known: for planning, the empty days matter.
        let (first, last) = (Month(request.today), Month(request.today).next(3))
        let known = min(span.map { Month($0.first) } ?? first, first)...max(span.map { Month($0.last) } ?? last, last)
        let organisations = Dictionary(names.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let lines = room.lines(words)
        let shown = asked.chosen(acts).map { act in
            (act, entry(act, act.organisation == actor.organisation ? "" : organisations[act.organisation] ?? "", lines, request))
        }
        let long = shown.filter { $0.0.facts.endsOn.ordinal - $0.0.facts.startsOn.ordinal >= CalendarPages.longest }
        let short = shown.filter { $0.0.facts.endsOn.ordinal - $0.0.facts.startsOn.ordinal < CalendarPages.longest }
        let model = CalendarPage(
            title: words("agenda_calendar"), tabs: room.tabs("calendar", request, words), new: request.link("/activities/new"),
            mayAdd: Policy.mayEver(actor, .activityAdd),
            month: asked.view(acts, in: known, at: request.link("/activities/calendar"), words),
            weekdays: (1...7).map { CalendarPage.Weekday(short: words("agenda_weekday.\($0)"), name: words("weekday.\($0)")) },
            weeks: weeks(asked.month, short, request, words), long: long.map(\.1), hasLong: !long.isEmpty, isEmpty: shown.isEmpty)
        return try room.pages.page("activities-calendar", model, title: model.title, for: request, section: "activities")
    }

    private func weeks(
        _ month: Month, _ acts: [(CalendarAct, CalendarPage.Entry)], _ request: WebRequest, _ words: Words
    ) -> [CalendarPage.Week] {
        let format = Format(words.language)
        let monday = month.firstDay.ordinal - month.firstDay.weekday + 1
        return stride(from: monday, through: month.lastDay.ordinal, by: 7).map { start in
            CalendarPage.Week(
                days: (start..<start + 7).map { ordinal in
                    let day = Day(ordinal: ordinal)
                    guard Month(day) == month else {
                        return CalendarPage.Cell(
                            isBlank: true, number: "", name: "", isToday: false, acts: [], hasActs: false, more: [])
                    }
                    let own = acts.filter { $0.0.facts.startsOn <= day && $0.0.facts.endsOn >= day }.map(\.1)
                    let rest = own.count - CalendarPages.most
                    let all = request.link("/activities") + "?from=\(day.iso)&to=\(day.iso)"
                    return CalendarPage.Cell(
                        isBlank: false, number: String(day.day),
                        name: format.monthName(day.month) + ", " + words("weekday.\(day.weekday)"), isToday: day == request.today,
                        acts: Array(own.prefix(CalendarPages.most)), hasActs: !own.isEmpty,
                        more: rest > 0 ? [AgendaMonth.Step(href: all, text: words("agenda_more", ["n": format.integer(rest)]))] : [])
                })
        }
    }

    private func entry(_ act: CalendarAct, _ organiser: String, _ lines: ActivityLines, _ request: WebRequest) -> CalendarPage.Entry {
        let place = lines.place(act.facts)
        return CalendarPage.Entry(
            href: request.link("/activities/" + act.id.text), isSeen: act.isSeen, title: act.facts.title,
            sub: [lines.kind(act.kind), place, organiser].filter { !$0.isEmpty }.joined(separator: "\u{a0}· "), when: lines.days(act.facts),
            isPlanned: act.facts.state == .planned)
    }
}

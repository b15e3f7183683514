import Core
import Database
import Documents
import Web

/// The calendar of events of all bodies, for everybody: what its organisers made public, its day, place and organiser and nothing else.
struct EventsPages: Sendable {
    let room: ActivitiesFeature

    struct EventsPage: Encodable {
        let title: String
        let tabs: [RoomTab]
        let month: AgendaMonth.View
        let events: [Line]
        let isEmpty: Bool
        let nearest: [AgendaMonth.Step]
        let ics: String
        let subscribe: String
        let address: String
        let hasAddress: Bool

        struct Line: Encodable {
            let day: String
            let weekday: String
            let title: String
            let kind: String
            let place: String
            let hasPlace: Bool
            let organiser: String
            let isPast: Bool
        }
    }

    func page(_ request: WebRequest) async throws -> WebResponse {
        let words = room.pages.words(request.language)
        let asked = AgendaMonth(request)
        let (acts, span, later, names) = try await room.database.read { [room] connection in
            (
                try EventStore.acts(.everyone, from: asked.month.firstDay, to: asked.month.lastDay, connection),
                try EventStore.span(.everyone, connection),
                try EventStore.acts(.everyone, from: request.today, to: nil, connection).first?.facts.startsOn,
                try room.sources.organisations(connection, request.language)
            )
        }
        let now = Month(request.today)
        let known = min(span.map { Month($0.first) } ?? now, now)...max(span.map { Month($0.last) } ?? now, now)
        let organisations = Dictionary(names.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let shown = asked.chosen(acts)
        let path = request.link("/events")
        let coming = later.map { Month(max($0, request.today)) }.flatMap { shown.isEmpty && $0 != asked.month ? $0 : nil }
        let file = request.origin + "/events.ics"
        let model = EventsPage(
            title: words("agenda_title"), tabs: room.publicTabs("calendar", request, words),
            month: asked.view(acts, in: known, at: path, words),
            events: shown.map { line($0, organisations[$0.organisation] ?? "", request, words) }, isEmpty: shown.isEmpty,
            nearest: coming.map { [AgendaMonth.Step(href: path + "?month=" + $0.iso, text: Format(request.language).month($0))] } ?? [],
            ics: request.link("/events.ics"), subscribe: file.replacing(/^https?:/, with: "webcal:"), address: file,
            hasAddress: !request.origin.isEmpty)
        return try room.pages.page("activities-events", model, title: model.title, for: request, section: "events")
    }

    private func line(_ act: CalendarAct, _ organiser: String, _ request: WebRequest, _ words: Words) -> EventsPage.Line {
        let lines = room.lines(words)
        let place = lines.place(act.facts)
        let isOneDay = act.facts.startsOn == act.facts.endsOn
        return EventsPage.Line(
            day: lines.days(act.facts), weekday: isOneDay ? words("weekday.\(act.facts.startsOn.weekday)") : "", title: act.facts.title,
            kind: lines.kind(act.kind), place: place, hasPlace: !place.isEmpty, organiser: organiser,
            isPast: act.facts.endsOn < request.today)
    }

    /// All that is to come, for calendar programs; what was called off says so, so that it does not stay in them.
    func file(_ request: WebRequest) async throws -> WebResponse {
        let words = room.pages.words(request.language)
        let (acts, names) = try await room.database.read { [room] connection in
            (
                try EventStore.acts(.everyone, from: request.today, to: nil, withCancelled: true, connection),
                try room.sources.organisations(connection, request.language)
            )
        }
        let organisations = Dictionary(names.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let (lines, page) = (room.lines(words), request.origin.isEmpty ? "" : request.origin + request.link("/events"))
        let text = CalendarText.file(
            [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Zakrila//Events//BG", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
                "X-WR-CALNAME:" + CalendarText.escaped(words("agenda_title")), "REFRESH-INTERVAL;VALUE=DURATION:P1D",
            ] + acts.flatMap { EventsPages.event($0, organisations[$0.organisation] ?? "", lines, page) } + ["END:VCALENDAR"])
        return .download(text, type: "text/calendar; charset=utf-8", name: "events.ics")
    }

    private static func event(_ act: CalendarAct, _ organiser: String, _ lines: ActivityLines, _ page: String) -> [String] {
        let facts = act.facts
        var event = [
            "BEGIN:VEVENT", "UID:\(act.id.text)@zakrila", "DTSTAMP:\(CalendarText.moment(act.changedAt))",
            "LAST-MODIFIED:\(CalendarText.moment(act.changedAt))", "SEQUENCE:\(act.version - 1)",
            "STATUS:" + (facts.state == .cancelled ? "CANCELLED" : "CONFIRMED"),
            "DTSTART;VALUE=DATE:\(CalendarText.day(facts.startsOn))",
            "DTEND;VALUE=DATE:\(CalendarText.day(Day(ordinal: facts.endsOn.ordinal + 1)))", "SUMMARY:\(CalendarText.escaped(facts.title))",
            "DESCRIPTION:\(CalendarText.escaped(organiser))", "CATEGORIES:\(CalendarText.escaped(lines.kind(act.kind)))",
            "CLASS:PUBLIC", "TRANSP:TRANSPARENT",
        ]
        let place = lines.place(facts)
        if !place.isEmpty { event.append("LOCATION:\(CalendarText.escaped(place))") }
        if !page.isEmpty { event.append("URL:\(page)?month=\(Month(facts.startsOn).iso)") }
        return event + ["END:VEVENT"]
    }
}

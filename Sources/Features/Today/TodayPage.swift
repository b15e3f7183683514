import Calendar
import Core
import Database
import Web

/// The page that a working day begins with.
struct TodayPage: Sendable {
    let today: TodayFeature

    /// What waits for her, and what for others.
    struct Model: Encodable {
        let title: String
        let summary: String
        let tabs: [Tab]
        let entries: [Line]
        let isEmpty: Bool
        let emptyText: String
        let start: Int
        let earlier: String?
        let more: String?
        let place: String
        let hasPages: Bool

        struct Tab: Encodable {
            let href: String
            let text: String
            let isCurrent: Bool
        }

        struct Line: Encodable {
            let href: String
            let reference: String
            let text: String
            let isBad: Bool
            let isWarning: Bool
            let state: String
            let due: String
            let rule: String
            let ground: String
            let origin: String
            let steps: [String]
            let actionText: String
            let actionHref: String
        }
    }

    /// As many as somebody takes up before she looks again.
    private static let length = 50

    func page(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let words = today.pages.words(request.language)
        let (sources, now) = (today.sources, request.now)
        let items = try await today.database.read { connection in
            try sources.flatMap { try $0(visitor, now, words, connection) }
        }
        let agenda = Agenda(items, at: now, in: today.calendar)
        let waiting = request.query["waiting"].flatMap(DueItem.Waiting.init) ?? .mine
        let all = agenda.waiting(waiting)
        // A page that is no more, because things were done meanwhile, is the last one.
        let asked = max(0, request.query["from"].flatMap { Int($0) } ?? 0)
        let start = min(asked, max(0, all.count - 1)) / TodayPage.length * TodayPage.length
        let shown = all[start..<min(all.count, start + TodayPage.length)]
        let numbers = Format(request.language)
        let address = request.link("/today") + "?waiting=" + waiting.rawValue
        let pressing = agenda.waiting(.mine).filter { $0.item.isDanger || [.overdue, .dueToday].contains($0.reading.state) }.count
        let model = Model(
            title: words("today_title"),
            summary: words.dated(request.today) + " · " + words.count("today_pressing", pressing),
            tabs: DueItem.Waiting.allCases.map { one in
                Model.Tab(
                    href: request.link("/today") + (one == .mine ? "" : "?waiting=" + one.rawValue),
                    text: words("today_waiting." + one.rawValue, ["n": numbers.integer(agenda.waiting(one).count)]),
                    isCurrent: one == waiting)
            }, entries: shown.map { line($0, now, words, request) }, isEmpty: shown.isEmpty,
            emptyText: words("today_empty." + waiting.rawValue), start: start + 1,
            earlier: start > 0 ? address + "&from=\(start - TodayPage.length)" : nil,
            more: shown.endIndex < all.count ? address + "&from=\(shown.endIndex)" : nil,
            place: words(
                "today_place",
                ["from": numbers.integer(start + 1), "to": numbers.integer(shown.endIndex), "n": numbers.integer(all.count)]),
            hasPages: all.count > TodayPage.length)
        return try today.pages.page("today-today", model, title: model.title, for: request, section: "today")
    }

    private func line(_ entry: Agenda.Entry, _ now: Instant, _ words: Words, _ request: WebRequest) -> Model.Line {
        let rule = entry.item.clock.rule
        return Model.Line(
            href: request.link(entry.item.path), reference: entry.item.reference, text: entry.item.text,
            isBad: entry.item.isDanger || entry.reading.state == .overdue,
            isWarning: [.dueToday, .warning].contains(entry.reading.state),
            state: words(isQuietDanger(entry) ? "today_danger" : entry.reading.state.wordKey),
            due: due(entry, now, words), rule: words(rule.wordKey),
            ground: words.language == .en ? rule.ground.en : rule.ground.bg, origin: words(rule.origin.wordKey),
            steps: steps(entry, now, words), actionText: entry.item.action.text, actionHref: request.link(entry.item.action.path))
    }

    /// In danger, while its clock still runs: then the danger is what counts.
    private func isQuietDanger(_ entry: Agenda.Entry) -> Bool { entry.item.isDanger && entry.reading.state != .overdue }

    /// „Просрочено с 2 дни“, „до днес, 17:05“, „до 24 ноември 2026 г.“.
    private func due(_ entry: Agenda.Entry, _ now: Instant, _ words: Words) -> String {
        let (reading, format) = (entry.reading, Format(words.language))
        let late = now.milliseconds - reading.due.milliseconds
        // Of a period nobody is late.
        if reading.state == .ended { return words("today_ran_out", ["day": format.day(reading.due.dayInSofia)]) }
        guard late <= 0 else {
            let hours = Int(late / 3_600_000)
            let time =
                hours < 1
                ? words("today_hour_less") : hours < 48 ? words.count("today_hours", hours) : words.count("today_days", hours / 24)
            return words("today_overdue", ["time": time])
        }
        let isExact = entry.item.clock.rule.term.unit == .hours
        return words("today_until", ["time": isExact ? format.moment(reading.due) : format.day(reading.due.dayInSofia)])
    }

    /// Why this date: from when, how long, which days do not count.
    private func steps(_ entry: Agenda.Entry, _ now: Instant, _ words: Words) -> [String] {
        let explanation = entry.item.clock.explanation(at: now, in: today.calendar)
        let (format, rule) = (Format(words.language), entry.item.clock.rule)
        let from = words("today_from", ["time": format.moment(explanation.start)])
        let length = words.count(rule.term.wordKey, rule.term.length)
        let skipped = explanation.skipped.map { format.day($0.day) + " (" + words($0.nameKey) + ")" }
        return [from, length] + (skipped.isEmpty ? [] : [words("today_skipped") + " " + skipped.joined(separator: ", ")])
            + [words(explanation.rollover.wordKey)] + (rule.isConfirmed ? [] : [words("today_unconfirmed")])
    }
}

import Core
import Documents
import Web

/// A plan's deadlines month by month.
struct CalendarPage: Sendable, Encodable {
    let head: PlanHead
    let charts: [Chart]
    let summary: String
    let ics: String
    let csv: String
    let json: String
    let years: [YearView]
    let continuous: [Line]
    let continuousCount: String
    let hasContinuous: Bool

    struct YearView: Sendable, Encodable {
        let title: String
        let months: [MonthView]
    }

    struct MonthView: Sendable, Encodable {
        let id: String
        let name: String
        let year: String
        let count: String
        let isEmpty: Bool
        let lines: [Line]
    }

    struct Line: Sendable, Encodable {
        let code: String
        let href: String
        let title: String
        let lead: String
        let when: String
    }

    init(_ plan: StoredPlan, _ views: PlanViews) {
        head = PlanHead(plan, views, current: "calendar")
        let (words, format) = (views.words, views.format)
        var byMonth: [Month: [Measure]] = [:]
        var others: [Measure] = []
        for measure in plan.content.measures {
            let months = CalendarPage.months(measure)
            for month in months { byMonth[month, default: []].append(measure) }
            if months.isEmpty { others.append(measure) }
        }
        let plannedYears = plan.content.period.map { Set($0.from.year...$0.to.year) } ?? []
        let all = plannedYears.union(byMonth.keys.map(\.year)).sorted()
        years = all.map { year in
            let span = plannedYears.contains(year) ? Array(1...12) : byMonth.keys.filter { $0.year == year }.map(\.month).sorted()
            return YearView(
                title: words("year", ["year": String(year)]),
                months: span.map { CalendarPage.month(Month(year: year, month: $0), byMonth, plan.slug, views) })
        }
        charts = Chart.years(byMonth.mapValues(\.count), views)
        let dated = plan.content.measures.count - others.count
        summary = words("calendar_summary", ["dated": format.integer(dated), "other": format.integer(others.count)])
        ics = views.href(plan.slug, ".ics")
        csv = views.href(plan.slug, ".csv")
        json = views.href(plan.slug, ".json")
        continuous = others.map { CalendarPage.line($0, plan.slug, views) }
        continuousCount = format.integer(others.count)
        hasContinuous = !others.isEmpty
    }

    /// The months in which a measure falls due: of each period the last.
    static func months(_ measure: Measure) -> [Month] {
        guard let deadline = measure.deadline, [.date, .month, .range].contains(deadline.kind) else { return [] }
        return deadline.periods.map { Month($0.to) }.uniqued()
    }

    private static func month(_ month: Month, _ measures: [Month: [Measure]], _ slug: String, _ views: PlanViews) -> MonthView {
        let due = measures[month] ?? []
        let name = views.format.monthName(month.month)
        return MonthView(
            id: "m-\(month.iso)", name: name.prefix(1).uppercased() + name.dropFirst(), year: String(month.year),
            count: due.isEmpty ? "" : views.words.count("deadlines", due.count), isEmpty: due.isEmpty,
            lines: due.map { line($0, slug, views) })
    }

    static func line(_ measure: Measure, _ slug: String, _ views: PlanViews) -> Line {
        Line(
            code: measure.code, href: views.href(slug, measure: measure.code), title: measure.title.text,
            lead: views.actors(measure.leads).map(\.text).joined(separator: ", "), when: views.deadline(measure.deadline))
    }
}

extension Chart {
    /// How many measures fall due in each month, a chart for every year that has any.
    static func years(_ counts: [Month: Int], _ views: PlanViews) -> [Chart] {
        Set(counts.keys.map(\.year)).sorted().map { year in
            let bars = (1...12).map { month in
                let count = counts[Month(year: year, month: month)] ?? 0
                return Bar(label: views.format.shortMonth(month), value: Double(count), text: views.format.integer(count), cells: [])
            }
            return columns(
                id: "c-\(year)", title: views.words("chart.months.title", ["year": String(year)]),
                subtitle: views.words("chart.months.subtitle"), head: [views.words("month")], bars: bars)
        }
    }
}

/// A plan's deadlines for calendar programs (iCalendar, RFC 5545).
enum CalendarFile {
    static func text(_ plan: StoredPlan, origin: String, link: (String) -> String) -> String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Zakrila//Plans//BG", "CALSCALE:GREGORIAN",
            "X-WR-CALNAME:\(CalendarText.escaped(plan.content.title.text))",
        ]
        let stamp = CalendarText.moment(plan.importedAt)
        for (measure, id) in zip(plan.content.measures, plan.measureIDs) {
            guard let deadline = measure.deadline, [.date, .month, .range].contains(deadline.kind) else { continue }
            for (position, period) in deadline.periods.enumerated() {
                let next = Day(ordinal: period.to.ordinal + 1)
                lines += [
                    "BEGIN:VEVENT", "UID:\(id)-\(position)@zakrila", "DTSTAMP:\(stamp)",
                    "DTSTART;VALUE=DATE:\(CalendarText.day(period.to))",
                    "DTEND;VALUE=DATE:\(CalendarText.day(next))",
                    "SUMMARY:\(CalendarText.escaped("\(measure.code) \(measure.title.text)"))",
                    "DESCRIPTION:\(CalendarText.escaped(measure.leads.map(\.name).joined(separator: ", ")))", "TRANSP:TRANSPARENT",
                ]
                if !origin.isEmpty { lines.append("URL:\(origin)\(link("/plans/\(plan.slug)/measures/\(measure.code)"))") }
                lines.append("END:VEVENT")
            }
        }
        return CalendarText.file(lines + ["END:VCALENDAR"])
    }
}

import Core
import Web

/// The month that a calendar shows, the ways to those beside it, and the kinds of its acts.
struct AgendaMonth: Sendable {
    let month: Month
    /// Only acts of this kind.
    let kind: ActivityKind?

    /// What an address asks for: this month and all kinds, unless told otherwise.
    init(_ request: WebRequest) {
        let asked = request.query["month"].flatMap { Day(iso: $0 + "-01") }.flatMap { (2000...2100).contains($0.year) ? Month($0) : nil }
        month = asked ?? Month(request.today)
        kind = request.query["kind"].flatMap(ActivityKind.init)
    }

    struct Step: Encodable {
        let href: String
        let text: String
    }

    struct Chip: Encodable {
        let href: String
        let text: String
        let count: String
        let isCurrent: Bool
    }

    /// For the template `activities-month`.
    struct View: Encodable {
        let name: String
        let previous: [Step]
        let next: [Step]
        let chips: [Chip]
        let hasChips: Bool
    }

    /// - Parameters:
    ///   - acts: all of the month, of whatever kind.
    ///   - span: the months that are worth going to.
    func view(_ acts: [CalendarAct], in span: ClosedRange<Month>, at path: String, _ words: Words) -> View {
        let format = Format(words.language)
        func step(_ other: Month) -> [Step] {
            span.contains(other) || other < month && span.upperBound < month || other > month && span.lowerBound > month
                ? [
                    Step(
                        href: address(path, other, kind),
                        text: other.year == month.year ? format.monthName(other.month) : format.month(other))
                ] : []
        }
        let counts = Dictionary(grouping: acts, by: \.kind).mapValues(\.count)
        let kinds = ActivityKind.allCases.filter { counts[$0] != nil || $0 == kind }
        let all = Chip(
            href: address(path, month, nil), text: words("acts_chip.all"), count: format.integer(acts.count), isCurrent: kind == nil)
        let chips = kinds.map { one in
            Chip(
                href: address(path, month, one), text: words("act_kind." + one.rawValue), count: format.integer(counts[one] ?? 0),
                isCurrent: kind == one)
        }
        let name = format.month(month)
        return View(
            name: name.prefix(1).uppercased() + name.dropFirst(), previous: step(month.next(-1)), next: step(month.next(1)),
            chips: [all] + chips, hasChips: !chips.isEmpty)
    }

    private func address(_ path: String, _ month: Month, _ kind: ActivityKind?) -> String {
        path + "?month=" + month.iso + (kind.map { "&kind=" + $0.rawValue } ?? "")
    }

    /// Acts of the kind that is asked for.
    func chosen(_ acts: [CalendarAct]) -> [CalendarAct] { kind.map { kind in acts.filter { $0.kind == kind } } ?? acts }
}

extension Month {
    /// So many months later, or earlier with a negative number.
    func next(_ count: Int) -> Month {
        let number = year * 12 + month - 1 + count
        return Month(year: number / 12, month: number % 12 + 1)
    }
}

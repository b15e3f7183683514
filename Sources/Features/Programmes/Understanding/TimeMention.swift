import Core

/// A stretch of time that the words of a deadline name: a day, months, or all the time of the plan.
struct TimeMention {
    enum Unit: Equatable {
        case day(month: Int, day: Int)
        /// A month, a quarter (тримесечие), a half (полугодие) or a year, by its first month and its length.
        case months(first: Int, count: Int)
        /// „до края на програмата“.
        case plan
    }

    let unit: Unit
    /// The year as printed with it, then the one that it shares with its neighbours.
    var year: Int?
    /// Positions in the deadline, the year included.
    var tokens: Range<Int>
    /// Whether nothing but words without a meaning of their own stands before it in its clause: „доклад по Закона от 2019 г.“ is none.
    var isPlain = true
    /// Whether it ends the stretch that the mention before begins: „март – юни“.
    var isEnd = false
    /// Whether it follows „след“ or „от“ and nothing ends it: then no day is the last.
    var isOpen = false

    static func year(_ year: Int?, _ tokens: Range<Int>, isEnd: Bool = false) -> TimeMention {
        var mention = TimeMention(unit: .months(first: 1, count: 12), year: year, tokens: tokens)
        mention.isEnd = isEnd
        return mention
    }

    var isYear: Bool { unit == .months(first: 1, count: 12) }

    var isDay: Bool {
        if case .day = unit { return true }
        return false
    }

    var isMonth: Bool {
        if case .months(_, 1) = unit { return true }
        return false
    }

    var needsYear: Bool { year == nil && unit != .plan }

    /// Its first and last day; nil for a day that no calendar has and for what has no year.
    func period(of plan: Deadline.Period?) -> Deadline.Period? {
        if unit == .plan { return plan }
        guard let year else { return nil }
        switch unit {
        case .day(let month, let day): return Day(year, month, day).map { .init(from: $0, to: $0) }
        case .months(let first, let count):
            return .init(from: Month(year: year, month: first).firstDay, to: Month(year: year, month: first + count - 1).lastDay)
        case .plan: return plan
        }
    }
}

/// The stretches of time that a deadline names, in printed order, with the years and joints that its words give them.
struct TimeMentions {
    let mentions: [TimeMention]
    /// Whether it names a day or month that does not exist, or a year that only a reader can tell („на следващата година“).
    let isDoubtful: Bool
    /// Whether a year was taken from the plan.
    let isYearAssumed: Bool
    private let plan: Deadline.Period?

    init(_ tokens: [Token], plan: Deadline.Period?) {
        var finder = TimeFinder(tokens)
        finder.run()
        var mentions = TimeMentions.withYearsBefore(finder.mentions, tokens)
        TimeMentions.join(&mentions, tokens)
        self.plan = plan
        isYearAssumed = TimeMentions.giveYears(&mentions, plan)
        self.mentions = mentions
        isDoubtful = finder.isDoubtful || tokens.contains { token in TimeWords.otherYears.contains { token.text.hasPrefix($0) } }
    }

    private init(_ mentions: [TimeMention], _ whole: TimeMentions) {
        self.mentions = mentions
        (plan, isDoubtful, isYearAssumed) = (whole.plan, whole.isDoubtful, whole.isYearAssumed)
    }

    /// Without what other words speak of.
    var plain: TimeMentions { TimeMentions(mentions.filter(\.isPlain), self) }

    /// Without years of which other words speak: „доклад по Закона от 2019 г.“ is no deadline.
    var counting: TimeMentions { TimeMentions(mentions.filter { $0.isPlain || !$0.isYear }, self) }

    /// First and last day of each stretch; nil where one of them can't be told or ends before it begins.
    var periods: [Deadline.Period]? {
        guard !isDoubtful else { return nil }
        var periods: [Deadline.Period] = []
        for mention in mentions where !mention.isOpen {
            guard let period = mention.period(of: plan) else { return nil }
            guard mention.isEnd, let begun = periods.popLast() else {
                periods.append(period)
                continue
            }
            guard period.from >= begun.from, period.to >= begun.to else { return nil }
            periods.append(.init(from: begun.from, to: period.to))
        }
        return periods
    }

    /// „2024 г., юни“: a year printed before is the year of what follows it.
    private static func withYearsBefore(_ found: [TimeMention], _ tokens: [Token]) -> [TimeMention] {
        var mentions: [TimeMention] = []
        for mention in found {
            guard mention.needsYear, !mention.isYear, let last = mentions.last, last.isYear, !last.isEnd, let year = last.year,
                TimeWords.saysNothing(tokens[last.tokens.upperBound..<mention.tokens.lowerBound])
            else {
                mentions.append(mention)
                continue
            }
            var dated = mention
            dated.year = year
            dated.tokens = last.tokens.lowerBound..<mention.tokens.upperBound
            dated.isPlain = last.isPlain
            mentions[mentions.count - 1] = dated
        }
        return mentions
    }

    private static func join(_ mentions: inout [TimeMention], _ tokens: [Token]) {
        for index in mentions.indices where index > 0 && !mentions[index].isEnd && !mentions[index - 1].isEnd {
            let (before, after) = (mentions[index - 1].tokens, mentions[index].tokens)
            guard before.upperBound <= after.lowerBound else { continue }
            let between = tokens[before.upperBound..<after.lowerBound]
            let isBetween = before.lowerBound > 0 && ["между", "between"].contains(tokens[before.lowerBound - 1].text)
            mentions[index].isEnd = TimeWords.joins(between, isBetween: isBetween)
            if mentions[index].isEnd { mentions[index].isPlain = mentions[index - 1].isPlain }
        }
        for index in mentions.indices where !mentions[index].isEnd {
            let isBegun = index + 1 < mentions.count && mentions[index + 1].isEnd
            mentions[index].isOpen = !isBegun && TimeWords.isAfter(tokens[..<mentions[index].tokens.lowerBound])
        }
    }

    /// A mention without a year takes the next one's that has it („Юни-август 2024“), else the one before, else the plan's if it has but one.
    private static func giveYears(_ mentions: inout [TimeMention], _ plan: Deadline.Period?) -> Bool {
        var next: TimeMention?
        for index in mentions.indices.reversed() {
            if mentions[index].needsYear, let next {
                mentions[index].year = next.year
                // „ноември – март 2025 г.“ begins the year before.
                if next.isEnd, let year = next.year, let from = mentions[index].period(of: nil)?.from, let to = next.period(of: nil)?.to,
                    from > to
                {
                    mentions[index].year = year - 1
                }
            }
            next = mentions[index].year == nil ? next : mentions[index]
        }
        var previous: Int?
        for index in mentions.indices {
            if mentions[index].needsYear { mentions[index].year = previous }
            previous = mentions[index].year ?? previous
        }
        guard let plan, plan.from.year == plan.to.year else { return false }
        var isAssumed = false
        for index in mentions.indices where mentions[index].needsYear {
            mentions[index].year = plan.from.year
            isAssumed = true
        }
        return isAssumed
    }
}

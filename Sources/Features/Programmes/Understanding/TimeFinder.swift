import Core

/// Finds the stretches of time among the tokens of a deadline. Each token is looked at a bounded number of times.
struct TimeFinder {
    private(set) var mentions: [TimeMention] = []
    /// Whether there is a date that no calendar has, or one written so that it can't be told.
    private(set) var isDoubtful = false
    private let tokens: [Token]
    private var position = 0
    private var isPlain = true

    init(_ tokens: [Token]) {
        self.tokens = tokens
    }

    mutating func run() {
        while position < tokens.count {
            let start = position
            let known = mentions.count
            if !readDay(), !readReference(), !readMonth(), !readParts(), !readWhole(), !readYear() { position += 1 }
            if mentions.count > known {
                for index in known..<mentions.count { mentions[index].isPlain = isPlain }
                isPlain = true
            } else {
                tokens[start..<position].forEach { pass($0) }
            }
        }
    }

    private mutating func pass(_ token: Token) {
        switch token.kind {
        case .comma, .semicolon, .open, .close: isPlain = true
        case .word where !TimeWords.fillers.contains(token.text): isPlain = false
        default: break
        }
    }

    // MARK: Days

    /// „15.05.2024“, „15 май 2024“, „2024-05-15“.
    private mutating func readDay() -> Bool {
        if case .date(let day) = tokens[position].kind {
            let unit = TimeMention.Unit.day(month: day.month, day: day.day)
            addDay(TimeMention(unit: unit, year: day.year, tokens: position..<position + 1))
            return true
        }
        if let year = number(position, digits: 4), isTight(position + 1), let month = number(position + 2, digits: 2),
            isTight(position + 3),
            let day = number(position + 4, digits: 2), tokens[position].isYearLike
        {
            if Day(year, month, day) == nil { isDoubtful = true }
            add(TimeMention(unit: .day(month: month, day: day), year: year, tokens: position..<position + 5))
            return true
        }
        guard let day = dayNumber(position) else { return false }
        let name = position + 1 < tokens.count && tokens[position + 1].kind == .stop ? position + 2 : position + 1
        guard let month = month(name) else { return false }
        addDay(TimeMention(unit: .day(month: month, day: day), year: nil, tokens: position..<name + 1))
        return true
    }

    /// Days that share its month stand before it: „1, 15 и 30 юни“, „1 – 15 юни“.
    private mutating func addDay(_ last: TimeMention) {
        guard case .day(let month, _) = last.unit else { return }
        var last = last
        takeYear(&last)
        let limit = mentions.last?.tokens.upperBound ?? 0
        var days = [last]
        var start = last.tokens.lowerBound
        while start - 2 >= limit, let day = dayNumber(start - 2), TimeWords.isListing(tokens[start - 1]), !isCounted(start - 2) {
            if tokens[start - 1].kind == .dash { days[0].isEnd = true }
            days.insert(TimeMention(unit: .day(month: month, day: day), year: last.year, tokens: start - 2..<start - 1), at: 0)
            start -= 2
        }
        for day in days { append(day) }
        position = last.tokens.upperBound
    }

    private func isCounted(_ index: Int) -> Bool {
        index > 0 && tokens[index - 1].isWord && !TimeWords.fillers.contains(tokens[index - 1].text)
    }

    /// „15“, „15-ти“.
    private func dayNumber(_ index: Int) -> Int? {
        guard index >= 0, index < tokens.count else { return nil }
        switch tokens[index].kind {
        case .number(let value) where tokens[index].range.count <= 2: return Int(value)
        case .reference: return TimeWords.ordinalDigits(tokens[index].text)
        default: return nil
        }
    }

    private func number(_ index: Int, digits: Int) -> Int? {
        guard index < tokens.count, tokens[index].range.count == digits, let value = tokens[index].number else { return nil }
        return Int(exactly: value)
    }

    /// Whether a dash stands there without a space on either side.
    private func isTight(_ index: Int) -> Bool {
        index + 1 < tokens.count && tokens[index].kind == .dash && !tokens[index].isSpaced && !tokens[index + 1].isSpaced
    }

    // MARK: Numbers with dots and slashes

    /// „12.2024“, „06/2024“, „30.06.“, „2024/2025“.
    private mutating func readReference() -> Bool {
        guard tokens[position].kind == .reference else { return false }
        let text = tokens[position].text
        let isDotted = text.utf8.contains(UInt8(ascii: "."))
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, parts.count <= 3 else { return false }
        if parts.count == 3 {
            // A valid one is a date; „31.02.2024“ and „01.03.24“ are for a reader to tell.
            if isDotted, parts[0].utf8.count <= 2, parts[1].utf8.count <= 2 { isDoubtful = true }
            return false
        }
        guard numbers.count == 2 else { return false }
        let (first, second) = (numbers[0], numbers[1])
        if TimeWords.isYear(second), parts[0].utf8.count <= 2 {
            guard (1...12).contains(first) else {
                isDoubtful = true
                return false
            }
            add(TimeMention(unit: .months(first: first, count: 1), year: second, tokens: position..<position + 1))
            return true
        }
        // A school year („учебната 2024/2025 г.“) has its days by an order of the minister each year, begins in the one year and ends in the
        // other: both whole years count, so that it is missed in neither and no day is invented.
        if TimeWords.isYear(first), second == first + 1 || parts[1].utf8.count == 2 && second == (first + 1) % 100 {
            let place = position
            append(.year(first, place..<place + 1))
            append(.year(first + 1, place + 1..<place + 1, isEnd: true))
            position += 1
            return true
        }
        guard isDotted, isPlain, parts[0].utf8.count <= 2, parts[1].utf8.count == 2 else { return false }
        guard (1...12).contains(second), (1...31).contains(first) else {
            isDoubtful = true
            return false
        }
        addDay(TimeMention(unit: .day(month: second, day: first), year: nil, tokens: position..<position + 1))
        return true
    }

    // MARK: Months

    private func month(_ index: Int) -> Int? {
        guard index < tokens.count, tokens[index].isWord else { return nil }
        return Months.number(tokens[index].text)
    }

    /// „декември 2024“, „XII.2024“, „May 15, 2024“.
    private mutating func readMonth() -> Bool {
        if let month = month(position) {
            if let day = dayNumber(position + 1), tokens[position].text.utf8.allSatisfy({ $0 < 0x80 }),
                TimeWords.endsDay(tokens, position + 2)
            {
                add(TimeMention(unit: .day(month: month, day: day), year: nil, tokens: position..<position + 2))
            } else {
                add(TimeMention(unit: .months(first: month, count: 1), year: nil, tokens: position..<position + 1))
            }
            return true
        }
        guard let month = romanMonth(position, depth: 0) else { return false }
        add(TimeMention(unit: .months(first: month, count: 1), year: nil, tokens: position..<position + 1))
        return true
    }

    /// A Roman number is a month after „м.“, before a year, and before a dash and another such month.
    private func romanMonth(_ index: Int, depth: Int) -> Int? {
        guard index < tokens.count, depth < 12, let number = TimeWords.roman(tokens[index].text) else { return nil }
        let before = tokens[..<index].last { $0.kind != .stop }?.text ?? ""
        if ["м", "месец", "месеците"].contains(before) { return number }
        let next = index + 1 < tokens.count && tokens[index + 1].kind == .stop ? index + 2 : index + 1
        guard next < tokens.count else { return nil }
        if tokens[next].isYearLike { return number }
        return TimeWords.isListing(tokens[next]) && romanMonth(next + 1, depth: depth + 1) != nil ? number : nil
    }

    // MARK: Quarters and halves

    /// „I – III тримесечие“, „второ полугодие“, „Q2“.
    private mutating func readParts() -> Bool {
        if let (unit, number) = TimeWords.abbreviatedPart(tokens[position].text) {
            add(TimeMention(unit: unit.unit(number), year: nil, tokens: position..<position + 1))
            return true
        }
        var ordinals: [(number: Int, tokens: Range<Int>, isEnd: Bool)] = []
        var index = position
        var isEnd = false
        while ordinals.count < 4, let (number, end) = TimeWords.ordinal(tokens, index) {
            ordinals.append((number, index..<end, isEnd))
            index = end
            guard index < tokens.count, TimeWords.isListing(tokens[index]) || ["до", "to"].contains(tokens[index].text) else { break }
            isEnd = tokens[index].kind == .dash || ["до", "to"].contains(tokens[index].text)
            index += 1
        }
        guard let last = ordinals.last, index == last.tokens.upperBound, let unit = TimeWords.part(tokens, index) else { return false }
        // „2 тримесечия“ is a length of time.
        let isCount = ordinals.count == 1 && tokens[position].number != nil && TimeWords.isPlural(tokens[index].text)
        guard !isCount else { return false }
        for (place, ordinal) in ordinals.enumerated() {
            let number = ordinal.number == TimeWords.last ? unit.count : ordinal.number
            guard (1...unit.count).contains(number) else {
                isDoubtful = true
                return false
            }
            let isLast = place == ordinals.count - 1
            var mention = TimeMention(
                unit: unit.unit(number), year: nil, tokens: ordinal.tokens.lowerBound..<(isLast ? index + 1 : ordinal.tokens.upperBound))
            mention.isEnd = ordinal.isEnd
            if isLast { add(mention) } else { append(mention) }
        }
        return true
    }

    // MARK: Years and the whole plan

    /// „края на годината“, „в рамките на програмата“.
    private mutating func readWhole() -> Bool {
        guard let (whole, end) = TimeWords.whole(tokens, position) else { return false }
        switch whole {
        case .plan: add(TimeMention(unit: .plan, year: nil, tokens: position..<end))
        case .year: add(.year(nil, position..<end))
        }
        return true
    }

    private mutating func readYear() -> Bool {
        guard tokens[position].isYearLike, let year = tokens[position].number else { return false }
        add(.year(Int(year), position..<position + 1))
        return true
    }

    // MARK: Taking

    private mutating func add(_ mention: TimeMention) {
        var mention = mention
        takeYear(&mention)
        append(mention)
        position = mention.tokens.upperBound
    }

    private mutating func append(_ mention: TimeMention) {
        // 29 February depends on the year; no other day does.
        if case .day(let month, let day) = mention.unit, Day(mention.year ?? 2024, month, day) == nil { isDoubtful = true }
        mentions.append(mention)
    }

    /// The year that stands right behind: „първо тримесечие на 2024“.
    private func takeYear(_ mention: inout TimeMention) {
        guard mention.needsYear else { return }
        var index = mention.tokens.upperBound
        while index < tokens.count, index < mention.tokens.upperBound + 5, TimeWords.leadsToYear(tokens[index]) { index += 1 }
        guard index < tokens.count, tokens[index].isYearLike, let year = tokens[index].number else { return }
        mention.year = Int(year)
        mention.tokens = mention.tokens.lowerBound..<index + 1
    }
}

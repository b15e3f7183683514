import Foundation

/// Cuts an indicator cell into its statements and finds the value of each.
///
/// A number is taken for a value only where values stand: after a dash or colon, at the beginning („50 лица …“) or at the end of a
/// statement. Years, days, articles, ordinals and numbers inside brackets or in the middle of words are no values; the last are reported.
struct IndicatorClauses {
    private let cell: LogicalCell
    private let context: IndicatorContext
    private var tokens: [Token] { context.tokens }
    private(set) var clauses: [IndicatorClause] = []
    /// Numbers that were met and not taken.
    private(set) var loose: [Range<Int>] = []
    /// What joins the statements: lead-ins of lists (they stand in the labels of their items), list numbers, „и“, mark-up.
    private(set) var framing: [Range<Int>] = []
    /// Words in brackets that explain a value.
    private(set) var explanations: [Range<Int>] = []

    private var label: [Token] = []
    private var tail: [Token] = []
    private var value: Token?
    private var isLeading = false
    private var isPercent = false
    private var comparator: Indicator.Comparator?
    private var prefix: String?
    private var depth = 0

    init(_ cell: LogicalCell) {
        self.cell = cell
        context = IndicatorContext(tokens: IndicatorNumbers(Tokenizer.tokens(cell.scalars)).tokens)
        for index in tokens.indices { read(index) }
        close()
        joinSplitStatements()
    }

    private mutating func read(_ index: Int) {
        let token = tokens[index]
        switch token.kind {
        case .tag:
            framing.append(token.range)
            if value != nil { close() }
        case .newline: readNewline(index)
        case .semicolon: close(.list)
        case .comma: readComma(index)
        case .stop: readStop(index)
        case .colon: readColon(index)
        case .dash: readDash(index)
        case .percent: readPercent(token)
        case .number: readNumber(index)
        case .word: readWord(index)
        case .open:
            depth += 1
            keep(token)
        case .close:
            depth = max(0, depth - 1)
            keep(token)
        case .date, .reference, .quote, .slash, .other: keep(token)
        }
    }

    private mutating func readPercent(_ token: Token) {
        guard value != nil, tail.isEmpty, !isPercent else { return keep(token) }
        isPercent = true
        // The sign stands with its number; „на сто“ are words of the statement.
        if token.range.count > 1 { sign = token }
    }

    private mutating func keep(_ token: Token) {
        if value == nil { label.append(token) } else { tail.append(token) }
    }

    private mutating func readNewline(_ index: Int) {
        guard let next = context.token(after: index) else { return close() }
        if value != nil {
            // „–\n\n0“ and „1\n\nаудио“: a value goes on over a line only in small letters.
            if next.isWord, !next.isCapital, isLeading || tail.isEmpty { return }
            return close()
        }
        guard let last = label.last else { return }
        let beginsItem = next.kind == .dash || context.isListNumber(tokens.firstIndex(of: next) ?? index)
        if beginsItem, last.kind != .dash { return close() }
        guard next.isCapital, !IndicatorWords.isOpenEnded(last) else { return }
        close()
    }

    private mutating func readComma(_ index: Int) {
        let next = context.token(after: index)
        let startsCount = next.map { $0.text.hasPrefix("брой") || $0.text == "number" } ?? false
        if value == nil {
            if startsCount || isChange { close() } else { keep(tokens[index]) }
        } else if isLeading, let next, next.isWord, !startsCount {
            keep(tokens[index])
        } else {
            close(next?.number != nil ? .list : .none)
        }
    }

    private mutating func readStop(_ index: Int) {
        let previous = index > 0 ? tokens[index - 1] : nil
        let next = context.token(after: index)
        let isUnit = previous.map { IndicatorWords.shortForms.contains($0.text) } ?? false
        let isNextCapital = next.map { $0.isCapital } ?? true
        if value != nil, !isLeading {
            if !isUnit || isNextCapital { close() }
        } else if isNextCapital, depth == 0, !isUnit, let previous, previous.kind != .stop {
            close()
        } else {
            keep(tokens[index])
        }
    }

    private mutating func readColon(_ index: Int) {
        guard value == nil, !label.isEmpty else { return }
        let next = context.token(after: index)
        if next?.number != nil, !context.isListNumber(tokens[(index + 1)...].firstIndex { $0.kind != .newline } ?? index) { return }
        let leadIn = range(label)
        framing.append(leadIn)
        let words = label.suffix(4).map(\.text)
        let isTotal = words.contains("ч") && words.contains("т") || words.contains("число")
        // „Брой …, в т.ч.:“ is itself counted, beside its parts.
        let text = cell.text(leadIn)
        if isTotal { close() }
        prefix = text
        label = []
    }

    private mutating func readDash(_ index: Int) {
        guard value != nil else {
            if !label.isEmpty { label.append(tokens[index]) }
            return
        }
        // After a complete statement a dash begins the next item of a list.
        if isLeading, let next = context.token(after: index), next.isWord, tokens[index].isSpaced,
            tokens[max(0, index - 1)].kind != .newline
        {
            tail.append(tokens[index])
        } else {
            close()
        }
    }

    private mutating func readWord(_ index: Int) {
        let token = tokens[index]
        guard value != nil else {
            let isAnd = token.text == "и" || token.text == "and"
            if isAnd, let next = context.token(after: index), IndicatorWords.isCount(next) {
                framing.append(token.range)
                return close()
            }
            return label.append(token)
        }
        if token.text == "и" || token.text == "and" {
            if context.startsAnotherCount(index, isLeading: isLeading) {
                framing.append(token.range)
                return close(.and)
            }
        } else if token.isCapital, endsBefore(token) {
            close()
            return label.append(token)
        }
        tail.append(token)
    }

    /// A capital letter begins the next statement, except inside names: „… на ДАБ“, „50 лица по ЗЗД“.
    private func endsBefore(_ token: Token) -> Bool {
        if IndicatorWords.isCount(token) { return true }
        guard !isLeading, depth == 0 else { return false }
        return tail.last.map { !IndicatorWords.isOpenEnded($0) && $0.kind != .quote } ?? true
    }

    private mutating func readNumber(_ index: Int) {
        let token = tokens[index]
        if context.isListNumber(index) { return framing.append(token.range) }
        guard !context.isTrap(index, inBrackets: depth > 0) else { return keep(token) }
        // „под 3 % – 0 %“: the value comes after the dash, the first number is part of the words.
        if value == nil, context.isFollowedByValue(index) {
            loose.append(token.range)
            return label.append(token)
        }
        if value != nil {
            if isLeading || !tail.isEmpty || tokens[index - 1].kind != .number(token.number ?? 0) { close(.list) }
        }
        let comparing = IndicatorWords.comparator(label)
        let before = comparing == nil ? label : IndicatorWords.withoutComparison(label)
        if context.isChange(index, before) {
            isChange = true
            loose.append(token.range)
            return label.append(token)
        }
        let standsAfterSign = before.last.map { $0.kind == .dash || $0.kind == .colon } ?? false
        if before.filter({ $0.kind != .dash }).isEmpty || (comparing != nil && label.count <= 3 && !standsAfterSign)
            || label.last?.text == "спрямо"
        {
            isLeading = true
            if label.last?.text == "спрямо", context.isDate(label.dropLast()) { isDateLed = true }
        } else if !standsAfterSign, comparing == nil || !context.endsStatement(index), !context.endsStatement(index) {
            loose.append(token.range)
            return label.append(token)
        }
        value = token
        comparator = comparing
    }

    private var isDateLed = false
    /// Whether the statement says by how much something changes: no value, and the next statement has its own.
    private var isChange = false
    /// „на сто“ behind the value.
    private var sign: Token?

    // MARK: Closing a statement

    private mutating func close(_ joint: Joint = .none) {
        defer { reset() }
        let words = label.filter { $0.isWord || $0.number != nil || $0.kind == .reference || context.isDay($0) }
        guard value != nil || !words.isEmpty else { return }
        if value == nil, label.first?.kind == .open { return explanations.append(range(label)) }
        let wordTail = unexplained(tail.filter { $0.kind != .newline })
        let all = label + [value, sign].compactMap { $0 } + wordTail
        var clause = IndicatorClause(label: "", value: value?.number, comparator: comparator, isPercent: isPercent, range: range(all))
        clause.isLeading = isLeading
        clause.isDateOnly = isDateLed || (value != nil && !isLeading && context.isDate(ArraySlice(label)))
        if isLeading {
            nameLeading(&clause, wordTail)
        } else {
            clause.label = text(trimmedLabel())
            nameUnit(&clause, wordTail)
        }
        if clause.comparator == nil, words.first.map({ $0.text == "всички" || $0.text == "all" }) ?? false, clause.value == nil {
            clause.comparator = .all
        }
        if !continueList(&clause) { addPrefix(&clause) }
        clauses.append(clause)
        previousJoint = joint
    }

    /// What stands behind a value, without a bracket that explains it: „3 (годишно)“.
    private mutating func unexplained(_ tail: [Token]) -> [Token] {
        guard tail.first?.kind == .open, let close = tail.firstIndex(where: { $0.kind == .close }) else { return tail }
        explanations.append(range(Array(tail[...close])))
        return Array(tail[(close + 1)...])
    }

    /// What stands between a statement and the next.
    private enum Joint {
        case none
        /// A comma or semicolon.
        case list
        /// „и“
        case and
    }

    private var previousJoint = Joint.none

    /// The lead-in of a list stands before its items, until one begins with a capital letter.
    private mutating func addPrefix(_ clause: inout IndicatorClause) {
        guard let prefix, clause.label.isEmpty || clause.label.first?.isUppercase != true else {
            prefix = nil
            return
        }
        clause.label = clause.label.isEmpty ? prefix : "\(prefix): \(clause.label)"
    }

    /// „5 размера, 5 онлайн издания“: a number with its noun that goes on a list belongs under the label before it.
    private func continueList(_ clause: inout IndicatorClause) -> Bool {
        guard previousJoint != .none, let previous = clauses.last, previous.value != nil, clause.label.first?.isUppercase != true,
            clause.value != nil
        else { return false }
        let unit = clause.unit ?? clause.label
        if !clause.isLeading {
            // „търсещи работа лица – 0 и работодатели – 0“
            guard previousJoint == .and else { return false }
            clause.label = previous.label + " – " + clause.label
            return true
        }
        guard !previous.isLeading || previous.label.contains(" – "), previous.unit != nil else { return false }
        let base = previous.isLeading ? previous.label.components(upTo: " – ") : previous.label
        clause.label = "\(base) – \(unit)"
        return true
    }

    private func nameLeading(_ clause: inout IndicatorClause, _ tail: [Token]) {
        clause.label = text(tail)
        if let first = tail.first, IndicatorWords.shortForms.contains(first.text) || tail.count <= 3 {
            clause.unit = tail.count <= 3 ? clause.label : first.text
        } else if let first = tail.first(where: \.isWord), IndicatorWords.units.contains(first.text) {
            clause.unit = first.text
        }
    }

    private func nameUnit(_ clause: inout IndicatorClause, _ tail: [Token]) {
        if let bracket = tail.firstIndex(where: { $0.kind == .open }), tail[bracket...].last?.kind == .close {
            return nameUnit(&clause, Array(tail[..<bracket]))
        }
        let words = tail.filter(\.isWord)
        guard !words.isEmpty else { return }
        if words.count <= 4 {
            clause.unit = text(tail).trimmingUnit
        } else {
            clause.unit = words[0].text
            clause.label += " " + text(tail)
        }
    }

    private func trimmedLabel() -> [Token] {
        var words = comparator == nil ? label : IndicatorWords.withoutComparison(label)
        while let last = words.last, [.dash, .colon, .stop, .comma, .newline].contains(last.kind) { words.removeLast() }
        return words
    }

    private mutating func reset() {
        label = []
        tail = []
        value = nil
        isLeading = false
        isPercent = false
        comparator = nil
        depth = 0
        isDateLed = false
        isChange = false
        sign = nil
    }

    private func text(_ tokens: [Token]) -> String {
        tokens.isEmpty ? "" : cell.text(range(tokens)).trimmingSigns
    }

    private func range(_ tokens: [Token]) -> Range<Int> {
        let visible = tokens.filter { $0.kind != .newline }
        guard let first = visible.first, let last = visible.last else { return 0..<0 }
        return first.range.lowerBound..<last.range.upperBound
    }

    /// A value that only has a date before it, or stands alone on its line, belongs to the words before it.
    private mutating func joinSplitStatements() {
        var joined: [IndicatorClause] = []
        for clause in clauses {
            let isBare = clause.isDateOnly || (clause.label.isEmpty && clause.value != nil)
            guard isBare, let last = joined.last, last.value == nil, last.comparator == nil else {
                joined.append(clause)
                continue
            }
            var whole = last
            whole.value = clause.value
            whole.unit = clause.isDateOnly && clause.isLeading ? nil : clause.unit
            whole.isPercent = clause.isPercent
            whole.comparator = clause.comparator
            whole.range = last.range.lowerBound..<clause.range.upperBound
            joined[joined.count - 1] = whole
        }
        clauses = joined.map { clause in
            guard clause.isDateOnly, !clause.isLeading else { return clause }
            var clause = clause
            clause.label = ""
            return clause
        }
    }
}

extension String {
    /// Without signs and spaces at either end.
    fileprivate var trimmingSigns: String {
        let signs = Set<Unicode.Scalar>(" -–—:;,.\u{a0}".unicodeScalars)
        var scalars = unicodeScalars[...]
        while let first = scalars.first, signs.contains(first) { scalars = scalars.dropFirst() }
        while let last = scalars.last, signs.contains(last) { scalars = scalars.dropLast() }
        return String(scalars)
    }

    /// „бр. флаери“ are flyers; „бр“ alone stays.
    fileprivate var trimmingUnit: String {
        for lead in ["бр. ", "бр "] where hasPrefix(lead) { return String(dropFirst(lead.count)) }
        return self == "бр" ? "бр." : self
    }

    fileprivate func components(upTo separator: String) -> String {
        guard let found = range(of: separator, options: .backwards) else { return self }
        return String(self[..<found.lowerBound])
    }
}

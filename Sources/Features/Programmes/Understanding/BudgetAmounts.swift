import Core

/// The amounts of one clause of a budget, in printed order.
struct BudgetAmounts {
    struct Amount: Equatable {
        var money: Money
        /// Positions in the clause, from the number to the currency; where both currencies are printed, to the end of the second.
        var tokens: Range<Int>
        var isCeiling: Bool
        var isYearly: Bool
        /// What the last printed digit is worth, in hundredths.
        let precision: Int64
        /// What the fixed rate makes of it, where the other currency printed beside it differs from that.
        var differing: Money?
    }

    private(set) var amounts: [Amount] = []
    private let clause: [Token]
    private let unit: MoneyUnit?
    /// Positions at which somebody is named: a bare number may stand beside that.
    private let names: [Range<Int>]

    init(_ clause: [Token], unit: MoneyUnit?, names: [Range<Int>]) {
        (self.clause, self.unit, self.names) = (clause, unit, names)
        var position = 0
        while position < clause.count {
            guard clause[position].number != nil else {
                position += 1
                continue
            }
            if let amount = amount(at: position) {
                if !isPrice(amount) { take(amount) }
                position = amount.tokens.upperBound
            } else {
                position = number(at: position)?.end ?? position + 1
            }
        }
    }

    // MARK: One amount

    /// A number with its thousands and what its last digit is worth. A comma before three digits parts thousands: no money has mills.
    private func number(at index: Int) -> (value: Double, precision: Double, end: Int)? {
        guard var value = clause[index].number, !isPadded(clause[index]) else { return nil }
        var end = index + 1
        var last = clause[index]
        while end + 1 < clause.count, clause[end].kind == .comma, !clause[end].isSpaced, !clause[end + 1].isSpaced,
            let group = clause[end + 1].number, integerDigits(clause[end + 1]) == 3, integerDigits(last) <= 3
        {
            value = value * 1000 + group
            last = clause[end + 1]
            end += 2
        }
        return (value, decimals(last), end)
    }

    /// „000“: the rest of a number that was not understood.
    private func isPadded(_ token: Token) -> Bool { token.text.hasPrefix("0") && integerDigits(token) > 1 }

    private func integerDigits(_ token: Token) -> Int {
        token.text.unicodeScalars.prefix { $0 != "," && $0 != "." }.count
    }

    /// 0.01 for „5 000,00“, 1 for „5 000“.
    private func decimals(_ token: Token) -> Double {
        let scalars = token.text.unicodeScalars
        guard let sign = scalars.lastIndex(where: { $0 == "," || $0 == "." }) else { return 1 }
        switch scalars.distance(from: sign, to: scalars.endIndex) - 1 {
        case 1: return 0.1
        case 2: return 0.01
        default: return 1
        }
    }

    private func amount(at index: Int) -> Amount? {
        guard let (value, precision, afterNumber) = number(at: index) else { return nil }
        var end = afterNumber
        var factor: Double?
        if end < clause.count, let scale = BudgetWords.scale[clause[end].text] {
            factor = scale
            end += 1
            if end < clause.count, clause[end].kind == .stop { end += 1 }
        }
        let currency: Money.Currency
        if let (after, place) = currencyAfter(end) {
            (currency, end) = (after, place + 1)
        } else if let before = index > (amounts.last?.tokens.upperBound ?? 0) - 1 ? BudgetWords.currency[word(index - 1)] : nil,
            isFree(index - 1)
        {
            currency = before
        } else if let unit, isBare(index, end) {
            currency = unit.currency
            factor = factor ?? unit.scale
        } else {
            return nil
        }
        let minor = (value * (factor ?? 1) * 100).rounded()
        guard minor.magnitude < 9e15 else { return nil }
        return Amount(
            money: Money(minor: Int64(minor), currency), tokens: index..<end, isCeiling: ["до", "up", "max"].contains(word(index - 1)),
            isYearly: isYearly(end), precision: max(1, Int64((precision * (factor ?? 1) * 100).rounded())))
    }

    private func word(_ index: Int) -> String { clause.indices.contains(index) ? clause[index].text : "" }

    private func isFree(_ index: Int) -> Bool { !(amounts.last?.tokens.contains(index) ?? false) }

    /// The currency behind a number, past „.-“ and the same number in words: „10 000.- лв.“, „10 000 (десет хиляди) лв.“.
    private func currencyAfter(_ start: Int) -> (Money.Currency, Int)? {
        var index = start
        if index < clause.count, clause[index].kind == .open,
            let close = clause[index...].prefix(14).firstIndex(where: { $0.kind == .close })
        {
            guard clause[(index + 1)..<close].allSatisfy({ $0.isWord || $0.kind == .newline }) else { return nil }
            index = close + 1
        } else if word(start) != "", [.stop, .comma].contains(clause[start].kind), start + 1 < clause.count, clause[start + 1].kind == .dash
        {
            index = start + 2
        } else if index < clause.count, clause[index].kind == .dash, !clause[index].isSpaced {
            index = start + 1
        }
        return BudgetWords.currency[word(index)].map { ($0, index) }
    }

    private func isYearly(_ end: Int) -> Bool {
        let rest = clause[min(end, clause.count)...].filter { $0.kind != .stop && $0.kind != .newline }.prefix(3).map(\.text)
        guard let first = rest.first else { return false }
        if BudgetWords.yearly.contains(first) { return true }
        return ["на", "за", "/", "per", "всяка"].contains(first) && rest.dropFirst().first { $0 != "всяка" && $0 != "една" } == "година"
    }

    /// A number that nothing but its heading gives a unit: alone, or beside a sign or the name of who pays. A year is one only alone.
    private func isBare(_ index: Int, _ end: Int) -> Bool {
        let others = clause.indices.filter { !(index..<end).contains($0) && ![.newline, .stop, .dash].contains(clause[$0].kind) }
        if others.isEmpty { return true }
        guard !clause[index].isYearLike else { return false }
        let isBegun =
            index == 0 || !clause[index - 1].isWord && clause[index - 1].number == nil || names.contains { $0.upperBound == index }
            || ["до", "общо", "и"].contains(word(index - 1))
        let isEnded =
            end == clause.count || !clause[end].isWord && clause[end].number == nil && clause[end].kind != .percent
            || names.contains { $0.lowerBound == end } || ["от", "и", "годишно"].contains(word(end))
        return isBegun && isEnded
    }

    /// „по 500 лв. на обучение“: the price of one, and nobody says of how many.
    private func isPrice(_ amount: Amount) -> Bool {
        guard !amount.isYearly else { return false }
        var before = amount.tokens.lowerBound - 1
        if amount.isCeiling || BudgetWords.currency[word(before)] != nil { before -= 1 }
        if word(before) == "по" { return true }
        let rest = clause[min(amount.tokens.upperBound, clause.count)...].filter { $0.kind != .stop && $0.kind != .newline }.prefix(2)
        guard let first = rest.first else { return false }
        if BudgetWords.repeated.contains(first.text) { return true }
        guard ["на", "/", "per"].contains(first.text), let next = rest.dropFirst().first, next.isWord else { return false }
        return BudgetWords.isUnit(next.text)
    }

    // MARK: One amount in both currencies

    private mutating func take(_ amount: Amount) {
        guard var last = amounts.last, let both = both(last, amount) else { return amounts.append(amount) }
        let isLeva = last.money.currency == .bgn
        last.money = isLeva ? last.money : amount.money
        last.tokens = last.tokens.lowerBound..<both.end
        last.isYearly = last.isYearly || amount.isYearly || isYearly(both.end)
        last.differing = both.agree ? nil : last.money.inEuro
        amounts[amounts.count - 1] = last
    }

    /// Whether two amounts are one in both currencies, where it ends, and whether the fixed rate says the same.
    private func both(_ first: Amount, _ second: Amount) -> (end: Int, agree: Bool)? {
        guard first.money.currency != second.money.currency else { return nil }
        let between = clause[first.tokens.upperBound..<second.tokens.lowerBound].filter { $0.kind != .stop && $0.kind != .newline }
        let agree = agree(first, second)
        let isSigns = between.allSatisfy { token in
            BudgetWords.isSame(token) || token.kind == .comma || token.kind == .dash
                || token.isWord && BudgetWords.besideSame.contains(token.text)
        }
        guard isSigns else { return nil }
        var end = second.tokens.upperBound
        var isClosed = true
        if between.contains(where: { $0.kind == .open }) {
            while end < clause.count, clause[end].kind == .stop { end += 1 }
            isClosed = end < clause.count && clause[end].kind == .close
            end = isClosed ? end + 1 : second.tokens.upperBound
        }
        // „5 000 лв., 2 000 евро“ may be two amounts; only the rate makes them one.
        let isSaid = between.contains(where: BudgetWords.isSame) && isClosed
        return isSaid || agree ? (end, agree) : nil
    }

    /// Whether two amounts are the same at the fixed rate, as far as both are printed: to a cent, or to a unit where neither has cents.
    private func agree(_ one: Amount, _ other: Amount) -> Bool {
        (one.money.inEuro.minor - other.money.inEuro.minor).magnitude <= UInt64(min(one.precision, other.precision))
    }
}

import Core

/// Which amounts of a cell are sums of others, and which are their parts: nothing is to be counted twice.
struct BudgetParts {
    enum Role: Equatable {
        case counted
        /// Its parts are printed and are counted in its place.
        case divided
        /// Within a sum that is counted, for not all of its parts are printed.
        case within
    }

    private(set) var roles: [[Role]]
    /// By the amount's clause and place in it: where the words of a sum end and those of its parts begin.
    private(set) var ends: [[Int?]]
    /// Parts greater than their sum: somebody should look.
    private(set) var doubtful: [(clause: Int, amount: Int)] = []
    private let clauses: [[Token]]
    private let amounts: [[BudgetAmounts.Amount]]
    private let order: [(clause: Int, amount: Int)]

    init(_ clauses: [[Token]], _ amounts: [[BudgetAmounts.Amount]]) {
        (self.clauses, self.amounts) = (clauses, amounts)
        roles = amounts.map { $0.map { _ in .counted } }
        ends = amounts.map { $0.map { _ in nil } }
        order = amounts.indices.flatMap { clause in amounts[clause].indices.map { (clause, $0) } }
        guard order.count > 1 else { return }
        for position in order.indices { divide(position) }
    }

    private func amount(_ position: Int) -> BudgetAmounts.Amount { amounts[order[position].clause][order[position].amount] }

    private func isCounted(_ position: Int) -> Bool { roles[order[position].clause][order[position].amount] == .counted }

    private mutating func set(_ position: Int, _ role: Role) { roles[order[position].clause][order[position].amount] = role }

    private mutating func divide(_ position: Int) {
        let (clause, place) = order[position]
        let whole = amount(position)
        guard isCounted(position), !whole.isYearly else { return }
        let tokens = clauses[clause]
        let limit = place + 1 < amounts[clause].count ? amounts[clause][place + 1].tokens.lowerBound : tokens.count
        let (mark, close) = mark(tokens, whole.tokens.upperBound..<limit)
        let isTotal = BudgetWords.isTotal(tokens[..<whole.tokens.lowerBound])
        guard mark != nil || isTotal else { return }
        let own = order[(position + 1)...].indices.filter { order[$0].clause == clause && amount($0).tokens.lowerBound < close }
        let following = mark != nil && close < tokens.count ? own : Array((position + 1)..<order.count)
        if sum(whole, following) {
            ends[clause][place] = mark ?? whole.tokens.upperBound
            set(position, .divided)
        } else if let mark {
            keep(whole, over: own)
            ends[clause][place] = mark
        } else if sum(whole, Array((0..<position).reversed())) {
            set(position, .divided)
        }
    }

    /// Whether amounts make up the whole, exactly.
    private func sum(_ whole: BudgetAmounts.Amount, _ positions: [Int]) -> Bool {
        var rest = whole.money.minor
        for position in positions where isCounted(position) && amount(position).money.currency == whole.money.currency {
            guard !amount(position).isYearly else { continue }
            rest -= amount(position).money.minor
            guard rest > 0 else { return rest == 0 }
        }
        return false
    }

    private mutating func keep(_ whole: BudgetAmounts.Amount, over parts: [Int]) {
        var rest = whole.money.inEuro.minor
        for position in parts where isCounted(position) && !amount(position).isYearly {
            // How far below does not matter, and a long cell would leave the numbers that there are.
            rest = max(-3, rest - amount(position).money.inEuro.minor)
            set(position, .within)
            // A cent or two come from converting parts one by one.
            if rest < -2 { doubtful.append(order[position]) }
        }
    }

    /// Where parts begin behind a sum, and where they end: „от които“, or a bracket right behind it.
    private func mark(_ tokens: [Token], _ range: Range<Int>) -> (Int?, close: Int) {
        let first = range.first { tokens[$0].kind != .stop && tokens[$0].kind != .newline }
        if let first, tokens[first].kind == .open {
            let close = tokens[first...].firstIndex { $0.kind == .close } ?? tokens.count
            return (range.upperBound < close ? first : nil, close)
        }
        for index in range where BudgetWords.marksParts(tokens, index) != nil { return (index, tokens.count) }
        return (nil, tokens.count)
    }
}

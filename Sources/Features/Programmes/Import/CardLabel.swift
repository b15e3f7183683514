import Core
import Documents

/// What the first cell of a card's row says of the cell beside it: „Отговорна институция:“, „Дейност 3“.
struct CardLabel {
    let field: Field
    /// The activity's number, where the label has it.
    let number: Range<Int>?
    /// Whether it is the name of an activity, and not words about it: „Дейност“, „Мярка 2“, and not „Описание на дейността“.
    let isActivity: Bool

    /// Nil for words that no field of a plan is called by.
    init?(_ text: String) {
        guard text.utf8.count <= CardLabel.longest else { return nil }
        var scalars = Array(text.unicodeScalars)
        while let last = scalars.last, last.isSpace || last == ":" { scalars.removeLast() }
        let words = Tokenizer.tokens(scalars).filter { $0.isWord || $0.kind == .other }
        guard let first = words.first, scalars[..<first.range.lowerBound].allSatisfy({ !$0.isLetter }) else { return nil }
        if CardHeading.activityWords.contains(first.text) {
            let number = CardHeading.number(scalars, from: first.range.upperBound)
            let end = number?.upperBound ?? first.range.upperBound
            guard scalars[end...].allSatisfy({ !$0.isLetter && $0.properties.numericType == nil }) || words.count <= 3 && number == nil
            else { return nil }
            (field, self.number, isActivity) = (.title, number, true)
            return
        }
        guard let field = ColumnHeadings.field(String(scalars: scalars)) else { return nil }
        // Long ones begin with the telling word: „Индикатори за изпълнение / Текущи стойности към началото на 2024 г.“.
        guard words.count <= 8 || ColumnHeadings.field(first.text) != nil else { return nil }
        // „Цел на дейността“ is about one activity, and no goal of the plan.
        let isGoal = field == .strategicGoal || field == .operationalGoal
        guard !isGoal || words.count <= 4 && ["стратегич", "оперативн", "strateg", "operational"].contains(where: first.text.hasPrefix)
        else { return nil }
        (self.field, number, isActivity) = (field, nil, false)
    }

    private static let longest = 240
}

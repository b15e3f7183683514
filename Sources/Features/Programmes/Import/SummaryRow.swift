import Core
import Documents

/// Rows of a table that hold no measure: the sum under the measures, and the numbers of the columns under their headings.
enum SummaryRow {
    /// The column of the words where a row is the sum of those above it („Общо: 3 000 лв.“): these words, and beside them nothing but money.
    static func total(_ cells: [String], _ columns: ColumnHeadings) -> Int? {
        let filled = cells.indices.filter { !cells[$0].isBlank }
        guard let label = filled.first, column(label, columns) != .budget, isLabel(cells[label]) else { return nil }
        let amounts = filled.dropFirst()
        guard !amounts.isEmpty else { return hasAmount(cells[label]) ? label : nil }
        return amounts.allSatisfy { isAmount(cells[$0]) } ? label : nil
    }

    /// Whether a row counts the columns: „1 | 2 | 3 | 4 | 5“, at least three of them and nothing else.
    static func numbersColumns(_ cells: [String]) -> Bool {
        let numbers = cells.filter { !$0.isBlank }.map { Int($0.trimmed) }
        return numbers.count >= 3 && numbers == (1...numbers.count).map { $0 }
    }

    private static func column(_ column: Int, _ columns: ColumnHeadings) -> Field? {
        column < columns.width ? columns.fields[column] : nil
    }

    /// „Общо“, „ВСИЧКО за раздел II“, „Общ бюджет“: a capital letter, for a cell that a page break cut may go on with „общо“.
    private static func isLabel(_ text: String) -> Bool {
        guard text.utf8.count < 200, Numbering.leading(text) == nil else { return false }
        let words = Tokenizer.tokens(Array(text.unicodeScalars)).filter(\.isWord)
        guard let first = words.first, first.isCapital, words.count <= 8 else { return false }
        if ["общо", "всичко", "total"].contains(first.text) { return true }
        return ["общ", "обща"].contains(first.text) && words.dropFirst().contains { ["бюджет", "сума", "стойност"].contains($0.text) }
    }

    private static func hasAmount(_ text: String) -> Bool {
        let tokens = Tokenizer.tokens(Array(text.unicodeScalars))
        return tokens.contains { $0.number != nil } && tokens.contains { currencies.contains($0.text) }
    }

    private static func isAmount(_ text: String) -> Bool {
        let tokens = Tokenizer.tokens(Array(text.unicodeScalars))
        return tokens.contains { $0.number != nil } && tokens.filter(\.isWord).allSatisfy { currencies.contains($0.text) }
    }

    private static let currencies: Set<String> = ["лв", "лева", "лев", "bgn", "евро", "eur", "хил", "хиляди", "млн", "милиона", "€"]
}

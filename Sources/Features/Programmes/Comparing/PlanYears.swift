/// Years as plans name them (години): a plan that follows another says the same of its own years.
enum PlanYears {
    /// Four digits of these are a year, others a number.
    static let span = 2000...2100

    /// A text of a plan as a plan so many years later says it: „доклад за 2025 г.“, „учебната 2025/2026 година“.
    static func moved(_ text: String, years: Int) -> String {
        guard years != 0 else { return text }
        var moved = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(where: \.isWholeNumber) {
            moved += rest[..<start]
            let digits = rest[start...].prefix(while: \.isWholeNumber)
            let year = digits.count == 4 ? Int(digits).flatMap { span.contains($0) ? $0 : nil } : nil
            moved += year.map { String($0 + years) } ?? String(digits)
            rest = rest[digits.endIndex...]
        }
        return moved + rest
    }
}

/// Ten digits that are an ЕГН: a date of birth, three digits, and the digit that agrees with them.
public func egn(_ nine: String) -> String {
    let sum = zip(nine.utf8, [2, 4, 8, 5, 10, 9, 7, 3, 6]).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
    return nine + String(sum % 11 % 10)
}

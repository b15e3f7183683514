import Core

/// The numbers that documents print before activities and goals.
enum Numbering {
    /// „2.1 Провеждане …“: the number of at least two parts and where the words begin; nil without one.
    static func split(_ text: String) -> (number: String, rest: Int)? {
        guard let (number, rest) = leading(Array(text.unicodeScalars)), number.contains(".") else { return nil }
        return (number, rest)
    }

    /// „5. Обхващане …“, „10 Изграждане …“, „1.1.Провеждане“: any number before words.
    static func leading(_ text: String) -> String? {
        leading(Array(text.unicodeScalars))?.number
    }

    /// As ``leading(_:)``, with the offset of the first scalar after the number.
    static func leading(_ scalars: [Unicode.Scalar]) -> (number: String, rest: Int)? {
        var index = scalars.firstIndex { !$0.isSpace } ?? scalars.count
        var number = ""
        var digits = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if (0x30...0x39).contains(scalar.value) {
                digits += 1
                guard digits <= 3 else { return nil }
                number.unicodeScalars.append(scalar)
            } else if scalar == ".", digits > 0 {
                digits = 0
                number.append(".")
            } else {
                break
            }
            index += 1
        }
        while number.hasSuffix(".") { number.removeLast() }
        guard !number.isEmpty, index < scalars.count, !scalars[index].properties.isAlphabetic || scalars[index - 1] == "." else {
            return nil
        }
        guard scalars[index].properties.isWhitespace || scalars[index - 1] == "." else { return nil }
        return (number, index)
    }
}

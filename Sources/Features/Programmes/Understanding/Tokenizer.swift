import Core

/// Cuts a cell into tokens. One pass over Unicode scalars, no regular expressions: linear whatever the input.
struct Tokenizer {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var tokens: [Token] = []

    static func tokens(_ scalars: [Unicode.Scalar]) -> [Token] {
        var tokenizer = Tokenizer(scalars)
        return tokenizer.run()
    }

    private init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private mutating func run() -> [Token] {
        var spaced = true
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar == "\n" {
                if tokens.last?.kind != .newline { add(.newline, position..<position + 1, spaced) }
                position += 1
                spaced = true
            } else if scalar.isSpace || scalar.value == 0xfeff {
                position += 1
                spaced = true
            } else {
                read(scalar, spaced)
                spaced = false
            }
        }
        return tokens
    }

    private mutating func read(_ scalar: Unicode.Scalar, _ spaced: Bool) {
        if isDigit(scalar) {
            readDigits(spaced)
        } else if isLetter(scalar) {
            readWord(spaced)
        } else if scalar == "<", let end = tagEnd() {
            add(.tag, position..<end, spaced)
            position = end
        } else {
            add(sign(scalar), position..<position + 1, spaced)
            position += 1
        }
    }

    private mutating func readWord(_ spaced: Bool) {
        let start = position
        while position < scalars.count, isLetter(scalars[position]) || isDigit(scalars[position]) || isInner(position) { position += 1 }
        add(.word, start..<position, spaced)
    }

    /// An apostrophe or soft hyphen between letters.
    private func isInner(_ index: Int) -> Bool {
        guard index + 1 < scalars.count, isLetter(scalars[index + 1]) else { return false }
        return scalars[index].value == 0xad || scalars[index] == "’" || scalars[index] == "'"
    }

    private mutating func readDigits(_ spaced: Bool) {
        let start = position
        if let (day, end) = date(start) {
            add(.date(day), start..<end, spaced)
            position = end
            return
        }
        if let end = dotted(start) {
            add(.reference, start..<end, spaced)
            position = end
            return
        }
        var (value, end) = number(start)
        // Letters or a reference sign glued to the digits make them part of a name: 8121з-64, 226/2019, 10те, 18-ти.
        if end < scalars.count, isGlued(end) {
            while end < scalars.count, isLetter(scalars[end]) || isDigit(scalars[end]) || isInsideReference(end) { end += 1 }
            position = end
            add(.reference, start..<end, spaced)
            return
        }
        if value > 1e15 { value = 1e15 }
        add(.number(value), start..<end, spaced)
        position = end
    }

    /// „1бр“ and „2024г“ are a number and its unit; other letters stuck to digits are not.
    private func isGlued(_ index: Int) -> Bool {
        if isLetter(scalars[index]) {
            var word = ""
            var end = index
            while end < scalars.count, isLetter(scalars[end]) {
                word.unicodeScalars.append(scalars[end])
                end += 1
            }
            return !["бр", "г", "год", "лв", "лева", "евро", "eur", "bgn", "броя", "души", "хил", "млн"].contains(Folding.word(word))
        }
        return isReferenceSign(index)
    }

    /// A dash or slash with a letter or digit stuck to both sides: „8121з-64“, „18-ти“, „2022/2023“; not „2023 -2024“, nor „10-15“ persons.
    private func isReferenceSign(_ index: Int) -> Bool {
        guard index + 1 < scalars.count, index > 0 else { return false }
        switch scalars[index] {
        case "/": return isDigit(scalars[index + 1])
        case "-": return isLetter(scalars[index + 1]) && isOrdinalTail(index + 1)
        default: return false
        }
    }

    private func isInsideReference(_ index: Int) -> Bool {
        guard index + 1 < scalars.count, isDigit(scalars[index + 1]) || isLetter(scalars[index + 1]) else { return false }
        return scalars[index] == "/" || scalars[index] == "-" || (scalars[index] == "." && isDigit(scalars[index + 1]))
    }

    private func isOrdinalTail(_ index: Int) -> Bool {
        var word = ""
        var end = index
        while end < scalars.count, isLetter(scalars[end]), word.unicodeScalars.count < 6 {
            word.unicodeScalars.append(scalars[end])
            end += 1
        }
        return ["ти", "ри", "ви", "ма", "мата", "та", "ро", "то", "тата", "вото", "рото", "тото", "те", "во", "я", "а"].contains(
            Folding.word(word))
    }

    /// Digits with gaps of thousands and a decimal comma: „10 000“, „1 940 570,80“, „11,61“. Returns the value and the end.
    private func number(_ start: Int) -> (Double, Int) {
        var value = 0.0
        var index = start
        while index < scalars.count, isDigit(scalars[index]) {
            value = value * 10 + digit(scalars[index])
            index += 1
        }
        if index - start <= 3 {
            while let end = thousands(index) {
                for offset in (end - 3)..<end { value = value * 10 + digit(scalars[offset]) }
                index = end
            }
        }
        while index + 3 < scalars.count, scalars[index] == ".", index - start <= 3 + 4 * 4, let end = dotGroup(index) {
            for offset in (end - 3)..<end { value = value * 10 + digit(scalars[offset]) }
            index = end
        }
        if index + 1 < scalars.count, scalars[index] == "," || scalars[index] == ".", isDigit(scalars[index + 1]) {
            var scale = 0.1
            var end = index + 1
            while end < scalars.count, isDigit(scalars[end]) {
                value += digit(scalars[end]) * scale
                scale /= 10
                end += 1
            }
            // More than two digits after a comma are a list without a space, not a fraction.
            if end - index <= 3 { return ((value * 100).rounded() / 100, end) }
            return number(start, withoutFraction: index)
        }
        return (value, index)
    }

    private func number(_ start: Int, withoutFraction end: Int) -> (Double, Int) {
        var value = 0.0
        for index in start..<end where isDigit(scalars[index]) { value = value * 10 + digit(scalars[index]) }
        return (value, end)
    }

    /// The end of a dot with exactly three digits after it, or nil.
    private func dotGroup(_ index: Int) -> Int? {
        guard (1...3).allSatisfy({ isDigit(scalars[index + $0]) }) else { return nil }
        let after = index + 4
        return after < scalars.count && isDigit(scalars[after]) ? nil : after
    }

    /// The end of a group of exactly three digits after a space, or nil.
    private func thousands(_ index: Int) -> Int? {
        guard index < scalars.count else { return nil }
        guard partsThousands(scalars[index]) else { return nil }
        guard index + 4 <= scalars.count, (1...3).allSatisfy({ isDigit(scalars[index + $0]) }) else { return nil }
        let after = index + 4
        if after < scalars.count, isDigit(scalars[after]) || isLetter(scalars[after]) && isGlued(after) { return nil }
        return after
    }

    /// A space of any width in a line, or an apostrophe: „10'000“.
    private func partsThousands(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0xa0, 0x2000...0x200a, 0x202f, 0x205f, 0x27, 0x2019, 0x2bc: true
        default: false
        }
    }

    /// The end of „31.12“ or „1.2.3“: parts of dates and numbers of chapters. A share such as „11.61 %“ and an amount are numbers.
    private func dotted(_ start: Int) -> Int? {
        var index = start
        var dots = 0
        while index < scalars.count {
            if isDigit(scalars[index]) {
                index += 1
            } else if scalars[index] == ".", index > start, index + 1 < scalars.count, isDigit(scalars[index + 1]) {
                dots += 1
                index += 1
            } else {
                break
            }
        }
        guard dots > 0, !isGroupedByDots(start, index) else { return nil }
        var after = index
        while after < scalars.count, scalars[after].isSpace, scalars[after] != "\n" { after += 1 }
        guard after < scalars.count else { return index }
        return scalars[after] == "%" || dots == 1 && namesMoney(after) ? nil : index
    }

    /// Whether a currency or a scale stands there: „2556.46 EUR“ is an amount, „31.12“ a day.
    private func namesMoney(_ start: Int) -> Bool {
        if scalars[start] == "€" { return true }
        var end = start
        while end < scalars.count, end - start < 10, isLetter(scalars[end]) { end += 1 }
        let word = Folding.word(scalars[start..<end])
        return BudgetWords.currency[word] != nil || BudgetWords.scale[word] != nil
    }

    /// „6.000.000“: groups of exactly three digits.
    private func isGroupedByDots(_ start: Int, _ end: Int) -> Bool {
        let groups = scalars[start..<end].split(separator: ".")
        return groups.count > 1 && groups[0].count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }
    }

    private func date(_ start: Int) -> (Day, Int)? {
        var numbers: [Int] = []
        var index = start
        while numbers.count < 3 {
            var value = 0
            let begun = index
            while index < scalars.count, isDigit(scalars[index]), index - begun < 4 {
                value = value * 10 + Int(digit(scalars[index]))
                index += 1
            }
            guard index > begun else { return nil }
            numbers.append(value)
            if numbers.count < 3 {
                guard index < scalars.count, scalars[index] == "." else { return nil }
                index += 1
            }
        }
        guard let day = Day(numbers[2], numbers[1], numbers[0]), day.year >= 1900 else { return nil }
        return (day, index)
    }

    private func tagEnd() -> Int? {
        var end = position + 1
        while end < scalars.count, end - position < 12 {
            if scalars[end] == ">" { return end + 1 }
            guard scalars[end] == "/" || isLetter(scalars[end]) else { return nil }
            end += 1
        }
        return nil
    }

    private func sign(_ scalar: Unicode.Scalar) -> Token.Kind {
        switch scalar {
        case "-", "–", "—", "−", "‑": .dash
        case ",": .comma
        case ";": .semicolon
        case ":": .colon
        case ".": .stop
        case "/", "\\": .slash
        case "%": .percent
        case "(", "[": .open
        case ")", "]": .close
        case "„", "“", "”", "\"", "«", "»", "'", "’": .quote
        default: .other
        }
    }

    private mutating func add(_ kind: Token.Kind, _ range: Range<Int>, _ spaced: Bool) {
        let isWord = kind == .word
        let text = isWord ? Folding.word(scalars[range]) : String(scalars: scalars[range])
        let isCapital = isWord && scalars[range.lowerBound].isCapital
        tokens.append(
            Token(kind: kind, range: range, text: text, isCapital: isCapital, twin: isCapital ? twin(range, text) : nil, isSpaced: spaced))
    }

    private func twin(_ range: Range<Int>, _ folded: String) -> String? {
        guard (2...8).contains(range.count), scalars[range].allSatisfy({ (0x41...0x5a).contains($0.value) }) else { return nil }
        return Folding.twin(folded)
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

    private func digit(_ scalar: Unicode.Scalar) -> Double { Double(scalar.value) - 48 }

    private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5a, 0x61...0x7a, 0x400...0x45f: true
        case 0...0xbf: false
        default: scalar.isLetter
        }
    }
}

/// The numbers that Word prints before paragraphs without anybody typing them (ISO/IEC 29500-1, 17.9), counted as the document is read.
struct WordNumbering {
    /// How the paragraphs of one level of a list are numbered.
    struct Level {
        var start = 1
        var format = "decimal"
        /// „%1.%2.“: the numbers of the levels, and what stands between them.
        var text = ""
        /// All numbers in Arabic digits.
        var isLegal = false
        /// The level, from 1, after which it begins anew; 0 for never, nil for any above.
        var restart: Int?
        var hasGap = true
        /// The style whose paragraphs stand at this level.
        var style: String?
    }

    /// What stands before a paragraph.
    struct Label {
        let text: String
        let isBullet: Bool
    }

    private struct Scheme {
        var levels: [Int: Level] = [:]
        /// The style that holds its levels.
        var source: String?
    }

    private struct List {
        let scheme: String
        var starts: [Int: Int] = [:]
        var levels: [Int: Level] = [:]
    }

    private var schemes: [String: Scheme] = [:]
    private var lists: [Int: List] = [:]
    private let styles: WordStyleSheet
    /// Numbers reached, by scheme and level: lists of one scheme count on.
    private var counts: [String: [Int: Int]] = [:]
    private var begun: Set<Int> = []

    /// Characters of what stands before a paragraph, the numbers themselves not counted: real ones have a word and two signs.
    private static let longestLabel = 100

    /// Word has nine levels.
    private static let levels = 0..<9

    init(_ markUp: MarkUp?, _ styles: WordStyleSheet) {
        self.styles = styles
        guard let markUp else { return }
        for element in markUp.root.children {
            switch element.name {
            case .`w:abstractNum`:
                guard let id = element[.`w:abstractNumId`] else { continue }
                schemes[id] = Scheme(levels: WordNumbering.levels(element), source: element.child(.`w:numStyleLink`)?[.`w:val`])
            case .`w:num`:
                guard let id = element.number(.`w:numId`), let scheme = element.child(.`w:abstractNumId`)?[.`w:val`] else { continue }
                var list = List(scheme: scheme)
                for change in element.children where change.name == .`w:lvlOverride` {
                    guard let level = change.number(.`w:ilvl`) else { continue }
                    list.starts[level] = change.child(.`w:startOverride`)?.number(.`w:val`)
                    list.levels[level] = WordNumbering.levels(change)[level]
                }
                lists[id] = list
            default: continue
            }
        }
    }

    private static func levels(_ element: Element) -> [Int: Level] {
        var levels: [Int: Level] = [:]
        for definition in element.children where definition.name == .`w:lvl` {
            guard let position = definition.number(.`w:ilvl`), WordNumbering.levels.contains(position) else { continue }
            var level = Level()
            for property in definition.children {
                switch property.name {
                case .`w:start`: level.start = max(0, property.number(.`w:val`) ?? 1)
                case .`w:numFmt`: level.format = property[.`w:val`] ?? level.format
                case .`w:lvlText`: level.text = String((property[.`w:val`] ?? "").prefix(longestLabel))
                case .`w:isLgl`: level.isLegal = property.isOn
                case .`w:lvlRestart`: level.restart = property.number(.`w:val`)
                case .`w:suff`: level.hasGap = property[.`w:val`] != "nothing"
                case .`w:pStyle`: level.style = property[.`w:val`]
                // Word writes numbers of two digits, and letters of alphabets it added later, as an alternative with a plain one to fall back on.
                case .`mc:AlternateContent`:
                    let plain = property.child(.`mc:Fallback`)?.child(.`w:numFmt`)?[.`w:val`]
                    level.format = plain ?? level.format
                default: continue
                }
            }
            levels[position] = level
        }
        return levels
    }

    /// Counts a paragraph and gives what stands before it. `list` and `level` are its own, `style` is its style's.
    mutating func label(list: Int?, level: Int?, style: String?) -> Label? {
        let given = styles.numbering(style)
        guard let number = list ?? given?.list, number != 0, let list = lists[number], let (scheme, levels) = scheme(list) else {
            return nil
        }
        let named = given.flatMap { given in levels.first { $0.value.style == given.style }?.key }
        let position = level ?? given?.level ?? named ?? 0
        guard let own = levels[position] else { return nil }
        count(position, of: number, list, scheme, levels)
        let text = own.format == "bullet" ? WordSymbols.bullet(own.text) : printed(own, scheme, levels)
        return Label(text: text.isEmpty || !own.hasGap ? text : text + " ", isBullet: own.format == "bullet")
    }

    private mutating func count(_ position: Int, of number: Int, _ list: List, _ scheme: String, _ levels: [Int: Level]) {
        var reached = counts[scheme] ?? [:]
        if begun.insert(number).inserted {
            for (level, start) in list.starts { reached[level] = max(0, start) - 1 }
        }
        reached[position] = min((reached[position] ?? (levels[position]?.start ?? 1) - 1) + 1, 1_000_000)
        for deeper in WordNumbering.levels where deeper > position {
            let restart = levels[deeper]?.restart ?? deeper
            if restart > position { reached[deeper] = list.starts[deeper].map { max(0, $0) - 1 } }
        }
        counts[scheme] = reached
    }

    private func printed(_ own: Level, _ scheme: String, _ levels: [Int: Level]) -> String {
        var text = ""
        var isReference = false
        for scalar in own.text.unicodeScalars {
            if isReference, let digit = Int(String(scalar)), (1...9).contains(digit) {
                let level = levels[digit - 1] ?? Level()
                let value = counts[scheme]?[digit - 1] ?? level.start
                text += WordNumbers.text(value, own.isLegal ? "decimal" : level.format)
                isReference = false
            } else {
                if isReference { text += "%" }
                isReference = scalar == "%"
                if !isReference { text.unicodeScalars.append(scalar) }
            }
        }
        return isReference ? text + "%" : text
    }

    /// The levels of a list: its own where it has some, else those of its scheme, which a style may hold for it.
    private func scheme(_ list: List) -> (String, [Int: Level])? {
        var name = list.scheme
        for _ in 0..<4 {
            guard let scheme = schemes[name] else { return nil }
            guard let source = scheme.source, scheme.levels.isEmpty else {
                return (name, scheme.levels.merging(list.levels) { $1 })
            }
            guard let number = styles.numbering(source)?.list, let next = lists[number]?.scheme, next != name else { return nil }
            name = next
        }
        return nil
    }
}

/// Numbers as Word prints them (ISO/IEC 29500-1, 17.18.59).
enum WordNumbers {
    /// A number in a format; in digits where the format is rare or ends before the number.
    static func text(_ number: Int, _ format: String) -> String {
        switch format {
        case "none": ""
        case "decimalZero": (0...9).contains(number) ? "0\(number)" : String(number)
        case "upperRoman": roman(number) ?? String(number)
        case "lowerRoman": roman(number)?.lowercased() ?? String(number)
        case "upperLetter": letters(number, latin)?.uppercased() ?? String(number)
        case "lowerLetter": letters(number, latin) ?? String(number)
        case "russianUpper": letters(number, russian)?.uppercased() ?? String(number)
        case "russianLower": letters(number, russian) ?? String(number)
        default: String(number)
        }
    }

    private static let latin = Array("abcdefghijklmnopqrstuvwxyz")
    /// Without й, ъ and ь, as people count in letters.
    private static let russian = Array("абвгдежзиклмнопрстуфхцчшщыэюя")

    /// After the last letter all of them doubled.
    private static func letters(_ number: Int, _ alphabet: [Character]) -> String? {
        guard number > 0, number <= alphabet.count * 5 else { return nil }
        return String(repeating: alphabet[(number - 1) % alphabet.count], count: (number - 1) / alphabet.count + 1)
    }

    private static func roman(_ number: Int) -> String? {
        guard (1...3999).contains(number) else { return nil }
        var (rest, text) = (number, "")
        for (value, sign) in romanSigns {
            while rest >= value {
                text += sign
                rest -= value
            }
        }
        return text
    }

    private static let romanSigns = [
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
        (4, "IV"), (1, "I"),
    ]
}

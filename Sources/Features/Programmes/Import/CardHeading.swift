import Core
import Documents

/// A line, or a row over the whole table, that names what follows: a section, a goal or an activity.
struct CardHeading {
    enum Kind: Equatable {
        case section
        case strategicGoal
        case operationalGoal
        /// With the place of its number, where it has one.
        case activity(number: Range<Int>?)
    }

    let kind: Kind
    /// The words after „СТРАТЕГИЧЕСКА ЦЕЛ“ or „Дейност 1.1.“; of a section the whole line.
    let words: Range<Int>
    private let scalars: [Unicode.Scalar]

    /// Nil for a line that names none of these.
    init?(_ text: String) {
        guard text.utf8.count < 4000 else { return nil }
        scalars = Array(text.unicodeScalars)
        if text.utf8.count < 300, PlanHeader.section(text) != nil {
            (kind, words) = (.section, 0..<scalars.count)
            return
        }
        let named = Tokenizer.tokens(Array(scalars.prefix(80))).filter(\.isWord).prefix(2)
        guard let first = named.first, scalars[..<first.range.lowerBound].allSatisfy({ !$0.isLetter && $0.properties.numericType == nil })
        else { return nil }
        if named.count == 2, let goal = CardHeading.goals[first.text], CardHeading.goalWords.contains(named[1].text) {
            (kind, words) = (goal, CardHeading.rest(scalars, from: named[1].range.upperBound))
        } else if CardHeading.goalWords.contains(first.text), CardHeading.number(scalars, from: first.range.upperBound) != nil {
            (kind, words) = (.strategicGoal, CardHeading.rest(scalars, from: first.range.upperBound))
        } else if CardHeading.activityWords.contains(first.text) {
            let number = CardHeading.number(scalars, from: first.range.upperBound)
            let end = number?.upperBound ?? first.range.upperBound
            // Without a number only „Дейност: …“: these words begin sentences too.
            guard number != nil || scalars[end...].first(where: { !$0.isSpace }) == ":" else { return nil }
            (kind, words) = (.activity(number: number), CardHeading.rest(scalars, from: end))
        } else {
            return nil
        }
    }

    /// Directly over a card „1.1. Обучение …“ names its activity, too.
    init?(over text: String) {
        if let named = CardHeading(text) {
            self = named
            return
        }
        guard text.utf8.count < 600, let (number, rest) = Numbering.split(text), number.contains(".") else { return nil }
        scalars = Array(text.unicodeScalars)
        let start = scalars.firstIndex { !$0.isSpace } ?? 0
        (kind, words) = (.activity(number: start..<start + number.unicodeScalars.count), CardHeading.rest(scalars, from: rest))
    }

    /// Which of the goals it names; nil for a section or an activity.
    var goal: Field? {
        switch kind {
        case .strategicGoal: .strategicGoal
        case .operationalGoal: .operationalGoal
        case .section, .activity: nil
        }
    }

    /// A part of the heading as a cell of its own.
    func cell(_ range: Range<Int>, at place: CellPlace) -> LogicalCell {
        var cell = LogicalCell()
        cell.append(Array(scalars[range]), place, offset: range.lowerBound)
        return cell
    }

    /// The number after a word: „1.1“, „№ 3“.
    static func number(_ scalars: [Unicode.Scalar], from start: Int) -> Range<Int>? {
        var index = start
        while index < scalars.count, scalars[index].isSpace || scalars[index] == "№" { index += 1 }
        let first = index
        while index < scalars.count, index - first < 12, isDigit(scalars[index]) || (scalars[index] == "." && index > first) { index += 1 }
        while index > first, scalars[index - 1] == "." { index -= 1 }
        guard index > first, index == scalars.count || !scalars[index].isLetter else { return nil }
        return first..<index
    }

    /// The words of activities' headings, singular: „Дейности“ heads many.
    static let activityWords: Set<String> = ["дейност", "мярка", "activity", "measure", "action"]

    private static let goalWords: Set<String> = ["цел", "goal", "objective"]
    private static let goals: [String: Kind] = [
        "стратегическа": .strategicGoal, "strategic": .strategicGoal, "оперативна": .operationalGoal, "operational": .operationalGoal,
        "specific": .operationalGoal,
    ]

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

    /// Without the signs that part a heading's name from its words.
    private static func rest(_ scalars: [Unicode.Scalar], from start: Int) -> Range<Int> {
        let signs = Set<Unicode.Scalar>(".:–—-".unicodeScalars)
        let first = scalars[start...].firstIndex { !$0.isSpace && !signs.contains($0) } ?? scalars.count
        return first..<scalars.count
    }
}

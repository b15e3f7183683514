import Core
import Documents

/// The same promised twice in one plan.
extension CheckedPlan {
    /// Titles of nearly the same words, the second of each pair.
    func titles() -> [PlanFinding] {
        let words = plan.measures.indices.map { SearchKey.words(plan.measures[$0].title.text).filter { $0.utf8.count > 3 } }
        // „модул 1“ and „модул 2“ differ in nothing else.
        var known = [[String]?](repeating: nil, count: plan.measures.count)
        func names(_ position: Int) -> [String] {
            if let names = known[position] { return names }
            let names = MeasureWords.names(Tokenizer.tokens(Array(plan.measures[position].title.text.unicodeScalars)))
            known[position] = names
            return names
        }
        return SimilarSets(words, likeness: 0.8, atLeast: 4, suits: { names($0) == names($1) }).earlier.map { position, first in
            PlanFinding(
                .titleRepeated, measure: plan.measures[position].code, place: place(position), quote: plan.measures[position].title.text,
                detail: name(first))
        }
    }

    /// The same statement twice in a cell.
    func indicatorsWithin() -> [PlanFinding] {
        plan.measures.indices.flatMap { position in
            (cells.places(.target, of: position) + cells.places(.indicators, of: position)).compactMap { place in
                var seen: Set<[String]> = []
                let lines = Headings.clean(cells.text(place)).unicodeScalars.split { $0 == ";" || $0 == "." }
                guard lines.count > 1 else { return nil }
                let again = lines.first { line in
                    let statement = StatementWords(String(line))
                    return statement.telling.count > 1 && !seen.insert(statement.words + statement.names).inserted
                }
                return again.map { line in
                    PlanFinding(
                        .indicatorRepeated, measure: plan.measures[position].code, place: place, quote: String(line))
                }
            }
        }
    }

    /// With nearly the same words and the same values: the same thing would be counted twice. Short ones („Брой обучения“) are everywhere.
    func indicatorsAcross() -> [PlanFinding] {
        let all = words.indices.flatMap { position in words[position].statements.indices.map { (position: position, statement: $0) } }
        var known: [PrintedText: String] = [:]
        func key(_ word: String) -> String {
            let printed = PrintedText(word)
            if let key = known[printed] { return key }
            let key = String(SearchKey.key(of: word).prefix(8))
            known[printed] = key
            return key
        }
        func statements(_ place: Int) -> MeasureWords.Statements { words[all[place].position].statements[all[place].statement] }
        let keys = all.indices.map { (statements($0).target?.words.words ?? []).filter { $0.unicodeScalars.count > 3 }.map(key) }
        // One cell that is merged over several measures says a thing once.
        func suits(_ one: Int, _ other: Int) -> Bool {
            guard all[one].position != all[other].position else { return false }
            let (one, other) = (statements(one), statements(other))
            return one.indicator.target == other.indicator.target && one.target?.source.cells != other.target?.source.cells
                && one.target?.words.names == other.target?.words.names
        }
        return SimilarSets(keys, likeness: 0.8, atLeast: 5, suits: suits).earlier
            .compactMap { later, first in
                guard let source = statements(later).target?.source, let place = source.cells.first else { return nil }
                return PlanFinding(
                    .indicatorRepeated, measure: plan.measures[all[later].position].code, place: place, quote: source.text,
                    detail: name(all[first].position))
            }
    }
}

/// Finds, among sets of words, those that are nearly an earlier one, without comparing each with each: only sets that share a rare word.
struct SimilarSets {
    /// Position of a set, and of the first set that it is like.
    let earlier: [(position: Int, first: Int)]

    /// - Parameters:
    ///   - words: those of each set, in any order; one that is given twice counts once.
    ///   - likeness: the size of the smaller set, all of whose words stand in the other, to that of the greater, from 0 to 1. A word in the
    ///     place of another („ученици“ for „деца“) makes another thing of it.
    ///   - atLeast: words that a set must have to be compared at all.
    ///   - suits: what else two sets must have in common, by their positions.
    init(_ words: [[String]], likeness: Double, atLeast: Int, suits: (Int, Int) -> Bool = { _, _ in true }) {
        var numbers: [PrintedText: Int] = [:]
        // Numbers in the place of words, in ascending order: these are compared again and again.
        let sets = words.map { words in
            let all = words.map { word in
                let (word, next) = (PrintedText(word), numbers.count)
                let number = numbers[word] ?? next
                if number == next { numbers[word] = next }
                return number
            }.sorted()
            return all.indices.filter { $0 == 0 || all[$0 - 1] != all[$0] }.map { all[$0] }
        }
        var frequency = [Int](repeating: 0, count: numbers.count)
        for set in sets { for number in set { frequency[number] += 1 } }
        var holders = [[Int]](repeating: [], count: numbers.count)
        var found: [(Int, Int)] = []
        for (position, set) in sets.enumerated() where set.count >= atLeast {
            let byRarity = set.sorted { (frequency[$0], $0) < (frequency[$1], $1) }
            // Two sets as like as that differ in few words: among so many of the rarest, one at least is shared.
            let telling = byRarity.prefix(set.count - Int((Double(set.count) * likeness).rounded(.up)) + 1)
            let candidates = Set(telling.flatMap { holders[$0].prefix(SimilarSets.limit) }).sorted()
            let match = candidates.first { other in
                let (small, great) = set.count < sets[other].count ? (set, sets[other]) : (sets[other], set)
                return Double(small.count) >= likeness * Double(great.count) && SimilarSets.holds(great, small) && suits(position, other)
            }
            if let match { found.append((position, match)) }
            for word in telling { holders[word].append(position) }
        }
        earlier = found
    }

    /// Whether one ascending row of numbers holds all of another.
    private static func holds(_ great: [Int], _ small: [Int]) -> Bool {
        var next = 0
        return small.allSatisfy { number in
            while next < great.count, great[next] < number { next += 1 }
            return next < great.count && great[next] == number
        }
    }

    /// What so many share is a phrase of the house.
    private static let limit = 200
}

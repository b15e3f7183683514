import Core

/// The names that one organisation may read, for finding: every word once, with the names it stands in.
struct NameIndex: Sendable {
    private struct Entry {
        let form: NameForm
        var rows: [Int32] = []
    }

    private struct Name {
        let subject: SealedSubject
        let words: [Int]
    }

    private var numbers: [String: Int] = [:]
    private var entries: [Entry?] = []
    private var names: [Name?] = []
    private var rowsOf: [SealedSubject: [Int32]] = [:]
    private var freeEntries: [Int] = []
    private var freeRows: [Int32] = []
    /// Bytes in memory, about.
    private(set) var size = 0

    /// Longer names and queries are cut: nobody has more words.
    private static let longestName = 16
    private static let longestQuery = 6

    /// How many subjects there are.
    var count: Int { rowsOf.count }

    /// The names of a subject, in the place of those given before; several are spellings or aliases, each found by itself.
    mutating func set(_ texts: [String], of subject: SealedSubject) {
        for row in rowsOf.removeValue(forKey: subject) ?? [] { remove(row) }
        let rows = texts.map { PersonalName($0).words.prefix(NameIndex.longestName) }.filter { !$0.isEmpty }.map { words in
            add(Name(subject: subject, words: words.map { slot($0) }))
        }
        if !rows.isEmpty { rowsOf[subject] = rows }
    }

    private mutating func slot(_ word: PersonalName.Word) -> Int {
        if let slot = numbers[word.typed] { return slot }
        let entry = Entry(form: NameForm(word))
        size += entry.form.size + word.typed.utf8.count + 64
        let slot = freeEntries.popLast() ?? entries.count
        if slot == entries.count { entries.append(entry) } else { entries[slot] = entry }
        numbers[word.typed] = slot
        return slot
    }

    private mutating func add(_ name: Name) -> Int32 {
        let row = freeRows.popLast() ?? Int32(names.count)
        if Int(row) == names.count { names.append(name) } else { names[Int(row)] = name }
        for slot in Set(name.words) { entries[slot]?.rows.append(row) }
        size += NameIndex.size(name)
        return row
    }

    /// What no name holds any more goes, too: an erased person's name must not stay in memory.
    private mutating func remove(_ row: Int32) {
        guard let name = names[Int(row)] else { return }
        names[Int(row)] = nil
        freeRows.append(row)
        size -= NameIndex.size(name)
        for slot in Set(name.words) {
            entries[slot]?.rows.removeAll { $0 == row }
            guard let entry = entries[slot], entry.rows.isEmpty else { continue }
            let typed = String(decoding: entry.form.typed, as: UTF16.self)
            numbers[typed] = nil
            entries[slot] = nil
            freeEntries.append(slot)
            size -= entry.form.size + typed.utf8.count + 64
        }
    }

    /// Measured: two dictionaries and an array of its own for each name.
    private static func size(_ name: Name) -> Int { 340 + 16 * name.words.count }

    /// Who has a name like this: words in any order, each word of the name once; of three or more words one may be missing in the name, as
    /// a patronymic often is. The best first, equals by their identifiers.
    func hits(for query: String, limit: Int) -> [NameHit] {
        let words = PersonalName(query).words.prefix(NameIndex.longestQuery).map { NameForm($0) }
        guard !words.isEmpty, limit > 0 else { return [] }
        let scores = words.map { word in entries.map { entry in entry.map { UInt8($0.form.score(of: word)) } ?? 0 } }
        let required = words.count >= 3 ? words.count - 1 : words.count
        var best: [SealedSubject: Int] = [:]
        var assignment = NameAssignment(queryCount: words.count, required: required)
        for row in candidates(scores, required: required) {
            guard let name = names[Int(row)] else { continue }
            let score = assignment.best(name.words.map { slot in scores.map { Int($0[slot]) } })
            if score > best[name.subject, default: 0] { best[name.subject] = score }
        }
        return best.map { NameHit(subject: $0.key, score: $0.value) }.sorted { ($1.score, $0.subject) < ($0.score, $1.subject) }
            .prefix(limit).map { $0 }
    }

    /// Whoever matches all but some of the words matches one of any so many words and one more: the rarest are looked at.
    private func candidates(_ scores: [[UInt8]], required: Int) -> Set<Int32> {
        let found = scores.map { word in word.indices.filter { word[$0] > 0 } }
        let sizes = found.map { slots in slots.reduce(0) { $0 + (entries[$1]?.rows.count ?? 0) } }
        let rarest = found.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }.prefix(scores.count - required + 1)
        return rarest.reduce(into: []) { rows, word in
            for slot in found[word] { rows.formUnion(entries[slot]?.rows ?? []) }
        }
    }
}

/// Gives each word of a query another word of a name so that they meet best.
private struct NameAssignment {
    let queryCount: Int
    let required: Int
    private var sums: [Int]

    init(queryCount: Int, required: Int) {
        self.queryCount = queryCount
        self.required = required
        sums = Array(repeating: -1, count: 1 << queryCount)
    }

    /// The mean score over the query's words, 0 when fewer than required meet. `scores` holds a row for each word of the name.
    mutating func best(_ scores: [[Int]]) -> Int {
        for index in sums.indices { sums[index] = -1 }
        sums[0] = 0
        for row in scores {
            // From the fullest set down, so that no word of the name is used twice.
            for set in sums.indices.reversed() where sums[set] >= 0 {
                for word in 0..<queryCount where set & 1 << word == 0 && row[word] > 0 {
                    sums[set | 1 << word] = max(sums[set | 1 << word], sums[set] + row[word])
                }
            }
        }
        let reached = sums.indices.filter { $0.nonzeroBitCount >= required }.map { sums[$0] }.max() ?? 0
        return max(0, reached) / queryCount
    }
}

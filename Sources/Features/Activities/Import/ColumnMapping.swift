import Core
import Web

/// Which field of an act each column of a sheet fills, and what stands for cells that are empty or missing.
struct ColumnMapping: Sendable, Hashable {
    /// The first row holds headings.
    var hasHeading: Bool
    /// Names of fields by column; nil for columns that are left out.
    var fields: [String?]
    /// What was typed for all rows, by field.
    var constants: [String: String] = [:]

    /// The column of a field.
    func column(_ field: ImportField) -> Int? { fields.firstIndex(of: field.name) }

    /// Rows that are acts.
    func rows(_ sheet: SheetText) -> ArraySlice<SheetRow> { hasHeading ? sheet.rows.dropFirst() : sheet.rows[...] }

    // MARK: Kept between the steps

    /// What the form of the columns sent.
    init(_ form: FormData, width: Int, _ kind: ActivityKind) {
        let known = kind.importFields
        hasHeading = form["heading"] == "1"
        fields = (0..<width).map { column in
            form[ColumnMapping.name(column)].flatMap { name in known.contains { $0.name == name } ? name : nil }
        }
        for field in known { constants[field.name] = form.line(ColumnMapping.name(field)) }
    }

    /// As the form has it.
    var form: FormData {
        FormData(
            (hasHeading ? [("heading", "1")] : []) + fields.enumerated().map { (ColumnMapping.name($0), $1 ?? "") }
                + constants.sorted { $0.key < $1.key }.map { ("c-" + $0.key, $0.value) })
    }

    static func name(_ column: Int) -> String { "col-\(column)" }
    static func name(_ field: ImportField) -> String { "c-" + field.name }

    /// Names of all fields of the form, for sheets of any kind.
    static let names = FormFields(
        Set(["heading"] + (0..<SheetText.mostColumns).map(name) + ActivityKind.allCases.flatMap { $0.importFields.map(name) }))

    /// What keeps it from being used: fields that two columns fill, and fields that nothing fills and every act needs.
    func faults(_ kind: ActivityKind) -> [(field: String, word: String)] {
        var faults: [(String, String)] = []
        for (column, field) in fields.enumerated() {
            if let field, fields.firstIndex(of: field) != column { faults.append((ColumnMapping.name(column), "import_twice")) }
        }
        let isPlanned = constants["state"] == ActivityFacts.State.planned.rawValue
        for field in kind.importFields where field.isNeeded && column(field) == nil && constants[field.name] == nil {
            if isPlanned, field.name.hasPrefix("f-") { continue }
            faults.append((ColumnMapping.name(field), "import_unfilled"))
        }
        return faults
    }

    // MARK: Proposed

    /// What headings and cells tell.
    init(proposedFor sheet: SheetText, _ lexicon: SheetLexicon) {
        let columns = (0..<sheet.width).map { Column($0, sheet) }
        let first = sheet.rows.first
        let scores = columns.map { column in
            let words = ColumnMapping.words(first?[column.place] ?? "")
            return lexicon.names.map { ColumnMapping.score(words, $0.names) }
        }
        let isPlain = !(first?.cells.contains { SheetCell.day($0) != .none || SheetCell.amount($0) != nil } ?? false)
        let isCalled = scores.contains { $0.contains { $0 > 0 } }
        let hasNumbersBelow = columns.contains { column in column.below.contains { SheetCell.day($0) != .none } }
        hasHeading = isPlain && sheet.rows.count > 1 && (isCalled || hasNumbersBelow)
        fields = Array(repeating: nil, count: sheet.width)
        var taken: Set<Int> = []
        var pairs: [(score: Int, column: Int, field: Int)] = []
        for (column, row) in scores.enumerated() {
            for (field, score) in row.enumerated() where !hasHeading || score > 0 {
                let content = columns[column].share(lexicon.names[field].field.reading, lexicon, skipsFirst: hasHeading)
                // „Тема“ above cells that are no terms is what somebody calls a title.
                let isUnread = content == 0 && lexicon.names[field].field.reading != .text && columns[column].hasFilled(below: hasHeading)
                let total = (hasHeading ? isUnread ? score / 4 : score : 0) + content
                if hasHeading || content >= 80 { pairs.append((total, column, field)) }
            }
        }
        for pair in pairs.sorted(by: { ($0.score, -$0.column, -$0.field) > ($1.score, -$1.column, -$1.field) })
        where fields[pair.column] == nil && !taken.contains(pair.field) {
            fields[pair.column] = lexicon.names[pair.field].field.name
            taken.insert(pair.field)
        }
        // Without headings the longest text is what the act is called by.
        if !hasHeading, !fields.contains("title") {
            let free = columns.filter { fields[$0.place] == nil && $0.length > 0 }
            if let longest = free.max(by: { $0.length < $1.length }) { fields[longest.place] = "title" }
        }
        if !fields.contains("country") { constants["country"] = "BG" }
    }

    /// The words of a heading; what is longer than a heading has none.
    private static func words(_ heading: String) -> [String] { heading.utf8.count <= 300 ? SearchKey.words(heading) : [] }

    /// How well the words of a heading call a field: by exactly one of its names, or by words among which a name is.
    private static func score(_ words: [String], _ names: [[String]]) -> Int {
        guard !words.isEmpty else { return 0 }
        return names.enumerated().reduce(0) { best, pair in
            let (place, name) = pair
            guard !name.isEmpty else { return best }
            // The label itself before synonyms.
            if words == name { return max(best, place < 2 ? 1100 : 1000) }
            let isInside =
                words.count > name.count && (0...(words.count - name.count)).contains { Array(words[$0..<($0 + name.count)]) == name }
            return isInside ? max(best, 300 + 40 * name.count) : best
        }
    }

    /// The cells of a column.
    private struct Column {
        let place: Int
        let all: [String]
        var below: ArraySlice<String> { all.dropFirst() }
        var length: Int { all.reduce(0) { $0 + $1.utf8.count } }

        init(_ place: Int, _ sheet: SheetText) {
            self.place = place
            all = sheet.rows.prefix(40).map { $0[place] }
        }

        func hasFilled(below: Bool) -> Bool { (below ? self.below : all[...]).contains { !$0.isEmpty } }

        /// How many of a hundred cells read as what a field holds.
        func share(_ reading: ImportField.Reading, _ lexicon: SheetLexicon, skipsFirst: Bool) -> Int {
            let filled = (skipsFirst ? below : all[...]).filter { !$0.isEmpty }
            return filled.isEmpty ? 0 : 100 * filled.count { lexicon.reads($0, reading) } / filled.count
        }
    }
}

import Core
import Reference
import Web

/// What is wrong with a cell.
struct SheetProblem: Sendable, Hashable {
    /// Its words are `import_wrong.<reason>`.
    enum Reason: String, Sendable, CaseIterable {
        case missing, day, ambiguous, amount, term, state, institution, country, district, act, long, future, order, profession, choice
    }

    let row: Int
    /// Nil where no column fills the field.
    let column: Int?
    let field: ImportField
    let cell: String
    let reason: Reason
}

/// A row as an act, or what keeps it from being one.
struct SheetDraft: Sendable {
    let row: SheetRow
    let facts: ActivityFacts
    let problems: [SheetProblem]

    var isRight: Bool { problems.isEmpty }
}

/// Reads the rows of a sheet as acts, by the same rules as the form of an act.
struct SheetReader: Sendable {
    let mapping: ColumnMapping
    let lexicon: SheetLexicon
    let places: PlaceRegister
    let register: InstitutionRegister
    let today: Day
    private let fields: [(field: ImportField, column: Int?)]

    init(_ mapping: ColumnMapping, _ lexicon: SheetLexicon, _ places: PlaceRegister, _ register: InstitutionRegister, today: Day) {
        self.mapping = mapping
        self.lexicon = lexicon
        self.places = places
        self.register = register
        self.today = today
        fields = lexicon.kind.importFields.map { ($0, mapping.column($0)) }
    }

    func drafts(_ sheet: SheetText) -> [SheetDraft] { mapping.rows(sheet).map(draft) }

    func draft(_ row: SheetRow) -> SheetDraft {
        var (pairs, problems): ([(name: String, value: String)], [SheetProblem]) = ([], [])
        var (cells, isAbroad): ([String: String], Bool) = ([:], false)
        for (field, column) in fields {
            let own = column.map { row[$0] } ?? ""
            let text = own.isEmpty ? mapping.constants[field.name] ?? "" : own
            guard !text.isEmpty else { continue }
            cells[field.name] = text
            let (values, reason) = read(text, field)
            if let reason {
                problems.append(SheetProblem(row: row.number, column: column, field: field, cell: text, reason: reason))
            }
            if field.name == "country" { isAbroad = true }
            pairs += values.map { (field.name, $0) }
        }
        // Districts are Bulgaria's.
        if !isAbroad, pairs.contains(where: { $0.name == "district" }) { pairs.append(("country", PlaceRegister.bulgaria)) }
        let draft = ActivityDraft(FormData(pairs), lexicon.kind, places: places, register: register, today: today)
        for (name, word) in draft.wrong where !problems.contains(where: { $0.field.name == name }) {
            guard let (field, column) = fields.first(where: { $0.field.name == name }) else { continue }
            problems.append(
                SheetProblem(
                    row: row.number, column: column, field: field, cell: cells[name, default: ""],
                    reason: SheetReader.reasons[word] ?? .missing))
        }
        return SheetDraft(row: row, facts: draft.facts, problems: problems)
    }

    /// What the form of an act would have sent for a cell.
    private func read(_ text: String, _ field: ImportField) -> ([String], SheetProblem.Reason?) {
        func one(_ code: String?, _ reason: SheetProblem.Reason) -> ([String], SheetProblem.Reason?) {
            code.map { ([$0], nil) } ?? ([], reason)
        }
        switch field.reading {
        case .text: return ([text], nil)
        case .day:
            switch SheetCell.day(text) {
            case .day(let day): return ([day.iso], nil)
            case .ambiguous: return ([], .ambiguous)
            case .none: return ([], .day)
            }
        case .amount: return one(SheetCell.amount(text), .amount)
        case .state: return one(lexicon.code(text, field.reading), .state)
        case .district: return one(lexicon.code(text, field.reading), .district)
        case .country: return one(lexicon.code(text, field.reading), .country)
        case .institution: return one(lexicon.code(text, field.reading), .institution)
        case .institutions: return lexicon.codes(text, field.reading).map { ($0, nil) } ?? ([], .institution)
        case .term: return one(lexicon.code(text, field.reading), .term)
        case .terms: return lexicon.codes(text, field.reading).map { ($0, nil) } ?? ([], .term)
        case .act: return one(lexicon.code(text, field.reading), .act)
        }
    }

    /// What the form of an act says is wrong, as a sheet says it.
    private static let reasons: [String: SheetProblem.Reason] = [
        "act_wrong_long": .long, "act_wrong_choice": .choice, "act_wrong_day": .day, "act_wrong_future": .future, "act_wrong_order": .order,
        "act_wrong_amount": .amount, "act_wrong_profession": .profession,
    ]
}

/// What two rows have in common that are the same act: the kind told beforehand, the day, the place, the title.
struct SameAct: Sendable, Hashable {
    private let starts: Day
    private let country: String
    private let district: String
    private let town: String
    private let title: String

    init(_ facts: ActivityFacts) {
        self.init(
            starts: facts.startsOn, country: facts.country, district: facts.district, town: facts.town, title: facts.title)
    }

    init(starts: Day, country: String?, district: String?, town: String?, title: String) {
        self.starts = starts
        self.country = country ?? PlaceRegister.bulgaria
        self.district = district ?? ""
        self.town = Folding.word(town ?? "")
        self.title = Folding.word(title)
    }
}

/// All rows of a sheet, sorted by what is to become of them.
struct SheetSorting: Sendable {
    private(set) var right: [SheetDraft] = []
    private(set) var wrong: [SheetDraft] = []
    /// Right ones that are there already, with what they are the same as: an act's reference, or the number of an earlier row.
    private(set) var known: [(draft: SheetDraft, reference: String?, row: Int?)] = []

    init(_ drafts: [SheetDraft], stored: [SameAct: String]) {
        var earlier: [SameAct: Int] = [:]
        for draft in drafts {
            guard draft.isRight else {
                wrong.append(draft)
                continue
            }
            let same = SameAct(draft.facts)
            if let reference = stored[same] {
                known.append((draft, reference, nil))
            } else if let row = earlier[same] {
                known.append((draft, nil, row))
            } else {
                earlier[same] = draft.row.number
                right.append(draft)
            }
        }
    }

    /// What is stored: the right ones, with those that look known where they were asked for.
    func chosen(withKnown: Bool) -> [SheetDraft] {
        withKnown ? (right + known.map(\.draft)).sorted { $0.row.number < $1.row.number } : right
    }
}

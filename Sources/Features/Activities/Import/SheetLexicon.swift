import Core
import Reference
import Web

/// What the words in the cells of a sheet of one kind of acts mean, in Bulgarian and English.
struct SheetLexicon: Sendable {
    /// An act that a cell may name.
    typealias Named = (id: ActivityID, reference: String, title: String)

    let kind: ActivityKind
    private var meanings: [ImportField.Reading: Meanings] = [:]
    /// The field that a heading calls by one of its names, and the names of each field as keys of words.
    private(set) var names: [(field: ImportField, names: [[String]])] = []

    /// - Parameter acts: those of one's own organisation that a field may name, by the field's kind.
    init(
        _ kind: ActivityKind, _ languages: [Words], _ places: PlaceRegister, _ register: InstitutionRegister, acts: [ActivityKind: [Named]]
    ) {
        self.kind = kind
        func words(_ key: String) -> [String] { languages.compactMap { $0.find(key) } }
        let institutions = Meanings(
            register.institutions.map { one in
                (one.code, [one.name, one.abbreviation].compactMap(\.self).flatMap { [$0.bg, $0.en].compactMap(\.self) } + one.aliases)
            })
        for field in kind.importFields {
            let own = words(field.label).map { SearchKey.words($0) }
            names.append((field, own + field.synonyms.map { SearchKey.words($0) }))
            guard meanings[field.reading] == nil else { continue }
            switch field.reading {
            case .text, .day, .amount: break
            case .state:
                meanings[.state] = Meanings(
                    ActivityFacts.State.allCases.map { state in
                        let usual = SheetLexicon.states[state, default: []]
                        return (state.rawValue, words("act_state." + state.rawValue) + usual)
                    })
            case .district:
                meanings[.district] = Meanings(
                    places.districts.map { one in
                        (
                            one.code,
                            [one.bg, one.en] + ["област \(one.bg)", "обл. \(one.bg)", "\(one.en) district"]
                                + SheetLexicon.districts[one.code, default: []]
                        )
                    })
            case .country:
                meanings[.country] = Meanings(
                    places.countries.map { ($0.code, [$0.bg, $0.en] + SheetLexicon.countries[$0.code, default: []]) })
            case .institution, .institutions: meanings[field.reading] = institutions
            case .term(let list), .terms(let list):
                meanings[field.reading] = Meanings(list.codes.map { ($0, words(list.words + $0)) })
            case .act(let named):
                meanings[field.reading] = Meanings(acts[named, default: []].map { ($0.id.text, [$0.reference, $0.title]) })
            }
        }
    }

    func code(_ text: String, _ reading: ImportField.Reading) -> String? { meanings[reading]?.code(text) }

    func codes(_ text: String, _ reading: ImportField.Reading) -> [String]? { meanings[reading]?.codes(text) }

    /// Whether a cell can be read as what a field holds. Any text can be a text: that tells nothing.
    func reads(_ text: String, _ reading: ImportField.Reading) -> Bool {
        switch reading {
        case .text: false
        case .day: SheetCell.day(text) != .none
        case .amount: SheetCell.amount(text) != nil
        case .state, .district, .country, .institution, .term, .act: code(text, reading) != nil
        case .institutions, .terms: codes(text, reading) != nil
        }
    }

    private static let states: [ActivityFacts.State: [String]] = [
        .done: ["проведено", "проведена", "проведен", "състояло се", "състояла се", "да", "изпълнено", "done", "held", "completed", "yes"],
        .planned: ["планирано", "планирана", "предстои", "предстоящо", "planned", "upcoming"],
        .cancelled: ["отменено", "отменена", "отпаднало", "cancelled", "canceled"],
    ]
    private static let districts = [
        "BG-22": ["София", "София-град", "Столична", "Sofia"], "BG-23": ["София област", "София-област", "Sofia district"],
    ]
    private static let countries = [
        "GB": ["Великобритания", "Англия", "Great Britain", "UK", "England"], "US": ["САЩ", "Съединени американски щати", "USA"],
        "NL": ["Холандия", "Нидерландия", "Holland"], "CZ": ["Чешка република", "Czech Republic"], "MK": ["Македония", "РСМ", "Macedonia"],
        "DE": ["Федерална република Германия", "ФРГ"], "AE": ["ОАЕ", "UAE"], "TR": ["Турция", "Turkey", "Türkiye"],
        "MD": ["Молдова", "Moldova"],
    ]
}

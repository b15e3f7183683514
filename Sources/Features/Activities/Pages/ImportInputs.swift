import Core
import Reference
import Web

/// Makes the controls of the page of columns.
struct ImportInputs: Sendable {
    let lexicon: SheetLexicon
    let mapping: ColumnMapping
    /// What is wrong, by the control.
    let told: [String: String]
    let places: PlaceRegister
    let register: InstitutionRegister
    let words: Words

    /// A column with what it may be, and what stands in it.
    func column(_ place: Int, _ sheet: SheetText) -> ImportPages.ColumnsPage.Column {
        let heading = mapping.hasHeading ? sheet.rows.first?[place] ?? "" : ""
        let number = words("import_column", ["n": String(place + 1)])
        let name = ColumnMapping.name(place)
        let samples = mapping.rows(sheet).lazy.map { $0[place] }.filter { !$0.isEmpty }.prefix(3).map(SheetCell.quoted)
        return ImportPages.ColumnsPage.Column(
            heading: heading.isEmpty ? number : SheetCell.quoted(heading), samples: Array(samples),
            select: FormQuestion(
                name, label: words("import_to", ["column": heading.isEmpty ? number : SheetCell.quoted(heading)]), wrong: told[name] ?? "",
                choices: [FormChoice("", words("import_left_out"), isChosen: mapping.fields[place] == nil)]
                    + lexicon.kind.importFields.map {
                        FormChoice($0.name, words($0.label), isChosen: mapping.fields[place] == $0.name)
                    }))
    }

    /// What stands for cells that are empty or missing.
    func input(_ field: ImportField) -> ImportPages.ColumnsPage.Input {
        let name = ColumnMapping.name(field)
        let typed = mapping.constants[field.name] ?? ""
        let chosen = lexicon.code(typed, field.reading) ?? ""
        func select(_ choices: [(String, String)]) -> ImportPages.ColumnsPage.Input {
            .init(select: [
                FormQuestion(
                    name, label: words(field.label), wrong: told[name] ?? "",
                    choices: [FormChoice("", words("act_none"), isChosen: chosen.isEmpty)]
                        + choices.map { FormChoice($0.0, $0.1, isChosen: $0.0 == chosen) })
            ])
        }
        func sorted(_ places: [Place]) -> [(String, String)] {
            Collation.sorted(places) { $0.name(words.language) }.map { ($0.code, $0.name(words.language)) }
        }
        switch field.reading {
        case .text, .day, .amount, .act, .institutions:
            return .init(field: [
                FormField(
                    name, label: words(field.label), hint: field.reading == .day ? words("act_ask_hint.starts") : "", value: typed,
                    wrong: told[name] ?? "", isNumeric: field.reading == .amount)
            ])
        case .state: return select(ActivityFacts.State.allCases.map { ($0.rawValue, words("act_state." + $0.rawValue)) })
        case .district: return select(sorted(places.districts))
        case .country: return select(sorted(places.countries))
        case .institution: return select(register.institutions.map { ($0.code, $0.shortName(words.language)) })
        case .term(let list), .terms(let list): return select(list.codes.map { ($0, words(list.words + $0)) })
        }
    }
}

import Core
import Reference
import Web

/// Makes the questions of a form, with what was typed before what stands there already.
struct CaseAsking {
    let words: Words
    let form: FormData
    let wrong: [String: String]

    init(_ words: Words, _ form: FormData, _ wrong: [(field: String, word: String)]) {
        self.words = words
        self.form = form
        self.wrong = Dictionary(wrong.map { ($0.field, words($0.word)) }, uniquingKeysWith: { first, _ in first })
    }

    private var isTyped: Bool { !form.pairs.isEmpty }

    /// - Parameters:
    ///   - prefix: of the words of the choices.
    ///   - own: codes that stand there already.
    func question(
        _ name: String, _ codes: [String], _ prefix: String, label: String? = nil, own: Set<String> = [], isMultiple: Bool = false
    ) -> FormQuestion {
        let chosen = isTyped ? Set(form.all(name)) : own
        return FormQuestion(
            name, label: label ?? words("case_ask." + name), hint: words.find("case_hint." + name) ?? "", wrong: wrong[name] ?? "",
            isMultiple: isMultiple,
            choices: codes.map { FormChoice($0, words(prefix + $0), isChosen: chosen.contains($0)) })
    }

    /// A list of which one is chosen, for the template `web-select`.
    func select(_ name: String, _ choices: [(value: String, text: String)], label: String? = nil, own: String = "") -> FormQuestion {
        let chosen = isTyped ? form[name] ?? "" : own
        return FormQuestion(
            name, label: label ?? words("case_ask." + name), hint: words.find("case_hint." + name) ?? "", wrong: wrong[name] ?? "",
            choices: choices.map { FormChoice($0.value, $0.text, isChosen: $0.value == chosen) })
    }

    func field(_ name: String, label: String? = nil, hint: String? = nil, own: String = "") -> FormField {
        FormField(
            name, label: label ?? words("case_ask." + name), hint: hint ?? words.find("case_hint." + name) ?? "",
            value: isTyped ? form[name] ?? "" : own, wrong: wrong[name] ?? "")
    }

    /// Countries, with a first choice for none.
    func country(_ name: String, _ places: PlaceRegister, own: String?, label: String? = nil) -> FormQuestion {
        let all = Collation.sorted(places.countries) { $0.name(words.language) }
        return select(name, [("", words("country_none"))] + all.map { ($0.code, $0.name(words.language)) }, label: label, own: own ?? "")
    }

    /// A day as it is typed, „3.11.2026“.
    static func typed(_ day: Day?) -> String { day.map { "\($0.day).\($0.month).\($0.year)" } ?? "" }
}

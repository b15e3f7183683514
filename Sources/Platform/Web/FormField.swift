/// A field of a form, for the template `web-field`: its label, what was typed, and what is wrong with it.
public struct FormField: Sendable, Encodable {
    let id: String
    let name: String
    let label: String
    let hint: String
    let hasHint: Bool
    let value: String
    let wrong: String
    let isWrong: Bool
    let type: String
    let autocomplete: String
    let described: String
    let isDescribed: Bool
    let isNumeric: Bool

    /// - Parameters:
    ///   - id: tells fields of one name apart where a page has several forms; the name unless told.
    ///   - wrong: what is wrong and how to mend it; empty for nothing.
    ///   - type: of the input: `text`, `password`, `tel`.
    ///   - autocomplete: what browsers and password managers may fill in (WCAG 1.3.5).
    ///   - isNumeric: shows the keyboard of digits on phones.
    public init(
        _ name: String, id: String? = nil, label: String, hint: String = "", value: String = "", wrong: String = "", type: String = "text",
        autocomplete: String = "off", isNumeric: Bool = false
    ) {
        let id = id ?? name
        self.id = id
        self.name = name
        self.label = label
        self.hint = hint
        hasHint = !hint.isEmpty
        self.value = value
        self.wrong = wrong
        isWrong = !wrong.isEmpty
        self.type = type
        self.autocomplete = autocomplete
        described = [hint.isEmpty ? nil : id + "-hint", wrong.isEmpty ? nil : id + "-wrong"].compactMap(\.self).joined(separator: " ")
        isDescribed = !described.isEmpty
        self.isNumeric = isNumeric
    }
}

/// One choice of a list of radio buttons, check boxes or a select, for the template `web-choices`.
public struct FormChoice: Sendable, Encodable {
    let value: String
    let text: String
    let hint: String
    let hasHint: Bool
    let isChosen: Bool

    /// The value sent, the words shown, and a line below them where there is more to say.
    public init(_ value: String, _ text: String, hint: String = "", isChosen: Bool = false) {
        self.value = value
        self.text = text
        self.hint = hint
        hasHint = !hint.isEmpty
        self.isChosen = isChosen
    }
}

/// A question with several choices, for the template `web-choices`.
public struct FormQuestion: Sendable, Encodable {
    let id: String
    let name: String
    let label: String
    let hint: String
    let hasHint: Bool
    let wrong: String
    let isWrong: Bool
    let isMultiple: Bool
    let choices: [FormChoice]

    /// - Parameters:
    ///   - id: tells questions of one name apart where a page has several forms; the name unless told.
    ///   - isMultiple: check boxes instead of radio buttons.
    public init(
        _ name: String, id: String? = nil, label: String, hint: String = "", wrong: String = "", isMultiple: Bool = false,
        choices: [FormChoice]
    ) {
        self.id = id ?? name
        self.name = name
        self.label = label
        self.hint = hint
        hasHint = !hint.isEmpty
        self.wrong = wrong
        isWrong = !wrong.isEmpty
        self.isMultiple = isMultiple
        self.choices = choices
    }
}

extension FormQuestion {
    /// Whom to give something to, for the template `web-select`. Where there are several, nobody is chosen beforehand: a button pressed too
    /// soon must give nobody access.
    public static func recipient(
        _ name: String, id: String? = nil, label: String, wrong: String = "", among choices: [FormChoice], _ words: Words
    ) -> FormQuestion {
        FormQuestion(
            name, id: id, label: label, wrong: wrong,
            choices: choices.count > 1 ? [FormChoice("", words("choose"))] + choices : choices)
    }
}

/// What is wrong with a form, said once at its top with a way to each field, for the template `web-errors`.
public struct FormErrors: Sendable, Encodable {
    let errors: [Line]
    let hasErrors: Bool

    struct Line: Sendable, Encodable {
        let href: String
        let text: String
    }

    /// Nothing is wrong.
    public static let none = FormErrors([])

    /// Names of fields with what is wrong with each, in the order of the form.
    public init(_ wrong: [(field: String, text: String)]) {
        errors = wrong.map { Line(href: "#" + $0.field, text: $0.text) }
        hasErrors = !errors.isEmpty
    }

    /// Nothing is wrong.
    public var isEmpty: Bool { !hasErrors }
}

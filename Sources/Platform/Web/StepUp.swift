public import Policy

/// What giving a code anew led to.
public enum Proof: Sendable, Equatable {
    /// The session's new token, for its cookie: the old one opens nothing from now on.
    case right(token: String)
    case wrong
    /// Too many failures before: nothing was checked.
    case wait(seconds: Int)
}

extension Words {
    /// That too many attempts failed, and when to try again.
    public func waiting(_ seconds: Int) -> String {
        self("attempts_wait", ["time": seconds < 90 ? count("seconds", seconds) : count("minutes", (seconds + 59) / 60)])
    }
}

/// Asks for a fresh code of the second factor, or for a security key in its place, where an act needs one (step-up). Filled in by the room that knows users.
public struct StepUp: Sendable {
    /// Checks the code of a form and notes it in the session.
    public var prove: @Sendable (Visitor, _ code: String, WebRequest) async throws -> Proof

    /// The check of the house.
    public init(prove: @escaping @Sendable (Visitor, _ code: String, WebRequest) async throws -> Proof) {
        self.prove = prove
    }

    /// Whether it is still she.
    public enum Freshness: Sendable, Equatable {
        /// It is; the session's new token where she gave a code for it.
        case fresh(token: String?)
        /// A code is needed; what was wrong with the one she gave, if she gave one.
        case needed(wrong: String)
    }

    /// Asks for a code unless she gave one just now; the code stands in the field `code` of the form. Throws what the check throws.
    public func freshness(of visitor: Visitor, _ words: Words, _ request: WebRequest) async throws -> Freshness {
        if visitor.hasFreshFactor(at: request.now) { return .fresh(token: nil) }
        return try await proved(visitor, request.form["code"], words, request)
    }

    /// Checks a code, also where one was given just now. Throws what the check throws.
    public func proved(_ visitor: Visitor, _ code: String?, _ words: Words, _ request: WebRequest) async throws -> Freshness {
        guard let code, !code.isEmpty else { return .needed(wrong: "") }
        switch try await prove(visitor, code, request) {
        case .right(let token): return .fresh(token: token)
        case .wrong: return .needed(wrong: words("code_wrong"))
        case .wait(let seconds): return .needed(wrong: words.waiting(seconds))
        }
    }
}

/// The form that takes a list away as a file, for the template `web-file`: what leaves the house asks for a fresh code.
public struct FileForm: Encodable, Sendable {
    /// Where it goes.
    let action: String
    let needsCode: Bool
    let code: FormField
    let isOpen: Bool
    /// How much the file holds at most.
    let limit: String

    /// - Parameter wrong: what was wrong with the code; nil where none was asked for yet.
    public init(_ action: String, limit: String, for visitor: Visitor, wrong: String?, _ words: Words, _ request: WebRequest) {
        self.action = action
        self.limit = limit
        needsCode = !visitor.hasFreshFactor(at: request.now)
        code = CodeField.field(words, wrong: wrong ?? "")
        isOpen = wrong != nil
    }
}

/// The field for a fresh code, for the template `web-code`.
public enum CodeField {
    /// A page has a form for each act: their fields must be told apart.
    public static func id(_ act: Act) -> String { "code-" + act.rawValue.replacing(".", with: "-") }

    /// What was wrong with the code given before stands with it.
    public static func field(_ words: Words, id: String = "code", wrong: String = "") -> FormField {
        FormField("code", id: id, label: words("code"), hint: words("code_hint"), wrong: wrong, autocomplete: "one-time-code")
    }
}

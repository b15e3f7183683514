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

/// Asks for a fresh code of the second factor where an act needs one (step-up). Filled in by the room that knows users.
public struct StepUp: Sendable {
    /// Checks the code of a form and notes it in the session.
    public var prove: @Sendable (Visitor, _ code: String, WebRequest) async throws -> Proof

    /// The check of the house.
    public init(prove: @escaping @Sendable (Visitor, _ code: String, WebRequest) async throws -> Proof) {
        self.prove = prove
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

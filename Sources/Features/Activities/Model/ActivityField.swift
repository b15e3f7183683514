/// A field that acts of a kind have beside what all acts have (поле). Its words are `act_field.<code>`, a hint may stand in `act_hint.<code>`.
struct ActivityField: Sendable, Hashable {
    let code: String
    let kind: Kind
    /// Must be filled in once the act took place.
    var isNeeded = false

    enum Kind: Sendable, Hashable {
        /// One term of a list.
        case one(TermList)
        /// Several terms.
        case several(TermList)
        /// A whole number, not negative.
        case amount
        /// An institution of the register.
        case institution
        /// A country.
        case country
        /// An act that was written down before, of a kind: the print run that is handed out, the campaign that an event belongs to.
        case act(ActivityKind)
    }

    static func one(_ code: String, _ list: TermList, isNeeded: Bool = false) -> ActivityField {
        ActivityField(code: code, kind: .one(list), isNeeded: isNeeded)
    }

    static func several(_ code: String, _ list: TermList) -> ActivityField { ActivityField(code: code, kind: .several(list)) }

    static func amount(_ code: String, isNeeded: Bool = false) -> ActivityField {
        ActivityField(code: code, kind: .amount, isNeeded: isNeeded)
    }

    /// The terms that it may have; nil for what is no term.
    var terms: TermList? {
        switch kind {
        case .one(let list), .several(let list): list
        case .amount, .institution, .country, .act: nil
        }
    }
}

extension ActivityField {
    static let topic = several("topic", .topic)
    static let audience = several("audience", .audience)
    static let method = one("method", .method)
    static let language = several("language", .language)
    static let partner = ActivityField(code: "partner", kind: .country)
    static let addressee = ActivityField(code: "addressee", kind: .institution)
    static let campaign = ActivityField(code: "campaign", kind: .act(.campaign))
    static let material = ActivityField(code: "material", kind: .act(.production))
    static let source = one("source", .source, isNeeded: true)
    static let isOnline = one("online", .answer)
}

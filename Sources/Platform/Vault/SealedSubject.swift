public import Core
public import Database

/// Somebody or something with a key of its own, to whose seals access to everything about her is bound: a person who is helped, a signal,
/// the address of a shelter. Known by an opaque identifier.
public struct SealedSubject: Hashable, Sendable, Comparable {
    /// The identifier's text.
    public let text: String

    /// A subject known by an identifier of any kind; no two kinds share one.
    public init<Kind>(_ identifier: Identifier<Kind>) {
        text = identifier.text
    }

    init?(text: String) {
        guard let identifier = Identifier<SealedSubject>(text) else { return nil }
        self.init(identifier)
    }

    /// The identifier as one of its kind, which the caller knows.
    public func identifier<Kind>(_ kind: Kind.Type = Kind.self) -> Identifier<Kind>? { Identifier<Kind>(text) }

    /// By time of making.
    public static func < (left: SealedSubject, right: SealedSubject) -> Bool { left.text < right.text }
}

extension SealedSubject: SQLBindable {
    /// Text of 36 characters.
    public var sqlValue: SQLValue { .text(text) }
}

extension Row {
    func subject(_ column: String) throws(DatabaseError) -> SealedSubject {
        guard let subject = SealedSubject(text: try text(column)) else { throw .decoding(column: column) }
        return subject
    }
}

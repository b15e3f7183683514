public import Core

/// A term that runs (часовник): a rule as it held on the day of the event, the event, and what happened to the term since.
public struct Clock: Hashable, Sendable {
    /// The version of the rule that holds for it for good: ``ClockRules/rule(_:on:)`` on the day of the event.
    public let rule: ClockRule
    /// When the event happened.
    public let start: Instant
    /// Times in which it did not run, in any order.
    public var suspensions: [Suspension]
    /// What was added to the term, in any order.
    public var extensions: [Extension]
    /// When what it waits for happened; nil while it waits.
    public var metAt: Instant?

    /// Not suspended, not extended and not met, by default.
    public init(
        rule: ClockRule, start: Instant, suspensions: [Suspension] = [], extensions: [Extension] = [], metAt: Instant? = nil
    ) {
        self.rule = rule
        self.start = start
        self.suspensions = suspensions
        self.extensions = extensions
        self.metAt = metAt
    }
}

/// A time in which a term does not run (спиране). What was left of it when it stopped runs on when it goes on.
public struct Suspension: Hashable, Sendable {
    /// When it stopped.
    public let from: Instant
    /// When it went on; nil while it stands.
    public let to: Instant?
    /// Why: a code or a reference, opaque to the clock and never words about a person.
    public let reason: String

    /// A suspension that ends before it begins changes nothing.
    public init(from: Instant, to: Instant?, reason: String) {
        self.from = from
        self.to = to
        self.reason = reason
    }
}

/// A term added to a term that has not run out (удължаване); it counts from where that would have ended, before any rollover.
public struct Extension: Hashable, Sendable {
    /// What was added.
    public let term: Term
    /// Why: a code or a reference, opaque to the clock and never words about a person.
    public let reason: String
    /// Who decided: an opaque identifier.
    public let by: String
    /// When it was decided. Decided after the term ran out it changes nothing: a breach is not undone.
    public let at: Instant

    /// An extension as it was decided.
    public init(term: Term, reason: String, by: String, at: Instant) {
        self.term = term
        self.reason = reason
        self.by = by
        self.at = at
    }
}

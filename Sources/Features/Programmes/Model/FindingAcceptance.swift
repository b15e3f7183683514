public import Core

/// That somebody leaves a finding of a plan as it is, and why (приета находка). It stays as history where it ended.
public struct FindingAcceptance: Sendable, Equatable {
    /// Which finding, by ``NamedFinding/name``.
    let finding: String
    /// In her words, one line.
    public let reason: String
    /// For which organisation it was said.
    let organisation: OrganisationID
    /// When.
    public let at: Instant
}

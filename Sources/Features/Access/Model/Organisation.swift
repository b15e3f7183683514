public import Core
public import Policy

/// An institution or body whose people use the system (организация).
public struct Organisation: Sendable, Hashable {
    /// Opaque.
    public let id: OrganisationID
    /// Its code in the register of institutions; nil for bodies that the register does not know. Several have one code where the institution is
    /// many, as the local commissions are; their names tell them apart.
    public let institution: String?
    /// Its name in Bulgarian.
    public let name: String
    /// Under which law it processes data of persons.
    public let regime: Regime
    /// Whether another organisation has the same code.
    public var sharesInstitution = false
}

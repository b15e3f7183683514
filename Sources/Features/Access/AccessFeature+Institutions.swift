public import Core
public import Database
public import Reference

extension AccessFeature {
    /// Those who hold a post in an organisation at a moment and can sign in. Throws ``DatabaseError``.
    public static func users(of organisation: OrganisationID, at now: Instant, _ connection: any Connection) throws -> Set<UserID> {
        let holdings = try UserStore.holdings(in: organisation, connection).filter { AccessReview.state($0, at: now) != .lapsed }
        return Set(try UserStore.active(holdings.map(\.user), connection).keys)
    }

    /// What kind of institution an organisation is; nil for bodies that the register does not know. Throws ``DatabaseError``.
    public func kind(of organisation: OrganisationID, _ connection: any Connection) throws -> Institution.Kind? {
        try OrganisationStore.find(organisation, connection)?.institution.flatMap(register.institution)?.kind
    }

    /// Code in the register of institutions of an organisation; nil for bodies that the register does not know. Throws ``DatabaseError``.
    public func institution(of organisation: OrganisationID, _ connection: any Connection) throws -> String? {
        try OrganisationStore.find(organisation, connection)?.institution
    }
}

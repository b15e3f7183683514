public import Core

/// Who acts: a user in one of her posts, as she is at this moment. Made anew for every request, so that nothing outlives its end.
public struct Actor: Sendable, Hashable {
    /// The user.
    public let user: UserID
    /// The organisation her post belongs to.
    public let organisation: OrganisationID
    /// The organisation's legal regime.
    public let regime: Regime
    /// The roles of the post.
    public let roles: Set<Role>

    /// The rights of a user in one post.
    public init(user: UserID, organisation: OrganisationID, regime: Regime, roles: Set<Role>) {
        self.user = user
        self.organisation = organisation
        self.regime = regime
        self.roles = roles
    }
}

import Core
import Database
import Policy

/// Who must sign in with a security key (NIST SP 800-63B-4, 2.2.2; OWASP ASVS 5.0, 6.3.3).
public enum KeyRule: Sendable {
    /// Who manages users or keys must: her first key is asked for at once, and from then on a code of hers opens nothing.
    case required
    /// Nobody must: where all users are invented, or browsers know no keys because the site is served without TLS.
    case optional

    /// Whether somebody must who holds some posts. All count, not only the one in which she acts: she could go on in another.
    func binds(_ holdings: [Holding]) -> Bool {
        guard self == .required else { return false }
        return holdings.contains { holding in
            let actor = Actor(user: holding.user, organisation: holding.post.organisation, regime: .gdpr, roles: holding.post.roles)
            return holding.post.roles.contains(.administrator) || Policy.mayEver(actor, .keysManage)
        }
    }

    /// Whether a code no longer counts for a user: she must use a key and has one.
    func refusesCodes(of user: UserID, _ connection: any Connection) throws -> Bool {
        let (holdings, keys) = (try UserStore.holdings(of: user, connection), try SecurityKeyStore.count(of: user, connection))
        return keys > 0 && binds(holdings)
    }
}

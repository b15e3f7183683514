import Core
import Policy

/// How long somebody must wait after failed attempts to sign in. It grows; nobody is ever locked out for good by others' failures.
enum Delay {
    /// What failures are counted for.
    enum Scope: String, CaseIterable {
        /// One account from one network.
        case accountAtNetwork
        /// One account from anywhere: slower to act and shorter, so that an outsider can't keep its holder out.
        case account
        /// One network, whatever the account.
        case network

        /// Failures that cost nothing.
        var free: Int {
            switch self {
            case .accountAtNetwork: 5
            case .account: 20
            case .network: 30
            }
        }

        /// Seconds at most.
        var longest: Int64 {
            switch self {
            case .accountAtNetwork, .network: 15 * 60
            case .account: 60
            }
        }
    }

    /// Failures older than this are forgotten.
    static let memoryMilliseconds: Int64 = 24 * 3_600_000

    /// The milliseconds still to wait at a moment after so many failures, the last one then: 15 seconds, and twice as long each time. A clock
    /// set back never makes anyone wait longer than the rule does.
    static func left(_ scope: Scope, failures: Int, last: Instant, now: Instant) -> Int64 {
        guard failures >= scope.free else { return 0 }
        let doublings = min(failures - scope.free, 10)
        let wait = min(15 << Int64(doublings), scope.longest) * 1000
        return min(wait, max(0, last.milliseconds + wait - now.milliseconds))
    }

    /// The part of an address that stands for a network: /24 of IPv4, /64 of IPv6.
    static func network(_ address: String) -> String {
        if address.contains(":") { return address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(separator: ":") }
        return address.split(separator: ".").prefix(3).joined(separator: ".")
    }
}

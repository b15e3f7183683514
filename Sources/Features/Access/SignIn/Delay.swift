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

    /// Each such time without a failure forgives one: no longer than anybody waits, so that slow guessing gains nothing.
    static let forgivingMilliseconds: Int64 = 15 * 60_000
    /// Failures older than this are forgotten altogether.
    static let memoryMilliseconds: Int64 = 24 * 3_600_000

    /// How many failures of so many, the last one then, still count at a moment.
    static func counting(_ failures: Int, last: Instant, now: Instant) -> Int {
        max(0, failures - Int(max(0, now.milliseconds - last.milliseconds) / forgivingMilliseconds))
    }

    /// The milliseconds still to wait at a moment after so many failures, the last one then: 15 seconds, and twice as long each time. A clock
    /// set back never makes anyone wait longer than the rule does.
    static func left(_ scope: Scope, failures: Int, last: Instant, now: Instant) -> Int64 {
        guard failures >= scope.free else { return 0 }
        let doublings = min(failures - scope.free, 10)
        let wait = min(15 << Int64(doublings), scope.longest) * 1000
        return min(wait, max(0, last.milliseconds + wait - now.milliseconds))
    }

    /// The part of an address that stands for a network: /24 of IPv4, also of one written as IPv6; /64 of IPv6, where a single user has
    /// all addresses of it.
    static func network(_ address: String) -> String {
        if let last = address.split(separator: ":").last, last.contains(".") {
            return last.split(separator: ".").prefix(3).joined(separator: ".")
        }
        let halves = address.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false).map { half in
            half.split(separator: ":").map { $0.drop { $0 == "0" }.lowercased() }
        }
        let (head, tail) = (halves.first ?? [], halves.count > 1 ? halves[1] : [])
        let zeros = halves.count > 1 ? [String](repeating: "", count: max(0, 8 - head.count - tail.count)) : []
        return (head + zeros + tail).prefix(4).joined(separator: ":")
    }
}

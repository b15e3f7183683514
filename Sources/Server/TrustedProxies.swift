import Foundation

/// Reverse proxies whose word about where a request came from is taken.
///
/// Without them every visitor behind a proxy seems to come from the proxy, and one who guesses at passwords makes all others wait.
public struct TrustedProxies: Sendable {
    /// None is trusted: an address is that of the connection.
    public static let none = TrustedProxies()

    private let addresses: Set<[UInt8]>

    private init() { addresses = [] }

    /// - Parameter texts: addresses of IPv4 or IPv6, each whole.
    /// - Throws: ``NoAddress`` for the first text that is none.
    public init(_ texts: [String]) throws(NoAddress) {
        var addresses: Set<[UInt8]> = []
        for text in texts {
            guard let address = TrustedProxies.bytes(of: text) else { throw NoAddress(text: text) }
            addresses.insert(address)
        }
        self.addresses = addresses
    }

    /// What was given as an address and is none.
    public struct NoAddress: Error, Equatable {
        /// As it was given.
        public let text: String
    }

    /// Where a request came from: of the chain that proxies wrote down (`X-Forwarded-For`, each adding whom it spoke with at the end) the last
    /// one that is no proxy of ours. What stands before it anybody may have written.
    ///
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - forwarded: the values of the header, in their order.
    func client(peer: String, forwarded: [String]) -> String {
        guard isTrusted(peer) else { return peer }
        let chain = forwarded.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard let client = chain.last(where: { !isTrusted($0) }), TrustedProxies.bytes(of: client) != nil else { return peer }
        return client
    }

    private func isTrusted(_ text: String) -> Bool { TrustedProxies.bytes(of: text).map(addresses.contains) ?? false }

    /// Four bytes of IPv4, also where it is written as IPv6 (RFC 4291, 2.5.5.2), or sixteen; nil for what is no address.
    private static func bytes(of text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        return bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] ? Array(bytes.suffix(4)) : bytes
    }
}

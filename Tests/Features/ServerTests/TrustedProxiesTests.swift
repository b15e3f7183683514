import Testing

@testable import Server

@Suite struct TrustedProxiesTests {
    private static let chains: [(peer: String, forwarded: [String], client: String)] = [
        ("10.0.0.5", ["203.0.113.7"], "203.0.113.7"), ("::ffff:10.0.0.5", ["203.0.113.7"], "203.0.113.7"),
        ("10.0.0.5", ["1.2.3.4, 203.0.113.7"], "203.0.113.7"), ("10.0.0.5", ["1.2.3.4", "203.0.113.7"], "203.0.113.7"),
        ("10.0.0.5", ["203.0.113.7, fd00:0::6"], "203.0.113.7"), ("fd00::6", ["2001:db8::1 , 10.0.0.5"], "2001:db8::1"),
        // Nobody else is believed, and what is no address is no reason to believe what stands before it.
        ("198.51.100.9", ["203.0.113.7"], "198.51.100.9"), ("10.0.0.5", [], "10.0.0.5"), ("10.0.0.5", [""], "10.0.0.5"),
        ("10.0.0.5", ["203.0.113.7, unknown"], "10.0.0.5"), ("10.0.0.5", ["203.0.113.7,"], "10.0.0.5"),
        ("10.0.0.5", ["10.0.0.5"], "10.0.0.5"), ("", ["203.0.113.7"], ""),
    ]

    @Test(arguments: chains.indices)
    func `a request comes from the last of the chain that is no proxy of ours`(place: Int) throws {
        let (peer, forwarded, client) = TrustedProxiesTests.chains[place]
        #expect(try TrustedProxies(["10.0.0.5", "fd00::6"]).client(peer: peer, forwarded: forwarded) == client)
        #expect(TrustedProxies.none.client(peer: peer, forwarded: forwarded) == peer)
    }

    @Test(arguments: ["", "localhost", "10.0.0", "10.0.0.5/8", "10.0.0.5:80", "fd00::6::1"])
    func `a proxy is named by its address`(text: String) {
        #expect(throws: TrustedProxies.NoAddress(text: text)) { try TrustedProxies(["10.0.0.5", text]) }
    }
}

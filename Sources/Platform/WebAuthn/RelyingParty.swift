/// The site for which keys are made, and the addresses from which they may be used (relying party).
public struct RelyingParty: Sendable, Hashable {
    /// The name of the host, without a port: what a key is bound to.
    public let id: String
    /// Scheme, host and port as the browser writes them into what is signed.
    let origins: Set<String>

    /// The site of an address such as `https://zakrila.example` or, while trying out, `http://localhost:8080`.
    ///
    /// The scheme is not taken from the address, for behind a server that ends TLS it is not known: browsers use keys over TLS and on the
    /// machine itself, and so it is `https` everywhere but there. Nil where no key can be used: an address by number, or none.
    public init?(address: String) {
        let authority = String(address.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false).last ?? "").lowercased()
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first.map(String.init), parts.count <= 2, RelyingParty.isName(host) else { return nil }
        if parts.count == 2, UInt16(parts[1]) == nil { return nil }
        id = host
        origins = host == "localhost" ? ["http://" + authority, "https://" + authority] : ["https://" + authority]
    }

    private static func isName(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard host.utf8.count <= 253, let last = labels.last?.unicodeScalars.first, !("0"..."9").contains(last) else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty
                && label.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }
        }
    }
}

import Crypto
import Foundation

/// What the key itself says (authenticator data, section 6.1): for which site, with whom present, how often it was used, and where one is
/// made, which key.
struct AuthenticatorData: Sendable {
    /// As they came: the key signs these.
    let bytes: [UInt8]
    /// How often the key was used; 0 of keys that don't count.
    let counter: UInt32
    /// The key that was made.
    let made: Made?
    private let flags: UInt8

    /// A key that was made, with the name that it goes by.
    struct Made: Sendable {
        let id: [UInt8]
        let key: CredentialKey
    }

    private enum Flag {
        static let present: UInt8 = 0x01
        static let verified: UInt8 = 0x04
        static let backupEligible: UInt8 = 0x08
        static let backedUp: UInt8 = 0x10
        static let hasKey: UInt8 = 0x40
        static let hasExtensions: UInt8 = 0x80
    }

    /// Without a key and extensions.
    private static let shortest = 37
    /// Extensions are not asked for; some browsers add a few bytes of their own.
    private static let mostExtensions = 512
    /// Bytes of the name of a key (section 6.5.1).
    private static let longestID = 1023

    init(_ bytes: [UInt8]) throws(KeyRefusal) {
        guard bytes.count >= AuthenticatorData.shortest else { throw .malformed }
        self.bytes = bytes
        flags = bytes[32]
        counter = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        var rest = bytes[AuthenticatorData.shortest...]
        made = flags & Flag.hasKey == 0 ? nil : try AuthenticatorData.takeKey(&rest)
        guard flags & Flag.hasExtensions == 0 ? rest.isEmpty : (1...AuthenticatorData.mostExtensions).contains(rest.count),
            flags & Flag.backedUp == 0 || flags & Flag.backupEligible != 0
        else { throw .malformed }
    }

    private static func takeKey(_ rest: inout ArraySlice<UInt8>) throws(KeyRefusal) -> Made {
        guard rest.count >= 18 else { throw .malformed }
        // The make of the device (AAGUID) comes first: nobody vouches for it where no attestation is asked for, so it is not kept.
        let length = rest.dropFirst(16).prefix(2).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(18)
        guard (1...longestID).contains(length), rest.count > length else { throw .malformed }
        let id = Array(rest.prefix(length))
        rest = rest.dropFirst(length)
        guard let key = CredentialKey(beginning: Array(rest)) else { throw .unknownKind }
        rest = rest.dropFirst(key.bytes.count)
        return Made(id: id, key: key)
    }

    /// Whether the key may be copied to other devices by whoever made it, and whether it was.
    var backup: (isPossible: Bool, isDone: Bool) { (flags & Flag.backupEligible != 0, flags & Flag.backedUp != 0) }

    /// Looks whether it was used for this site by somebody whom it knows.
    func check(_ party: RelyingParty) throws(KeyRefusal) {
        guard bytes.prefix(32).elementsEqual(SHA256.hash(data: Data(party.id.utf8))) else { throw .wrongParty }
        guard flags & Flag.present != 0 else { throw .nobodyPresent }
        guard flags & Flag.verified != 0 else { throw .nobodyVerified }
    }
}

/// Why what a browser sent of a security key is not taken (Web Authentication Level 3, sections 7.1 and 7.2). Nobody outside learns which.
public enum KeyRefusal: Error, Sendable, Equatable, CaseIterable {
    /// Not what a browser sends: lengths, forms or texts that none has.
    case malformed
    /// Made for adding a key where one was to be used, or the other way round.
    case wrongCeremony
    /// An answer to another question than ours, or to an old one.
    case wrongChallenge
    /// Made on a page of another site, or on one inside a page of another site.
    case wrongOrigin
    /// Made for another site.
    case wrongParty
    /// Nobody touched the key.
    case nobodyPresent
    /// The key did not make sure who touched it: no finger, face or PIN.
    case nobodyVerified
    /// A kind of key that is not known here.
    case unknownKind
    /// Not signed with the key.
    case wrongSignature
    /// The key has counted less than it had before: there are two of it (section 6.1.1).
    case counterBehind
}

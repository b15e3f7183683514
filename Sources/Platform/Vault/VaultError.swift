/// Why something sealed can't be opened, or a change of keys is refused.
public enum VaultError: Error, Equatable, Sendable {
    /// Sealed with a key that is not at hand: another one, or one that was destroyed. Also: there is no live seal, so there is no access.
    case unknownKey
    /// Changed, cut, or moved from the place it was sealed for. Which of them can't be told, and must not be.
    case damaged
    /// Sealed in a form that this program does not know.
    case unknownFormat
    /// The file of the root key is missing, can be read by others, or holds no key.
    case rootKey(RootKeyFault)
    /// Nobody else has a seal: to take this one away would be to erase the person, which is decided as such.
    case lastSeal
    /// The person was erased; what is left is a tombstone.
    case erased
    /// The rows of this index were written with other parameters; its name.
    case indexParameters(String)
}

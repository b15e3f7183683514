import Core
import Database

/// The replacement of one key: what is sealed with it is sealed anew, a few at a time.
struct RotationJob {
    enum Kind: String {
        /// A subject's key: her values and the keys of her files.
        case person
        /// An organisation's pair: the seals to it.
        case organisation
    }

    let id: Identifier<RotationJob>
    let kind: Kind
    /// The subject or the organisation.
    let holder: String
    /// The key that is being replaced.
    let key: Identifier<VaultKey>
    /// Values, or seals, up to this identifier were looked at.
    var valueCursor = ""
    /// The same for files.
    var fileCursor = ""

    init(kind: Kind, holder: String, key: Identifier<VaultKey>) {
        id = .new()
        self.kind = kind
        self.holder = holder
        self.key = key
    }

    init(_ row: Row) throws {
        guard let kind = Kind(rawValue: try row.text("kind")) else { throw DatabaseError.decoding(column: "kind") }
        self.kind = kind
        id = try row.identifier("rotation_id")
        holder = try row.text("holder")
        key = try row.identifier("key_id")
        valueCursor = try row.text("value_cursor")
        fileCursor = try row.text("file_cursor")
    }
}

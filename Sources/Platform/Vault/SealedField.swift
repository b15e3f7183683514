/// Where a sealed value stands: a field of a record in a table of some room. What it says of a subject is told by the subject beside it.
public struct SealedField: Hashable, Sendable {
    /// The table of the record.
    public let table: String
    /// Its opaque identifier.
    public let record: String
    /// The name of the field.
    public let field: String

    /// The names stay readable in the database: none may say more than the schema does.
    public init(table: String, record: String, field: String) {
        self.table = table
        self.record = record
        self.field = field
    }

    /// The place of one version: no other version, field, record or subject opens it.
    func place(of subject: SealedSubject, version: Int) -> SealedPlace {
        SealedPlace("value", subject.text, table, record, field, String(version))
    }
}

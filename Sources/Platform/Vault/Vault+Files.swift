public import Core
public import Database

extension Vault {
    /// Seals a file under a key of its own, which is sealed under the subject's: in chunks, padded to a size class, under a random name.
    /// What it is called and what it holds is sealed, too. Throws ``VaultError/unknownKey`` when the organisation has no live seal.
    public func putFile(
        _ bytes: [UInt8], name: String, mediaType: String, in field: SealedField, of subject: SealedSubject,
        as organisation: OrganisationID, at now: Instant = .now, _ connection: any Connection
    ) throws -> FileID {
        var ring = try KeyRing(self, of: subject, as: organisation, connection)
        let (person, key, id) = (try ring.key(ring.current), SealingKey(), FileID.new())
        let description = FileDescription(name: name, mediaType: mediaType, size: bytes.count)
        let sealedDescription = try key.seal(
            try description.sealable, for: SealedFile.descriptionPlace(id, of: subject, in: field))
        let sealedKey = try person.seal(key.id.text.utf8 + key.bytes, for: SealedFile.keyPlace(id, of: subject))
        try connection.execute(
            """
            INSERT INTO vault_files
                (file_id, subject, record_table, record, field, person_key_id, sealed_key, description, written_at)
            VALUES (\(id.text), \(subject), \(field.table), \(field.record), \(field.field), \(person.id), \(sealedKey),
                \(sealedDescription), \(now))
            """)
        let padded = SizeClass.padded(bytes.count)
        let count = (padded + SealedFile.chunkSize - 1) / SealedFile.chunkSize
        for number in 0..<count {
            let start = number * SealedFile.chunkSize
            let end = min(start + SealedFile.chunkSize, padded)
            var chunk = Array(bytes[min(start, bytes.count)..<min(end, bytes.count)])
            chunk += Array(repeating: 0, count: end - start - chunk.count)
            let sealed = try key.seal(chunk, for: SealedFile.place(id, chunk: number, of: count))
            try connection.execute("INSERT INTO vault_file_chunks (file_id, number, sealed) VALUES (\(id.text), \(number), \(sealed))")
        }
        return id
    }

    /// The files of a field, oldest first; those written in one millisecond by their names.
    public func files(in field: SealedField, of subject: SealedSubject, _ connection: any Connection) throws -> [FileID] {
        try connection.query(
            """
            SELECT file_id FROM vault_files
            WHERE subject = \(subject) AND record_table = \(field.table) AND record = \(field.record) AND field = \(field.field)
            ORDER BY written_at, file_id
            """
        ).map { row in
            guard let id = FileID(try row.text("file_id")) else { throw DatabaseError.decoding(column: "file_id") }
            return id
        }
    }

    /// Opens what a file is and its key; nil when there is no such file of the subject. Throws ``VaultError/unknownKey`` when the
    /// organisation has no live seal.
    public func file(
        _ id: FileID, of subject: SealedSubject, as organisation: OrganisationID, _ connection: any Connection
    ) throws -> SealedFile? {
        var ring = try KeyRing(self, of: subject, as: organisation, connection)
        return try connection.first("\(Vault.heads) WHERE file_id = \(id.text) AND subject = \(subject)").map {
            try opened($0, of: subject, &ring)
        }
    }

    /// Opens what the files of a field are, and their keys. Throws ``VaultError/unknownKey`` when the organisation has no live seal.
    public func files(
        in field: SealedField, of subject: SealedSubject, as organisation: OrganisationID, _ connection: any Connection
    ) throws -> [FileID: SealedFile] {
        var ring = try KeyRing(self, of: subject, as: organisation, connection)
        return try connection.query(
            """
            \(Vault.heads)
            WHERE subject = \(subject) AND record_table = \(field.table) AND record = \(field.record) AND field = \(field.field)
            """
        ).reduce(into: [:]) { files, row in
            let file = try opened(row, of: subject, &ring)
            files[file.id] = file
        }
    }

    private static let heads: SQL =
        """
        SELECT file_id, record_table, record, field, sealed_key, description,
            (SELECT count(*) FROM vault_file_chunks c WHERE c.file_id = f.file_id) AS chunks
        FROM vault_files f
        """

    private func opened(_ row: Row, of subject: SealedSubject, _ ring: inout KeyRing) throws -> SealedFile {
        guard let id = FileID(try row.text("file_id")) else { throw DatabaseError.decoding(column: "file_id") }
        let field = SealedField(table: try row.text("record_table"), record: try row.text("record"), field: try row.text("field"))
        let text = try ring.open(try row.blob("sealed_key"), for: SealedFile.keyPlace(id, of: subject))
        guard let keyID = Identifier<VaultKey>(String(decoding: text.prefix(36), as: UTF8.self)),
            let key = SealingKey(id: keyID, bytes: Array(text.dropFirst(36)))
        else { throw VaultError.damaged }
        let description = try key.open(try row.blob("description"), for: SealedFile.descriptionPlace(id, of: subject, in: field))
        return SealedFile(id: id, description: try FileDescription(sealable: description), chunkCount: try row.integer("chunks"), key: key)
    }

    /// One chunk of a file's content, counted from 0, without padding. Throws ``VaultError/damaged`` when it is missing, was changed, or
    /// stands in another one's place.
    public func chunk(_ number: Int, of file: SealedFile, _ connection: any Connection) throws -> [UInt8] {
        let row = try connection.first(
            "SELECT sealed FROM vault_file_chunks WHERE file_id = \(file.id.text) AND number = \(number)")
        guard let row else { throw VaultError.damaged }
        let bytes = try file.key.open(
            try row.blob("sealed"), for: SealedFile.place(file.id, chunk: number, of: file.chunkCount))
        return Array(bytes.prefix(max(0, file.description.size - number * SealedFile.chunkSize)))
    }

    /// Destroys a file with its key. False when there is no such file of the subject.
    public func destroyFile(_ id: FileID, of subject: SealedSubject, _ connection: any Connection) throws -> Bool {
        let found = try connection.first("SELECT 1 AS found FROM vault_files WHERE file_id = \(id.text) AND subject = \(subject)")
        guard found != nil else { return false }
        try connection.execute("DELETE FROM vault_file_chunks WHERE file_id = \(id.text)")
        try connection.execute("DELETE FROM vault_files WHERE file_id = \(id.text)")
        return true
    }

    /// The whole content of a file. Throws ``VaultError/damaged`` when a chunk is missing, added, changed or moved.
    public func content(of file: SealedFile, _ connection: any Connection) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(file.description.size)
        for number in 0..<file.chunkCount { bytes += try chunk(number, of: file, connection) }
        guard bytes.count == file.description.size else { throw VaultError.damaged }
        return bytes
    }
}

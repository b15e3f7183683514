import Core
import Database

/// The work of a rotation: opening with the old key, sealing with the new one.
extension Vault {
    /// Seals a subject's values and the keys of her files anew.
    func moveContents(_ job: inout RotationJob, _ step: inout RotationStep, limit: Int, _ connection: any Connection) throws {
        // Whoever has the old key has the new one.
        let holder = try connection.first("SELECT organisation FROM vault_seals WHERE person_key_id = \(job.key) LIMIT 1")
        guard let holder, let subject = SealedSubject(text: job.holder) else { throw VaultError.unknownKey }
        var ring = try KeyRing(self, of: subject, as: try holder.identifier("organisation"), connection)
        let (old, new) = (try ring.key(job.key), try ring.key(ring.current))
        let values = try connection.query(
            """
            SELECT value_id, record_table, record, field, version, sealed FROM vault_values
            WHERE person_key_id = \(job.key) AND value_id > \(job.valueCursor) ORDER BY value_id LIMIT \(limit - step.moved - step.damaged)
            """)
        for row in values {
            job.valueCursor = try row.text("value_id")
            let field = SealedField(table: try row.text("record_table"), record: try row.text("record"), field: try row.text("field"))
            let place = field.place(of: subject, version: try row.integer("version"))
            guard let sealed = moved(try row.blob("sealed"), at: place, old, new, &step) else { continue }
            try connection.execute(
                "UPDATE vault_values SET sealed = \(sealed), person_key_id = \(new.id) WHERE value_id = \(job.valueCursor)")
        }
        let files = try connection.query(
            """
            SELECT file_id, sealed_key FROM vault_files
            WHERE person_key_id = \(job.key) AND file_id > \(job.fileCursor) ORDER BY file_id LIMIT \(limit - step.moved - step.damaged)
            """)
        for row in files {
            job.fileCursor = try row.text("file_id")
            guard let id = FileID(job.fileCursor) else { throw DatabaseError.decoding(column: "file_id") }
            let place = SealedFile.keyPlace(id, of: subject)
            guard let sealed = moved(try row.blob("sealed_key"), at: place, old, new, &step) else { continue }
            try connection.execute(
                "UPDATE vault_files SET sealed_key = \(sealed), person_key_id = \(new.id) WHERE file_id = \(job.fileCursor)")
        }
    }

    /// Seals the persons' keys that an organisation has to its new key.
    func moveSeals(_ job: inout RotationJob, _ step: inout RotationStep, limit: Int, _ connection: any Connection) throws {
        guard let organisation = OrganisationID(job.holder), let current = try currentKey(of: organisation, connection),
            let pair = try connection.first("SELECT wrapped_half FROM vault_organisation_keys WHERE organisation_key_id = \(job.key)"),
            case .blob(let wrapped) = try pair.value("wrapped_half")
        else { throw VaultError.unknownKey }
        let old = try OrganisationKey(organisation: job.holder, id: job.key, wrapped: wrapped, root: root)
        let rows = try connection.query(
            """
            SELECT s.person_key_id, s.organisation_key_id, s.encapsulated, s.ciphertext, k.subject
            FROM vault_seals s JOIN vault_person_keys k ON k.person_key_id = s.person_key_id
            WHERE s.organisation_key_id = \(job.key) AND s.person_key_id > \(job.valueCursor)
            ORDER BY s.person_key_id LIMIT \(limit - step.moved - step.damaged)
            """)
        for row in rows {
            job.valueCursor = try row.text("person_key_id")
            let subject = try row.subject("subject")
            guard let key = try? old.open(try Seal(row, of: subject)) else {
                step.damaged += 1
                continue
            }
            let seal = try Seal(key, of: subject.text, to: current.id, publicKey: current.publicHalf)
            try connection.execute(
                """
                UPDATE vault_seals SET organisation_key_id = \(current.id), encapsulated = \(seal.encapsulated),
                    ciphertext = \(seal.ciphertext)
                WHERE person_key_id = \(job.valueCursor) AND organisation = \(organisation)
                """)
            step.moved += 1
        }
    }

    private func moved(
        _ sealed: [UInt8], at place: SealedPlace, _ old: SealingKey, _ new: SealingKey, _ step: inout RotationStep
    ) -> [UInt8]? {
        guard let bytes = try? old.open(sealed, for: place), let again = try? new.seal(bytes, for: place) else {
            step.damaged += 1
            return nil
        }
        step.moved += 1
        return again
    }
}

public import Core
public import Database

/// What a step of the rotation did.
public struct RotationStep: Sendable, Equatable {
    /// Values, keys of files and seals that were sealed anew.
    public internal(set) var moved = 0
    /// Of those looked at, how many don't open; they stay as they are.
    public internal(set) var damaged = 0
    /// Whether nothing is left to do.
    public internal(set) var isDone = false
}

extension Vault {
    /// Gives a subject a new key, sealed to all who have access. From now on it is used for everything new; what is there is sealed anew by
    /// ``continueRotation(batch:at:_:)``, and until then opens with the old key.
    ///
    /// Throws ``VaultError/unknownKey`` when nobody has access.
    public func beginRotation(_ subject: SealedSubject, at now: Instant = .now, _ connection: any Connection) throws {
        let holders = try holders(of: subject, connection)
        let row = try connection.first(
            "SELECT person_key_id FROM vault_person_keys WHERE subject = \(subject) AND retired_at IS NULL")
        guard let row, !holders.isEmpty else { throw VaultError.unknownKey }
        let old: Identifier<VaultKey> = try row.identifier("person_key_id")
        try connection.execute("UPDATE vault_person_keys SET retired_at = \(now) WHERE person_key_id = \(old)")
        try makeKey(of: subject, for: holders, at: now, connection)
        try record(RotationJob(kind: .person, holder: subject.text, key: old), at: now, connection)
    }

    /// Seals anew what is still under replaced keys, at most `batch` pieces; call it, each time in a transaction of its own, until it
    /// `isDone`. When nothing is left under a key, the key is destroyed.
    ///
    /// A program that stops in between leaves everything readable for those with access, and the next one goes on. What doesn't open is
    /// left, and with it the old key: ``stuckRotations(_:)``.
    public func continueRotation(batch: Int, at now: Instant = .now, _ connection: any Connection) throws -> RotationStep {
        var step = RotationStep()
        while step.moved + step.damaged < batch {
            let row = try connection.first(
                """
                SELECT rotation_id, kind, holder, key_id, value_cursor, file_cursor FROM vault_rotations
                WHERE finished_at IS NULL AND stuck_at IS NULL ORDER BY rotation_id LIMIT 1
                """)
            guard let row else {
                step.isDone = true
                return step
            }
            try advance(try RotationJob(row), &step, limit: batch, at: now, connection)
        }
        return step
    }

    /// How many replaced keys still seal something that is being sealed anew.
    public func openRotations(_ connection: any Connection) throws -> Int {
        try connection.first("SELECT count(*) AS number FROM vault_rotations WHERE finished_at IS NULL AND stuck_at IS NULL")?
            .integer("number") ?? 0
    }

    /// How many keys can't be destroyed, because something sealed with them does not open: the database was changed, or is damaged.
    public func stuckRotations(_ connection: any Connection) throws -> Int {
        try connection.first("SELECT count(*) AS number FROM vault_rotations WHERE stuck_at IS NOT NULL AND finished_at IS NULL")?
            .integer("number") ?? 0
    }

    func record(_ job: RotationJob, at now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO vault_rotations (rotation_id, kind, holder, key_id, value_cursor, file_cursor, begun_at)
            VALUES (\(job.id), \(job.kind.rawValue), \(job.holder), \(job.key), '', '', \(now))
            """)
    }

    private func advance(
        _ job: RotationJob, _ step: inout RotationStep, limit: Int, at now: Instant, _ connection: any Connection
    ) throws {
        var job = job
        do {
            switch job.kind {
            case .person: try moveContents(&job, &step, limit: limit, connection)
            case .organisation: try moveSeals(&job, &step, limit: limit, connection)
            }
        } catch is VaultError {
            // The subject's own key doesn't open: nothing of hers can be moved, but others' can.
            step.damaged += 1
            try connection.execute("UPDATE vault_rotations SET stuck_at = \(now) WHERE rotation_id = \(job.id)")
            return
        }
        try connection.execute(
            """
            UPDATE vault_rotations SET value_cursor = \(job.valueCursor), file_cursor = \(job.fileCursor) WHERE rotation_id = \(job.id)
            """)
        // A full batch may have more behind it.
        guard step.moved + step.damaged < limit else { return }
        guard try isEmptied(job, connection) else {
            try connection.execute("UPDATE vault_rotations SET stuck_at = \(now) WHERE rotation_id = \(job.id)")
            return
        }
        try destroy(job, at: now, connection)
    }

    private func isEmptied(_ job: RotationJob, _ connection: any Connection) throws -> Bool {
        let left: SQL =
            switch job.kind {
            case .person:
                """
                SELECT (SELECT count(*) FROM vault_values WHERE person_key_id = \(job.key))
                    + (SELECT count(*) FROM vault_files WHERE person_key_id = \(job.key)) AS number
                """
            case .organisation: "SELECT count(*) AS number FROM vault_seals WHERE organisation_key_id = \(job.key)"
            }
        return try connection.first(left)?.integer("number") == 0
    }

    private func destroy(_ job: RotationJob, at now: Instant, _ connection: any Connection) throws {
        switch job.kind {
        case .person:
            try connection.execute("DELETE FROM vault_seals WHERE person_key_id = \(job.key)")
            try connection.execute("UPDATE vault_person_keys SET destroyed_at = \(now) WHERE person_key_id = \(job.key)")
        case .organisation:
            try connection.execute(
                """
                UPDATE vault_organisation_keys SET wrapped_half = NULL, destroyed_at = \(now) WHERE organisation_key_id = \(job.key)
                """)
        }
        try connection.execute("UPDATE vault_rotations SET finished_at = \(now) WHERE rotation_id = \(job.id)")
    }
}

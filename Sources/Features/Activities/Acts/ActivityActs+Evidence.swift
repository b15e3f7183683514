import Core
import Database
import Documents
import Ledger
import Policy
import Vault
import Web

/// Files that prove acts. Each act has a key of its own in the vault, sealed to the organisation that keeps it, from its first file on; the server
/// opens it as that organisation for whoever may see the act.
extension ActivityActs {
    /// Seals files that prove an act, all or none. Sent twice, they are there once: the form names them. Throws
    /// ``TooManyFiles``.
    func prove(_ activity: Activity, with sent: SentEvidence, _ request: WebRequest) async throws {
        let (user, now, vault) = (try request.signedIn().actor.user, request.now, vault)
        let form = sent.digest
        let isAllowed = try entry(.activityChange, activity.id, request)
        try await Ledger.write(database) { connection in
            if try EvidenceStore.isSent(form, to: activity.id, connection) { return ((), []) }
            let left = EvidenceFile.most - (try ActivityStore.find(activity.id, connection)?.fileCount ?? 0)
            guard sent.files.count <= left else { throw TooManyFiles(left: max(left, 0)) }
            let (subject, organisation) = (SealedSubject(activity.id), activity.organisation)
            if try vault.holders(of: subject, connection).isEmpty {
                try vault.newSubject(subject, for: organisation, at: now, connection)
            }
            let entries = try sent.files.enumerated().map { place, file in
                let id = try vault.putFile(
                    file.bytes, name: sent.title, mediaType: file.type.rawValue, in: activity.evidence, of: subject, as: organisation,
                    at: now, connection)
                let evidence = EvidenceFile(id: id.text, kind: sent.kind, addedAt: now, addedBy: user, withdrawn: nil)
                try EvidenceStore.add(evidence, of: form, place: place, to: activity.id, connection)
                return isAllowed.with(fields: ["file", id.text])
            }
            return ((), entries)
        }
    }

    /// Opens a file for somebody who may see its act, with the look in the ledger. Throws ``WebError/notFound`` where it was taken back.
    func content(of file: EvidenceFile, _ activity: Activity, _ request: WebRequest) async throws -> (bytes: [UInt8], type: MediaType) {
        let vault = vault
        let look = try entry(.activityEvidence, activity.id, request).with(fields: ["file", file.id])
        return try await Ledger.write(database) { connection in
            guard let id = FileID(file.id),
                let sealed = try vault.file(id, of: SealedSubject(activity.id), as: activity.organisation, connection),
                let type = MediaType(rawValue: sealed.description.mediaType)
            else { throw WebError.notFound }
            return ((try vault.content(of: sealed, connection), type), [look])
        }
    }

    /// Destroys what a file held; that there was one stays.
    func withdraw(_ file: EvidenceFile, from activity: Activity, _ request: WebRequest) async throws {
        let (user, now, vault) = (try request.signedIn().actor.user, request.now, vault)
        let entry = try entry(.activityChange, activity.id, request).with(fields: ["file.withdrawn", file.id])
        try await Ledger.write(database) { connection in
            guard let id = FileID(file.id),
                try EvidenceStore.withdraw(file.id, of: activity.id, by: user, at: now, connection)
            else { return ((), []) }
            _ = try vault.destroyFile(id, of: SealedSubject(activity.id), connection)
            return ((), [entry])
        }
    }

    /// What the files of an act are called, of which type and how large they are, by their names in the vault; none that was taken back.
    static func descriptions(
        of activity: Activity, _ vault: Vault, _ connection: any Connection
    ) throws -> [EvidenceFile.FileName: FileDescription] {
        guard activity.fileCount > 0 else { return [:] }
        let files = try vault.files(
            in: activity.evidence, of: SealedSubject(activity.id), as: activity.organisation, connection)
        return Dictionary(uniqueKeysWithValues: files.map { ($0.key.text, $0.value.description) })
    }
}

extension Activity {
    /// Where its files stand in the vault.
    fileprivate var evidence: SealedField { SealedField(table: EvidenceFile.table, record: id.text, field: EvidenceFile.field) }
}

extension LedgerEntry {
    /// The same of some fields.
    fileprivate func with(fields: [String]) -> LedgerEntry {
        var entry = self
        entry.fields = fields
        return entry
    }
}

public import Database

/// A record that may be of the same person.
public struct LinkageMatch: Sendable, Equatable {
    /// Whose record.
    public let subject: SealedSubject
    /// In what it agrees.
    public let families: Set<LinkageFamily>
}

/// Two records that may be of one person.
public struct LinkagePair: Sendable, Hashable {
    /// The one with the earlier identifier.
    public let first: SealedSubject
    /// The other one.
    public let second: SealedSubject
    /// In what they agree.
    public let families: Set<LinkageFamily>
}

extension Vault {
    /// The rules by which tokens are made (`tokens v1`): the families, the spelling of names, the keys. Other rules get the next number,
    /// and tokens of different numbers are never compared.
    public static let linkageVersion = 1

    /// Keeps the tokens of a record in the place of those kept before. They are sealed all together: which records agree, and how many,
    /// shows only to whoever has the root key. Throws ``VaultError/unknownKey`` for a subject without a key.
    public func setLinkage(_ facts: LinkageFacts, of subject: SealedSubject, _ connection: any Connection) throws {
        try subject.requireKey(connection)
        let tokens = LinkageToken.all(of: facts, root: root, version: Vault.linkageVersion)
        let sealed = try linkageKey.seal(padded(tokens), for: linkagePlace(subject))
        try connection.execute(
            """
            INSERT INTO vault_linkage_tokens (subject, parameters, sealed) VALUES (\(subject), \(Vault.linkageVersion), \(sealed))
            ON CONFLICT (subject) DO UPDATE SET parameters = excluded.parameters, sealed = excluded.sealed
            """)
    }

    /// The records that agree with facts in some way, those that agree in most ways first. Opens the tokens of all subjects.
    public func linkageMatches(
        _ facts: LinkageFacts, except subject: SealedSubject? = nil, _ connection: any Connection
    ) throws -> [LinkageMatch] {
        let wanted = LinkageToken.all(of: facts, root: root, version: Vault.linkageVersion)
        return try allTokens(connection).compactMap { other, tokens in
            let shared = Set(tokens.filter(wanted.contains).map(\.family))
            return shared.isEmpty || other == subject ? nil : LinkageMatch(subject: other, families: shared)
        }.sorted { ($1.families.count, $0.subject) < ($0.families.count, $1.subject) }
    }

    /// All pairs of records that agree in some way.
    ///
    /// What more than `blockLimit` records have in common finds no pairs, so that their number stays in proportion to the records; it still
    /// counts for pairs found otherwise.
    public func linkagePairs(blockLimit: Int, _ connection: any Connection) throws -> [LinkagePair] {
        let all = try allTokens(connection)
        var blocks: [LinkageToken: [SealedSubject]] = [:]
        for (subject, tokens) in all { for token in tokens { blocks[token, default: []].append(subject) } }
        var pairs: Set<[SealedSubject]> = []
        for block in blocks.values where block.count <= blockLimit {
            let members = block.sorted()
            for (index, first) in members.enumerated() { for second in members[(index + 1)...] { pairs.insert([first, second]) } }
        }
        return pairs.map { pair in
            let shared = all[pair[0], default: []].intersection(all[pair[1], default: []])
            return LinkagePair(first: pair[0], second: pair[1], families: Set(shared.map(\.family)))
        }.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    /// How many records have tokens by other rules, and are not compared until these are made anew.
    public func outdatedLinkage(_ connection: any Connection) throws -> Int {
        try connection.first("SELECT count(*) AS number FROM vault_linkage_tokens WHERE parameters <> \(Vault.linkageVersion)")?
            .integer("number") ?? 0
    }

    private func allTokens(_ connection: any Connection) throws -> [SealedSubject: Set<LinkageToken>] {
        let key = linkageKey
        let rows = try connection.query("SELECT subject, sealed FROM vault_linkage_tokens WHERE parameters = \(Vault.linkageVersion)")
        return try rows.reduce(into: [:]) { all, row in
            let subject = try row.subject("subject")
            let bytes = try key.open(try row.blob("sealed"), for: linkagePlace(subject))
            let starts = stride(from: 0, to: bytes.count, by: LinkageToken.size)
            all[subject] = Set(starts.compactMap { LinkageToken(bytes[$0..<min($0 + LinkageToken.size, bytes.count)]) })
        }
    }

    private var linkageKey: SealingKey { root.derivedKey(for: "linkage tokens \(Vault.linkageVersion)") }

    private func linkagePlace(_ subject: SealedSubject) -> SealedPlace { SealedPlace("linkage tokens", subject.text) }

    /// In eights, so that how much is known of a person does not show.
    private func padded(_ tokens: Set<LinkageToken>) -> [UInt8] {
        let bytes = tokens.flatMap(\.bytes)
        let block = 8 * LinkageToken.size
        return bytes + Array(repeating: 0, count: (block - bytes.count % block) % block)
    }
}

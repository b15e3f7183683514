public import Core
import Synchronization

/// A subject whose name is like the one asked for.
public struct NameHit: Sendable, Hashable {
    /// Whose.
    public let subject: SealedSubject
    /// 1 to 100: 100 for the same words.
    public let score: Int
}

/// A subject and her names in clear: the name, other spellings, aliases.
public struct SearchableNames: Sendable {
    /// Whose.
    public let subject: SealedSubject
    /// Each a whole name.
    public let names: [String]

    /// For an index in memory; nothing of it is written anywhere.
    public init(_ subject: SealedSubject, _ names: [String]) {
        self.subject = subject
        self.names = names
    }
}

/// Finds persons by what somebody remembers of a name. In memory only, an index for each organisation of what it may read; built when it
/// first asks, gone when it is idle.
///
/// A hit says that there is such a name: the caller shows only those that the policy allows to the one who asks.
public final class NameSearch: Sendable {
    private let idleMilliseconds: Int64
    private let shelves = Mutex<[OrganisationID: NameShelf]>([:])

    /// - Parameter idleMinutes: after so long without a question an index is dropped by ``evictIdle(at:)``.
    public init(idleMinutes: Int64 = 15) {
        idleMilliseconds = idleMinutes * 60_000
    }

    /// Those of an organisation's persons whose names are like the query, at most `limit`, the best first.
    ///
    /// `names` gives all of them in clear; it is asked only when there is no index and nobody is making one, and must read the database after it
    /// was called. Throws what it throws.
    public func hits(
        for query: String, of organisation: OrganisationID, limit: Int, at now: Instant = .now,
        names: () async throws -> [SearchableNames]
    ) async rethrows -> [NameHit] {
        let shelf = shelves.withLock { shelves in
            let shelf = shelves[organisation] ?? NameShelf()
            shelves[organisation] = shelf
            return shelf
        }
        while true {
            if let hits = shelf.hits(for: query, limit: limit, at: now) { return hits }
            guard await shelf.beginBuild() else { continue }
            do {
                shelf.endBuild(with: try await names())
            } catch {
                shelf.dropBuild()
                throw error
            }
        }
    }

    /// Notes a subject's names for an organisation that may read them; to be called after the change is in the database.
    public func set(_ names: SearchableNames, of organisation: OrganisationID) {
        shelves.withLock { $0[organisation] }?.change(names)
    }

    /// Forgets a subject for an organisation whose access ended.
    public func remove(_ subject: SealedSubject, of organisation: OrganisationID) {
        set(SearchableNames(subject, []), of: organisation)
    }

    /// Forgets a subject who was erased.
    public func remove(_ subject: SealedSubject) {
        for shelf in shelves.withLock({ Array($0.values) }) { shelf.change(SearchableNames(subject, [])) }
    }

    /// Drops the indexes nobody asked for lately and gives their number; to be called from time to time.
    @discardableResult
    public func evictIdle(at now: Instant) -> Int {
        shelves.withLock { shelves in
            let idle = shelves.filter { $0.value.isIdle(since: now.milliseconds - idleMilliseconds) }.map(\.key)
            for organisation in idle { shelves[organisation] = nil }
            return idle.count
        }
    }

    /// Bytes that each organisation's index takes, about.
    public var memory: [OrganisationID: Int] {
        shelves.withLock { $0 }.mapValues(\.size)
    }
}

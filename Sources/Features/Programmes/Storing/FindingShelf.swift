import Core
import Spelling
import Vault

/// What the check found in the versions asked for last: a stored version never changes, so it is checked once. The dictionary is read with the first.
actor FindingShelf {
    /// The findings of a version.
    struct Check: Sendable {
        let findings: [NamedFinding]
        /// Whether there was a dictionary.
        let knowsWords: Bool
    }

    private var checks: [String: Task<Check, any Error>] = [:]
    /// Versions by their first use, the latest last.
    private var order: [String] = []
    private var dictionary: Task<Speller?, Never>?
    /// Versions kept at most. A finding takes about 500 bytes.
    private static let limit = 24

    /// The findings of a version. Requests that come together wait for one check.
    func check(_ plan: StoredPlan, _ store: PlanStore) async throws -> Check {
        // A draft's findings are named anew once it is accepted or goes to another plan: which measure is which is decided then.
        let names = plan.status == .draft ? Fingerprint.of(Array(plan.measureIDs.joined(separator: "\n").utf8)) : ""
        let version = plan.versionID.text + names
        if let known = checks[version] { return try await known.value }
        let dictionary = self.dictionary ?? Task { await FindingShelf.dictionary() }
        self.dictionary = dictionary
        let check = Task { try await FindingShelf.check(plan, store, dictionary.value) }
        checks[version] = check
        order.append(version)
        if order.count > FindingShelf.limit { checks[order.removeFirst()] = nil }
        do {
            return try await check.value
        } catch {
            // The next request tries again.
            checks[version] = nil
            order.removeAll { $0 == version }
            throw error
        }
    }

    @concurrent private static func dictionary() async -> Speller? { Speller() }

    @concurrent private static func check(_ plan: StoredPlan, _ store: PlanStore, _ speller: Speller?) async throws -> Check {
        let found = PlanCheck(plan.content, cells: try await store.cells(of: plan.document.id), speller: speller).findings
        return Check(findings: NamedFinding.all(found, in: plan), knowsWords: speller != nil)
    }
}

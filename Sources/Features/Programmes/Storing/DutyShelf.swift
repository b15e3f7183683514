/// The duties of all institutions, read once for each revision of the data: the busiest institution has a duty in half of all measures, too
/// many to fetch for every page.
actor DutyShelf {
    private var known: (revision: Int, reading: Task<[String: [Duty]], any Error>)?

    /// Duties by the code of the institution. Requests that come together wait for one reading.
    func duties(_ store: PlanStore) async throws -> [String: [Duty]] {
        let revision = try await store.revision()
        if let known, known.revision == revision { return try await known.reading.value }
        let reading = Task { try await store.duties() }
        known = (revision, reading)
        do {
            return try await reading.value
        } catch {
            // The next request tries again.
            if known?.revision == revision { known = nil }
            throw error
        }
    }
}

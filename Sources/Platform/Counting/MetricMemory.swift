public import Database
import Synchronization

/// Figures as they were counted last (запомнени стойности), each with the revision of the measure that it was counted for. A change of what
/// serves a measure comes with a new revision in the same transaction, so that what is remembered is never older than the rows.
///
/// Figures that serve no measure have no revision, and are counted each time.
public final class MetricMemory: Sendable {
    private struct Key: Hashable {
        let metric: String
        let version: Int
        let question: MetricQuestion
    }

    private let known = Mutex<[Key: (revision: Int, range: ClosedRange<Int>)]>([:])
    /// Plans whose figures are being counted, with those who wait for it.
    private let counting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])
    private let limit: Int

    /// - Parameter limit: figures kept at most; one takes some 300 bytes. When there are more, all are counted anew.
    public init(limit: Int = 20_000) {
        self.limit = limit
    }

    /// Whose revisions of which plan.
    private struct Revisions: Hashable {
        let room: String
        let plan: String
    }

    /// A look at what is remembered, for the length of one reading transaction: which revisions hold is asked once for each plan.
    ///
    /// What a transaction has written and not yet committed must not be remembered: a look is for those that only read.
    public struct Look {
        let memory: MetricMemory
        /// The transaction within which it looks.
        public let connection: any Connection
        private var revisions: [Revisions: [String: Int]] = [:]
        fileprivate var counted: Set<String> = []

        fileprivate init(_ memory: MetricMemory, _ connection: any Connection) {
            self.memory = memory
            self.connection = connection
        }

        /// The same as ``Metric/range(_:_:)``, counted only where something has changed.
        public mutating func range(_ metric: Metric, _ question: MetricQuestion) throws -> ClosedRange<Int> {
            guard let measure = question.measure, let serving = metric.source.serving else { return try metric.range(question, connection) }
            let revision = try revision(of: measure, serving)
            let key = Key(metric: metric.name, version: metric.version, question: question)
            if let range = memory.range(key, at: revision) { return range }
            if memory.begin(measure.plan) { counted.insert(measure.plan) }
            let range = try metric.range(question, connection)
            memory.keep(range, key, at: revision)
            return range
        }

        /// A measure that nothing has served yet has none.
        private mutating func revision(of measure: MeasureReference, _ serving: Metric.Serving) throws -> Int {
            let own = Revisions(room: serving.room, plan: measure.plan)
            if let known = revisions[own] { return known[measure.measure, default: 0] }
            let rows = try connection.query(serving.revisions(measure.plan))
            let known = try Dictionary(
                rows.map { (try $0.text("measure"), try $0.integer("revision")) }, uniquingKeysWith: { first, _ in first })
            revisions[own] = known
            return known[measure.measure, default: 0]
        }
    }

    /// Looks within a reading transaction.
    public func look<Result>(_ connection: any Connection, _ body: (inout Look) throws -> Result) rethrows -> Result {
        var look = Look(self, connection)
        defer { look.counted.forEach(end) }
        return try body(&look)
    }

    /// Waits while another look counts figures of a plan: what it finds need not be counted by all who ask at once.
    public func settled(_ plan: String) async {
        await withCheckedContinuation { waiting in
            let goesOn = counting.withLock { counting in
                guard counting[plan] != nil else { return true }
                counting[plan, default: []].append(waiting)
                return false
            }
            if goesOn { waiting.resume() }
        }
    }

    /// Says that figures of a plan are being counted. False where that is said already.
    private func begin(_ plan: String) -> Bool {
        counting.withLock { counting in
            guard counting[plan] == nil else { return false }
            counting[plan] = []
            return true
        }
    }

    private func end(_ plan: String) {
        counting.withLock { $0.removeValue(forKey: plan) }?.forEach { $0.resume() }
    }

    private func range(_ key: Key, at revision: Int) -> ClosedRange<Int>? {
        known.withLock { known in
            guard let last = known[key], last.revision == revision else { return nil }
            return last.range
        }
    }

    private func keep(_ range: ClosedRange<Int>, _ key: Key, at revision: Int) {
        known.withLock { known in
            if known.count >= limit, known[key] == nil { known.removeAll() }
            known[key] = (revision, range)
        }
    }
}

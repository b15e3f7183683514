import Core
import Counting
import Database
import Ledger
import Policy
import Web

/// What is done about the figures of indicators. Each act is one transaction with its entry in the ledger.
struct CountingActs: Sendable {
    let database: any Database
    let sources: ProgrammesSources

    /// Says by what indicators are counted, each with an entry of its own, all or none.
    func bind(_ bindings: [(indicator: String, binding: IndicatorBinding)], _ request: WebRequest) async throws {
        let entries = try bindings.map { try request.entry(.indicatorBind, of: $0.indicator, fields: [$0.binding.metric]) }
        let user = try request.signedIn().actor.user
        let measures = Set(bindings.map(\.binding.indicator.reference))
        try await Ledger.write(database) { connection in
            for one in bindings { try CountingStore.bind(one.binding, by: user, connection) }
            try sources.bound(measures, user, request.now, connection)
            return ((), entries)
        }
    }

    /// Stops counting an indicator.
    func unbind(_ binding: IndicatorBinding, of indicator: String, _ request: WebRequest) async throws {
        let entry = try request.entry(.indicatorBind, as: "indicator.unbind", of: indicator, fields: [binding.metric])
        let user = try request.signedIn().actor.user
        try await Ledger.write(database) { connection in
            try CountingStore.end(binding.indicator, by: user, at: request.now, connection)
            return ((), [entry])
        }
    }

    /// Writes what an institution reports.
    func add(_ report: IndicatorReport, of indicator: String, _ request: WebRequest) async throws {
        let entry = try request.entry(.indicatorReport, of: indicator)
        let user = try request.signedIn().actor.user
        try await Ledger.write(database) { connection in
            let writers = try CountingStore.writers(of: report, connection) + [report.writtenBy]
            let speakers = try sources.speakers(writers, of: report.institution, connection)
            // Of several organisations that are one institution none speaks for another.
            let replaced =
                speakers.count < 2
                ? Set(writers) : speakers.contains(report.writtenBy) ? [report.writtenBy] : Set(writers).subtracting(speakers)
            try CountingStore.add(report, inPlaceOf: replaced, by: user, connection)
            return ((), [entry])
        }
    }

    /// Remembers a look at the rows behind a figure; to be called before they leave.
    func look(at metric: Metric, of indicator: String, _ act: Act, _ request: WebRequest) async throws {
        let entry = try request.entry(act, as: Act.metricRead.rawValue, of: indicator, fields: [metric.name])
        try await Ledger.write(database) { _ in ((), [entry]) }
    }
}

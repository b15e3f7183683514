import Core
import Database
import Ledger
import Policy
import Vault
import Web

extension ActivityActs {
    /// Writes who was there: the parts, and where there is a list, heads as a version of the facts and tokens of those who reached the threshold.
    /// Sent twice, it is there once: the form names it. Throws ``Problem/overtaken``, ``Problem/notOver``.
    ///
    /// - Parameter version: of the facts that the form was filled in with.
    func attend(
        _ draft: AttendanceDraft, as id: AttendanceID, at activity: Activity, version: Int, _ request: WebRequest
    ) async throws {
        let (user, now, entry) = (try request.signedIn().actor.user, request.now, try entry(.activityChange, activity.id, request))
        let (sources, vault) = (sources, vault)
        try await Ledger.write(database) { connection in
            guard let current = try ActivityStore.find(activity.id, connection) else { throw WebError.notFound }
            if current.attendance?.id == id { return ((), []) }
            guard current.version == version else { throw Problem.overtaken }
            try AttendanceStore.add(draft, as: id, to: current.id, by: user, at: now, connection)
            guard let count = draft.count else { return ((), [entry]) }
            let facts = try current.facts(after: count, on: now.dayInSofia)
            try ActivityStore.add(facts, version: current.version + 1, to: current.id, by: user, at: now, connection)
            let period = ParticipantPeriod(facts)
            if period.isOver(on: now.dayInSofia) {
                try AttendanceStore.forgetTokens(of: current.id, connection)
            } else {
                let key = try vault.periodKey(period.key, at: now, connection)
                try AttendanceStore.set(count.reached.map { ($0.sign.token(key), $0.cell) }, of: period, current.id, connection)
            }
            if let changed = try ActivityStore.find(current.id, connection) {
                try sources.fitting(connection).assign(changed, by: user, at: now, connection)
            }
            return ((), [entry])
        }
    }

    /// Takes the list of an act back; its heads stay as numbers that may be corrected by hand.
    func unlist(_ activity: Activity, _ request: WebRequest) async throws {
        try await write(activity, request) { _, connection in
            try AttendanceStore.end(activity.id, at: request.now, connection)
            try AttendanceStore.forgetTokens(of: activity.id, connection)
        }
    }
}

extension Activity {
    /// What a list makes of the facts. Throws ``ActivityActs/Problem/notOver`` where nobody can have been there yet.
    fileprivate func facts(after count: AttendanceCount, on today: Day) throws(ActivityActs.Problem) -> ActivityFacts {
        guard facts.state != .cancelled, facts.isOpenEnded || facts.endsOn <= today else { throw .notOver }
        var facts = facts
        facts.state = .done
        facts.heads = count.heads
        if kind.fields.contains(.method) { facts.codes[ActivityField.method.code] = ["list"] }
        return facts
    }
}

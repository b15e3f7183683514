public import Calendar
import Core
public import Database
import Policy

extension CasesFeature {
    /// Writes what happened into the timeline of a person's case, and lets it start and end the clocks of the case. For other rooms, in the
    /// transaction of their own change. Without an open case the line stands with the person alone.
    public static func record(_ event: CaseEvent, rules: ClockRules, _ connection: any Connection) throws {
        try Timeline(rules: rules).add(event, connection)
    }
}

/// Writes events with all that follows from them, inside a transaction that the caller holds.
struct Timeline: Sendable {
    let rules: ClockRules

    /// - Parameter audience: for whom the line is.
    func add(_ event: CaseEvent, audience: Audience? = nil, _ connection: any Connection) throws {
        let file = try event.file ?? CaseStore.open(of: event.person, connection)?.id
        try TimelineStore.add(event, in: file, audience: audience, connection)
        guard let file, !event.clocks.isEmpty, let person = try PersonStore.find(event.person, connection) else { return }
        let subject = try subject(person, in: file, connection)
        for clock in event.clocks.sorted(by: { $0.rawValue < $1.rawValue }) {
            try CaseClockStore.take(clock, object: event.object, at: event.at, file, person.id, subject, rules, connection)
        }
    }

    /// What the rules ask of a person; what nobody knows excludes no rule.
    private func subject(_ person: Person, in file: CaseID, _ connection: any Connection) throws -> ClockSubject {
        let citizenship = try TraffickingStore.facts(of: [person.id], in: file, connection)[person.id]?.citizenship
        return ClockSubject(
            isChild: person.ageGroup == .unknown ? nil : person.ageGroup == .child, isForeigner: citizenship.map { $0 != "BG" })
    }
}

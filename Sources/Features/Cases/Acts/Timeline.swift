public import Calendar
public import Core
public import Database
import Policy

extension CasesFeature {
    /// Writes what happened into the timeline of a person's case, and lets it start and end the clocks of the case. For other rooms, in the
    /// transaction of their own change. Without an open case the line stands with the person alone.
    public static func record(_ event: CaseEvent, rules: ClockRules, _ connection: any Connection) throws {
        try Timeline(rules: rules).add(event, connection)
    }

    /// Ends the clocks that wait for a referral of a person, in whichever of her cases; in the transaction in which it is sent.
    public static func referralSent(of person: PersonID, at now: Instant, rules: ClockRules, _ connection: any Connection) throws {
        for file in try CaseStore.cases(of: person, connection) {
            try CaseClockStore.end(with: .referralSent, at: now, noted: now, file.id, person, rules, connection)
        }
    }
}

/// Writes events with all that follows from them, inside a transaction that the caller holds.
struct Timeline: Sendable {
    let rules: ClockRules

    /// - Parameters:
    ///   - audience: for whom the line is.
    ///   - noted: when it was noted, where that is later than it happened.
    func add(_ event: CaseEvent, audience: Audience? = nil, noted: Instant? = nil, _ connection: any Connection) throws {
        let open = try event.file.map { [$0] } ?? CaseStore.cases(of: event.person, connection).filter(\.isOpen).map(\.id)
        try TimelineStore.add(event, in: open.first, audience: audience, connection)
        guard !open.isEmpty, !event.clocks.isEmpty, let person = try PersonStore.find(event.person, connection) else { return }
        // What is told of a person and of no case counts for all that are open.
        for file in open {
            let subject = try subject(person, in: file, connection)
            for clock in event.clocks.sorted(by: { $0.rawValue < $1.rawValue }) {
                try CaseClockStore.take(
                    clock, object: event.object, at: event.at, noted: noted ?? event.at, file, person.id, subject, rules, connection)
            }
        }
    }

    /// Brings the clocks of identification into line with the rows that stand and with what is known of a person.
    func settle(_ file: CaseID, _ id: PersonID, at now: Instant, _ connection: any Connection) throws {
        guard let person = try PersonStore.find(id, connection) else { return }
        try IdentificationClocks.settle(
            file, id, subject(person, in: file, connection), childSince: PersonStore.childSince(person, connection), at: now, rules,
            connection)
    }

    /// What the rules ask of a person; what nobody knows excludes no rule.
    private func subject(_ person: Person, in file: CaseID, _ connection: any Connection) throws -> ClockSubject {
        let citizenship = try TraffickingStore.facts(of: [person.id], in: file, connection)[person.id]?.citizenship
        let told = person.citizenship == .unknown ? nil : person.citizenship == .foreign
        return ClockSubject(
            isChild: person.ageGroup == .unknown ? nil : person.ageGroup == .child, isForeigner: citizenship.map { $0 != "BG" } ?? told)
    }
}

import Admission
import Calendar
import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// What is done with cases as a whole. Each act is one transaction with its entries in the ledger.
struct CaseActs: Sendable {
    let database: any Database
    let vault: Vault
    let rules: ClockRules

    var timeline: Timeline { Timeline(rules: rules) }

    /// Why something can't be done with a case.
    enum Problem: Error, Equatable {
        /// She is in it already.
        case alreadyIn
        /// It was closed meanwhile.
        case closed
        /// The step was done already, or is none of hers.
        case noStep
        /// She is the only one left in it: a case ends by closing.
        case last
        /// What was noted when somebody was identified still waits for an answer.
        case waiting(rules: Set<String>)
        /// Another organisation works in it, too.
        case shared
        /// Something goes on after the end, and no day was named on which somebody looks after it.
        case noFollowUp
        /// What it corrects was corrected already, or is none of hers to correct.
        case corrected
        /// A colleague wrote another version since the form was opened.
        case overtaken
    }

    /// Opens a case for a person, inside a transaction that the caller holds.
    func open(
        _ person: PersonID, as role: CaseMember.Role, from signal: SignalID?, as id: CaseID = .new(), by actor: Actor, at now: Instant,
        _ connection: any Connection
    ) throws -> Case {
        let file = Case(
            id: id, reference: try CaseStore.nextReference(now.dayInSofia.year, connection), organisation: actor.organisation,
            signal: signal, openedAt: now, closing: nil)
        try CaseStore.add(file, by: actor.user, connection)
        _ = try CaseStore.join(person, as: role, file.id, by: actor.user, at: now, connection)
        try timeline.add(
            CaseEvent(
                "case.opened", of: person, in: file.id, at: now, object: file.id.text, by: actor.user, for: actor.organisation,
                clocks: [.caseDeveloped]), connection)
        return file
    }

    /// Puts a person into a case that is open. Throws ``Problem/alreadyIn``.
    func join(
        _ person: PersonID, as role: CaseMember.Role, _ file: CaseID, by actor: Actor, at now: Instant, _ connection: any Connection
    ) throws {
        guard try CaseStore.join(person, as: role, file, by: actor.user, at: now, connection) else { throw Problem.alreadyIn }
        try timeline.add(
            CaseEvent(
                "case.joined", of: person, in: file, at: now, object: file.text, by: actor.user, for: actor.organisation,
                clocks: [.caseDeveloped]), connection)
        try timeline.settle(file, person, at: now, connection)
    }

    /// What a signal's record leads to: the open case of that signal where she may see it, otherwise a new one; nothing where the person has
    /// an open case of it already.
    func follow(_ signal: SignalID, _ person: PersonID, by actor: Actor, at now: Instant, _ connection: any Connection) throws {
        let context = Context(now: now, purpose: Policy.purposes(of: actor).first)
        for file in try CaseStore.open(from: signal, connection) {
            let members = try CaseStore.members(of: [file.id], connection)[file.id] ?? []
            if members.contains(where: { $0.person.id == person }) { return }
            let isKnown = try members.contains { member in
                let facts = try RelationStore.facts(of: member.person.id.text, at: now, connection)
                return Policy.decide(actor, .personChange, on: facts, in: context).isAllowed
            }
            guard isKnown else { continue }
            return try join(person, as: .victim, file.id, by: actor, at: now, connection)
        }
        _ = try open(person, as: .victim, from: signal, by: actor, at: now, connection)
    }

    /// Opens a case for a person, or puts her into one; gives the same again for a form that was sent already.
    func open(_ passage: PersonPassage, as role: CaseMember.Role, into file: CaseID?, _ sent: SentForm?) async throws -> CaseID {
        try await Ledger.write(database) { connection in
            let (person, actor, now) = (passage.person.id, passage.actor, passage.now)
            let new = CaseID.new()
            if let there = try sent?.made((file ?? new).text, at: now, connection).flatMap(CaseID.init) { return (there, []) }
            let id: CaseID
            if let file {
                guard try CaseStore.find(file, connection)?.isOpen == true else { throw Problem.closed }
                try join(person, as: role, file, by: actor, at: now, connection)
                id = file
            } else {
                id = try open(person, as: role, from: nil, as: new, by: actor, at: now, connection).id
            }
            return (id, [passage.entry(.personChange, fields: ["case"])])
        }
    }

    /// Ends a person's part in a case. Steps that were agreed stay to be made; what was written stays to be read. Throws ``Problem/last``, and
    /// ``Problem/waiting(rules:)`` while a clock of her identification runs, which nobody would see any more.
    func leave(_ work: CaseWork) async throws {
        try await write(work, "case") { connection in
            let (person, file, now) = (work.person.id, work.file.id, work.passage.now)
            guard try CaseStore.members(of: [file], connection)[file]?.contains(where: { $0.person.id != person }) == true else {
                throw Problem.last
            }
            let waiting = try Set(CaseClockStore.open(of: [person], in: file, connection).map(\.rule)).intersection(
                IdentificationClocks.rules)
            guard waiting.isEmpty else { throw Problem.waiting(rules: waiting) }
            try CaseClockStore.end([CaseClockStore.review], file, person, because: "left", at: now, connection)
            try CaseStore.leave(person, file, by: work.passage.actor.user, at: now, connection)
            try timeline.add(work.event("case.left", file.text), connection)
        }
    }

    /// Remembers a look at what concerns one person; to be called before it leaves.
    func look(_ works: [CaseWork]) async throws {
        try await Ledger.write(database) { _ in ((), works.map { $0.passage.entry(.personOpen) }) }
    }

    /// Notes what happened, and lets the clocks follow.
    func note(_ event: NotedEvent, _ work: CaseWork) async throws {
        let id = Identifier<NotedEvent>.new()
        try await write(work, "event") { connection in
            try timeline.add(
                work.event("event." + event.kind.rawValue, id.text, at: event.at, clocks: [event.kind.clock]), noted: work.passage.now,
                connection)
        }
    }

    /// Agrees on what comes next.
    func agree(_ step: NextStep, _ work: CaseWork) async throws {
        try await write(work, "step") { connection in
            try StepStore.add(step, work.file.id, by: work.passage.actor.user, at: work.passage.now, connection)
            try timeline.add(work.event("step." + step.kind.rawValue, step.id.text, group: step.kind.group), connection)
        }
    }

    /// Says that a step was done. Of a closed case, too: how she is after the end is asked then. Throws ``Problem/noStep``.
    func done(_ step: Identifier<NextStep>, _ work: CaseWork) async throws {
        try await Ledger.write(database) { connection in
            let (actor, now) = (work.passage.actor, work.passage.now)
            guard try StepStore.done(step, work.file.id, work.person.id, by: actor.user, at: now, connection) else { throw Problem.noStep }
            try timeline.add(work.event("step.done", step.text, clocks: [.caseDeveloped]), connection)
            return ((), [work.passage.entry(.personChange, fields: ["step"])])
        }
    }

    /// Gives a step to somebody else. Of a closed case, too. Throws ``Problem/noStep``.
    func give(_ step: Identifier<NextStep>, to colleague: Actor, _ work: CaseWork) async throws {
        try await Ledger.write(database) { connection in
            guard try StepStore.give(step, to: colleague.user, of: colleague.organisation, work.file.id, work.person.id, connection) else {
                throw Problem.noStep
            }
            try timeline.add(work.event("step.given", step.text), connection)
            return ((), [work.passage.entry(.personChange, fields: ["step"], parties: [colleague.user.text])])
        }
    }

    /// Closes a case that no other organisation works in. A question afterwards becomes a step of whoever closed it, with each of the persons.
    ///
    /// Throws ``Problem/shared``; ``Problem/waiting(rules:)`` while those who identified her have not done what is theirs; and
    /// ``Problem/noFollowUp`` where something goes on of which nobody would be told.
    func close(_ closing: CaseClosing, _ works: [CaseWork]) async throws {
        guard let first = works.first else { return }
        try await Ledger.write(database) { connection in
            let (actor, file) = (first.passage.actor, first.file.id)
            guard try CaseStore.find(file, connection)?.isOpen == true else { throw Problem.closed }
            guard try !isShared(works, connection) else { throw Problem.shared }
            let persons = works.map(\.person.id)
            if closing.reason.isFinal {
                for person in persons {
                    try CaseClockStore.end(CaseClockStore.rules, file, person, because: "closed", at: closing.at, connection)
                }
            } else {
                let running = try Set(CaseClockStore.open(of: persons, in: file, connection).map(\.rule))
                let duties = running.intersection(IdentificationClocks.duties)
                guard duties.isEmpty else { throw Problem.waiting(rules: duties) }
                let goesOn = try !running.isDisjoint(with: IdentificationClocks.rules) || hasOpenGoals(persons, file, connection)
                guard closing.followUp != nil || !goesOn else { throw Problem.noFollowUp }
            }
            try CaseStore.close(file, closing, for: actor.organisation, connection)
            for work in works { try timeline.add(work.event("closed." + closing.reason.rawValue, file.text), connection) }
            for person in persons {
                guard let day = closing.followUp else { continue }
                let step = NextStep(
                    id: .new(), person: person, kind: .followUp, due: day, user: actor.user, organisation: actor.organisation)
                try StepStore.add(step, file, by: actor.user, at: closing.at, connection)
            }
            return ((), works.map { $0.passage.entry(.personChange, fields: ["closing"]) })
        }
    }

    /// Whether somebody is in a case whom the organisation does not lead, or whom the visitor does not see: her work would end unseen.
    func isShared(_ works: [CaseWork], _ connection: any Connection) throws -> Bool {
        guard let first = works.first else { return false }
        let lead = HeldRelation(.lead, first.passage.actor.organisation.text)
        let own = Set(works.filter { $0.passage.facts.relations.contains(lead) }.map(\.person.id))
        return try CaseStore.members(of: [first.file.id], connection)[first.file.id]?.contains { !own.contains($0.person.id) } ?? false
    }

    private func hasOpenGoals(_ persons: [PersonID], _ file: CaseID, _ connection: any Connection) throws -> Bool {
        try SupportPlanStore.plans(of: persons, in: file, connection).values.contains { plan in
            plan.goals.contains { $0.state == .open }
        }
    }

    /// Takes up work again.
    func reopen(because reason: CaseClosing.Return, _ works: [CaseWork]) async throws {
        guard let first = works.first else { return }
        try await Ledger.write(database) { connection in
            let now = first.passage.now
            // Two who reopen it in the same moment reopen it once.
            guard try CaseStore.find(first.file.id, connection)?.isOpen == false else { return ((), []) }
            try CaseStore.reopen(first.file.id, because: reason, by: first.passage.actor.user, at: now, connection)
            for work in works {
                try timeline.add(work.event("reopened." + reason.rawValue, work.file.id.text, clocks: [.caseDeveloped]), connection)
                try timeline.settle(work.file.id, work.person.id, at: now, connection)
            }
            return ((), works.map { $0.passage.entry(.personChange, fields: ["closing"]) })
        }
    }

    /// Runs a change to an open case together with its entry; not again for a form that was sent already. Throws ``Problem/closed``, also where she
    /// is in it no longer.
    func write(_ work: CaseWork, _ field: String, _ body: @Sendable @escaping (any Connection) throws -> Void) async throws {
        try await Ledger.write(database) { connection in
            guard try CaseStore.find(work.file.id, connection)?.isOpen == true,
                try CaseStore.isMember(work.person.id, of: work.file.id, connection)
            else { throw Problem.closed }
            if try work.sent?.made(work.file.id.text, at: work.passage.now, connection) != nil { return ((), []) }
            try body(connection)
            return ((), [work.passage.entry(.personChange, fields: [field])])
        }
    }
}

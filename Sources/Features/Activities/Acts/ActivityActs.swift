import Core
import Counting
import Database
import Ledger
import Policy
import Vault
import Web

/// What is done with acts. Each is one transaction with its entry in the ledger.
struct ActivityActs: Sendable {
    let database: any Database
    let vault: Vault
    let sources: ActivitySources

    /// Why something can't be done with an act.
    enum Problem: Error, Equatable {
        /// Somebody changed it meanwhile: what was typed rests on an earlier version.
        case overtaken
        /// An act can't be merged into itself, into one of another kind, or into one that is merged itself.
        case notAlike
        /// A field names an act that is none of one's own, or none of its kind.
        case notOwn(field: String)
        /// Nobody can have been there yet, or nobody was: the act is not over, or did not take place.
        case notOver
        /// More copies would be handed out than were made.
        case short(Shortage)
    }

    /// Writes down an act. Sent twice, by a double click or a reload, it is there once: the form names it.
    func add(_ facts: ActivityFacts, _ kind: ActivityKind, as id: ActivityID, _ request: WebRequest) async throws -> Activity {
        let (actor, now, entry) = (try request.signedIn().actor, request.now, try entry(.activityAdd, id, request))
        let sources = sources
        return try await Ledger.write(database) { connection in
            if let there = try ActivityStore.find(id, connection) {
                // Somebody else's act is not shown to whoever guessed how it is called.
                guard there.organisation == actor.organisation else { throw WebError.badRequest }
                return (there, [])
            }
            var facts = facts
            facts.sameAs = nil
            try ActivityActs.checkNamed(facts, kind, of: actor.organisation, before: nil, connection)
            let activity = Activity(
                id: id, reference: try ReferenceNumber.next("Д", kind: "activity", year: facts.startsOn.year, connection),
                organisation: actor.organisation, kind: kind, enteredAt: now, enteredBy: actor.user, facts: facts, version: 1, stages: [],
                tasks: [], assignments: [])
            let stocks = try PrintRuns(of: activity, connection)
            try ActivityStore.add(activity, connection)
            try stocks.check(activity, connection)
            try sources.fitting(connection).assign(activity, by: actor.user, at: now, connection)
            return (activity, [entry])
        }
    }

    /// Writes the facts anew as a version of their own. Throws ``Problem``.
    ///
    /// - Parameter version: the one that the form was filled in with.
    func correct(_ facts: ActivityFacts, of activity: Activity, version: Int, _ request: WebRequest) async throws {
        try await change(activity, request) { current, connection in
            guard current.version == version else { throw Problem.overtaken }
            var facts = facts
            facts.sameAs = current.facts.sameAs
            // Who joined by herself is not on the form.
            facts.coOrganisers.formUnion(current.facts.joined.map(\.text))
            if current.isListed { facts.heads = current.facts.heads }
            try ActivityActs.checkNamed(facts, current.kind, of: current.organisation, before: current.facts, connection)
            return facts
        }
    }

    /// Writes one's own organisation into another's act as a co-organiser: what two did together is there once.
    func join(_ activity: Activity, _ request: WebRequest) async throws {
        let own = try request.signedIn().actor.organisation
        try await change(activity, request) { current, _ in
            var facts = current.facts
            facts.coOrganisers.insert(own.text)
            return facts
        }
    }

    /// Says that an act took place, is put off, or does not take place. Throws ``Problem/short(_:)``.
    func move(_ activity: Activity, to state: ActivityFacts.State, _ request: WebRequest) async throws {
        try await change(activity, request) { current, _ in
            var facts = current.facts
            facts.state = state
            return facts
        }
    }

    /// Says that an act is the same as another one, which stands for both from then on; nil takes that back. Throws ``Problem/notAlike``.
    func merge(_ activity: Activity, into other: ActivityID?, _ request: WebRequest) async throws {
        let actor = try request.signedIn().actor
        try await change(activity, request) { current, connection in
            var facts = current.facts
            facts.sameAs = other
            guard let other else { return facts }
            let target = try ActivityStore.find(other, connection)
            guard let target, target.kind == current.kind, target.id != current.id, target.facts.sameAs == nil else {
                throw Problem.notAlike
            }
            // Who organised the one that goes is a co-organiser of the one that stays.
            if current.organisation != target.organisation {
                var joined = target.facts
                joined.coOrganisers.insert(current.organisation.text)
                try ActivityStore.add(
                    joined, version: target.version + 1, to: target.id, by: actor.user, at: request.now, connection)
            }
            return facts
        }
    }

    private func change(
        _ activity: Activity, _ request: WebRequest, _ body: @Sendable @escaping (Activity, any Connection) throws -> ActivityFacts
    ) async throws {
        let (actor, now, entry) = (try request.signedIn().actor, request.now, try entry(.activityChange, activity.id, request))
        let sources = sources
        try await Ledger.write(database) { connection in
            guard let current = try ActivityStore.find(activity.id, connection) else { throw WebError.notFound }
            let facts = try body(current, connection)
            let stocks = try PrintRuns(of: current, as: facts, connection)
            try ActivityStore.add(facts, version: current.version + 1, to: current.id, by: actor.user, at: now, connection)
            // Made with the key of another year they would tell nobody apart.
            if ParticipantPeriod(facts) != ParticipantPeriod(current.facts) {
                try AttendanceStore.forgetTokens(of: current.id, connection)
            }
            if let changed = try ActivityStore.find(current.id, connection) {
                try stocks.check(changed, connection)
                try sources.fitting(connection).assign(changed, by: actor.user, at: now, connection)
            }
            return ((), [entry])
        }
    }

    /// Says that a stage was reached, or takes it back.
    func reach(_ stage: ActivityStage, on day: Day?, number: String?, of activity: Activity, _ request: WebRequest) async throws {
        try await write(activity, request) { user, connection in
            guard let day else { return try ActivityStore.unreach(stage, activity.id, at: request.now, connection) }
            try ActivityStore.reach(
                ReachedStage(stage: stage, on: day, number: number), activity.id, by: user, at: request.now, connection)
            if let changed = try ActivityStore.find(activity.id, connection) {
                try sources.fitting(connection).assign(changed, by: user, at: request.now, connection)
            }
        }
    }

    func add(_ task: ActivityTask, to activity: Activity, _ request: WebRequest) async throws {
        try await write(activity, request) { user, connection in
            try ActivityStore.add(task, to: activity.id, by: user, at: request.now, connection)
        }
    }

    /// Says when a task was done; nil for not yet.
    func finish(_ task: ActivityTask, of activity: Activity, on day: Day?, _ request: WebRequest) async throws {
        try await write(activity, request) { user, connection in
            try ActivityStore.finish(task.id, of: activity.id, on: day, by: user, connection)
        }
    }

    /// Says which measures an act serves, in the place of what was said before.
    func assign(_ activity: Activity, to measures: Set<MeasureReference>, _ request: WebRequest) async throws {
        try await write(activity, request) { user, connection in
            let before = Set(activity.assignments.map(\.measure))
            for one in before.subtracting(measures) {
                try ActivityStore.unassign(activity.id, from: one, by: user, at: request.now, connection)
            }
            for one in measures.subtracting(before) {
                try ActivityStore.assign(activity.id, to: one, by: user, at: request.now, connection)
            }
        }
    }

    func write(
        _ activity: Activity, _ request: WebRequest, _ body: @Sendable @escaping (UserID, any Connection) throws -> Void
    ) async throws {
        let (user, entry) = (try request.signedIn().actor.user, try entry(.activityChange, activity.id, request))
        try await Ledger.write(database) { connection in
            try body(user, connection)
            return ((), [entry])
        }
    }

    func entry(_ act: Act, _ activity: ActivityID, _ request: WebRequest) throws -> LedgerEntry {
        let actor = try request.signedIn().actor
        let decision = Policy.decide(actor, act, on: nil, in: Context(now: request.now, hasFreshFactor: true))
        guard decision.isAllowed else { throw WebError.forbidden }
        return LedgerEntry(
            of: actor, at: request.now, act: act.rawValue, object: activity.text, rule: decision.rule.rawValue, request: request.id)
    }
}

extension ActivitySources {
    /// What acts are assigned by, as plans stand in this transaction.
    func fitting(_ connection: any Connection) throws -> Fitting {
        Fitting(offers: try offers(connection), institution: institution)
    }
}

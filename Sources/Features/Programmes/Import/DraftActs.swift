import Core
import Database
import Ledger
import Policy
import Reference
import Web

/// What becomes of drafts on the pages. Each act is one transaction with its entry in the ledger.
struct DraftActs: Sendable {
    let database: any Database
    let register: InstitutionRegister

    /// Why a draft was not accepted.
    enum Refusal: Error, Equatable {
        /// Another version was accepted since the page was made: the difference is another one.
        case baseChanged
        /// Two measures were said to be the same one of the version before; its code.
        case claimedTwice(String)
    }

    /// Puts a draft in force, its measures going on as a person says.
    ///
    /// - Parameters:
    ///   - base: the accepted version that she saw; nil where there was none.
    ///   - found: the draft's findings: what was accepted of them holds under the names that they have from now on.
    func accept(
        _ version: Identifier<PlanVersion>, base: Identifier<PlanVersion>?, decided: [String: MeasureSuccession.Decision],
        found: [PlanFinding], _ request: WebRequest
    ) async throws -> StoredPlan {
        try await Ledger.write(database) { connection in
            guard let draft = try DraftStore.draft(version, connection) else { throw WebError.notFound }
            let accepted = try DraftStore.accepted(draft.id, connection)
            guard accepted?.versionID == base else { throw Refusal.baseChanged }
            if let refusal = DraftActs.refusal(decided) { throw refusal }
            let carried = DraftActs.carried(accepted, to: draft.content, decided, register)
            let identities = DraftActs.identities(of: draft.content, after: accepted, own: draft.measureIDs, carried: carried)
            try DraftStore.accept(draft, identities: identities, now: request.now, connection)
            var inForce = draft
            inForce.measureIDs = identities
            let names = zip(NamedFinding.all(found, in: draft), NamedFinding.all(found, in: inForce)).map { (old: $0.name, new: $1.name) }
            try FindingStore.rename(names, in: draft.id, connection)
            return (draft, [try request.entry(.planKeep, as: "plan.accept", of: "\(draft.slug)#\(draft.version)")])
        }
    }

    /// What speaks against what a person says of measures; nil where nothing does.
    static func refusal(_ decided: [String: MeasureSuccession.Decision]) -> Refusal? {
        var claimed: Set<String> = []
        for case .continues(let code) in decided.values where !claimed.insert(code).inserted { return .claimedTwice(code) }
        return nil
    }

    /// Makes a draft an edition of the plan in force with a name in addresses; without one a plan of its own.
    ///
    /// - Parameter found: the draft's findings: what was accepted of them goes along.
    func assign(_ version: Identifier<PlanVersion>, to slug: String?, found: [PlanFinding], _ request: WebRequest) async throws {
        try await Ledger.write(database) { connection in
            guard let draft = try DraftStore.draft(version, connection) else { throw WebError.notFound }
            let plan = try DraftActs.plan(slug, for: draft, now: request.now, connection)
            guard plan != draft.id else { return ((), []) }
            guard let moved = try DraftStore.move(draft, to: plan, found: found, connection) else { throw WebError.notFound }
            let (old, new) = ("\(draft.slug)#\(draft.version)", "\(moved.slug)#\(moved.version)")
            return ((), [try request.entry(.planKeep, as: "plan.assign", of: "\(old) → \(new)")])
        }
    }

    /// The plan to which a draft goes; its own where it is there already.
    private static func plan(
        _ slug: String?, for draft: StoredPlan, now: Instant, _ connection: any Connection
    ) throws -> Identifier<StoredPlan> {
        guard let slug else {
            guard try DraftStore.accepted(draft.id, connection) != nil else { return draft.id }
            return try PlanStore.ownPlan(of: draft, now: now, connection)
        }
        guard let plan = try DraftStore.inForce(slug, connection) else { throw WebError.notFound }
        return plan
    }

    /// Throws a draft away.
    func discard(_ version: Identifier<PlanVersion>, _ request: WebRequest) async throws {
        try await Ledger.write(database) { connection in
            guard let draft = try DraftStore.draft(version, connection) else { throw WebError.notFound }
            try DraftStore.discard(draft, connection)
            return ((), [try request.entry(.planKeep, as: "plan.discard", of: "\(draft.slug)#\(draft.version)")])
        }
    }

    /// Positions of the version before by those of a plan that amends it.
    static func carried(
        _ base: StoredPlan?, to plan: PlanContent, _ decided: [String: MeasureSuccession.Decision], _ register: InstitutionRegister
    ) -> [Int: Int] {
        base.map { MeasureSuccession(from: $0.content, to: plan, register: register, decided: decided).carried } ?? [:]
    }

    /// Identity of each measure: of the measure it goes on from; where it is new that of the draft, on which something may hang, else a new one.
    ///
    /// - Parameters:
    ///   - base: the version that it amends.
    ///   - own: the identities that a draft has.
    ///   - carried: positions of the base by those of the plan.
    static func identities(of plan: PlanContent, after base: StoredPlan?, own: [String], carried: [Int: Int]) -> [String] {
        let known = Set(base?.measureIDs ?? [])
        return plan.measures.indices.map { position in
            if let previous = carried[position], let base { return base.measureIDs[previous] }
            if own.indices.contains(position), !known.contains(own[position]) { return own[position] }
            return Identifier<Measure>.new().text
        }
    }
}

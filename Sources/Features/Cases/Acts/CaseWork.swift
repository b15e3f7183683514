import Admission
import Calendar
import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// Somebody let through to what concerns one person in one case. Who may is decided on the person's record; that the case is hers as well is
/// what this adds.
struct CaseWork: Sendable {
    let passage: PersonPassage
    let file: Case
    let member: CaseMember
    /// The form that she sent, where it has a number.
    var sent: SentForm?

    var person: Person { passage.person }
    /// What of sealed fields she could be shown, with a fresh code.
    var groups: Set<FieldGroup> { sight.groups }
    /// What of them she may write.
    var writable: Set<FieldGroup> { passage.atBest(.personChange).mask }
    var isWorker: Bool { passage.facts.relations.contains(HeldRelation(.worker, passage.actor.user.text)) }
    /// The case is open, and she is in it: something can be written.
    var isOpen: Bool { file.isOpen && isMember }
    /// She is in it still; of whom it ended what was written stays to be read.
    var isMember: Bool { member.until == nil }
    var mayChange: Bool { isOpen && passage.atBest(.personChange).isAllowed }
    var path: String { "/cases/" + file.id.text + "/" + person.id.text }

    func reads(_ file: CaseFile) -> Bool {
        groups.contains(file.kind.group)
            && file.audience.includes(passage.actor, passage.facts, writtenBy: file.author, for: file.organisation)
    }

    /// Whether she may take back a file: who sealed it, and who answers for her.
    func withdraws(_ file: CaseFile) -> Bool {
        let (actor, isOpen) = (passage.actor, mayChange && !file.isWithdrawn)
        return isOpen
            && (file.author == actor.user || file.organisation == actor.organisation && passage.atBest(.personAssign).isAllowed)
    }

    var reader: TimelineStore.Reader {
        TimelineStore.Reader(person: person.id, actor: passage.actor, isWorker: isWorker, groups: groups, isLimited: !isShared)
    }

    /// The event of an act of hers, now unless told.
    func event(_ kind: String, _ object: String, at: Instant? = nil, group: FieldGroup? = nil, clocks: Set<ClockEvent> = []) -> CaseEvent {
        CaseEvent(
            kind, of: person.id, in: file.id, at: at ?? passage.now, object: object, by: passage.actor.user,
            for: passage.actor.organisation, group: group, clocks: clocks)
    }
}

extension CasesFeature {
    /// Lets a request through to a person of a case, as ``passage(_:_:purpose:code:)`` does to her record. A case that is not hers, a record that
    /// she may not open, and one of which only a referral is known are not there.
    func work(_ act: Act, _ request: WebRequest, code: String? = nil) async throws -> CaseWork {
        guard let id = request.parameters["person"].flatMap(PersonID.init), let file = request.parameters["case"].flatMap(CaseID.init)
        else {
            throw WebError.notFound
        }
        let passage = try await passage(act, id, file, request, code: code)
        guard passage.decision.reach == .record else { throw WebError.notFound }
        let found = try await database.read { connection in
            (try CaseStore.find(file, connection), try CaseStore.everybody(in: file, connection).first { $0.person.id == id })
        }
        guard let one = found.0, let member = found.1 else { throw WebError.notFound }
        return CaseWork(passage: passage, file: one, member: member)
    }

    private func passage(
        _ act: Act, _ id: PersonID, _ file: CaseID, _ request: WebRequest, code: String?
    ) async throws -> PersonPassage {
        do {
            return try await admission.passage(
                act, to: id, seenBy: [.personOpen], request, purpose: request.form["purpose"], code: code
            ) { connection in
                guard try CaseStore.wasMember(id, of: file, connection) else { return nil }
                return try PersonStore.find(id, connection).flatMap { $0.erasedAt == nil ? $0 : nil }
            }
        } catch let problem as PassageProblem {
            // Whoever knows of a referral alone must not learn from a refusal that there is a case.
            let actor = try request.signedIn().actor
            let context = Context(now: request.now, purpose: Policy.purposes(of: actor).first)
            let facts = try await database.read { try RelationStore.facts(of: id.text, at: request.now, $0) }
            guard Policy.decide(actor, .personOpen, on: facts, in: context).reach == .record else { throw WebError.notFound }
            throw problem
        }
    }

    /// In whose hands work is at a moment.
    func hands(at now: Instant) -> Hands { Hands(ability: sources.ability, now: now) }

    var caseActs: CaseActs { CaseActs(database: database, vault: vault, rules: rules) }
}

public import Core
public import Database
import Ledger
public import Policy
public import Web

/// The only way from a request to an object that not everybody may see: looks it up, decides, asks for a fresh code where the act needs one, and
/// remembers refusals.
public struct Admission: Sendable {
    private let database: any Database
    private let pages: Pages
    private let stepUp: StepUp

    /// - Parameter stepUp: checks a fresh code.
    public init(database: any Database, pages: Pages, stepUp: StepUp) {
        self.database = database
        self.pages = pages
        self.stepUp = stepUp
    }

    /// Lets a request through to an object, or throws: ``WebError/notFound`` for one that is hidden from her and for one that is not there,
    /// alike; ``PassageProblem`` where she sees the object and may not do this. Refusals are remembered.
    ///
    /// - Parameters:
    ///   - sight: acts of which any one, allowed, means that she may know of the object.
    ///   - named: the purpose she named; her usual one where she named none.
    ///   - code: what she typed to prove that it is still she.
    ///   - find: the object; nil where there is none.
    public func passage<Kind, Object: Sendable>(
        _ act: Act, to id: Identifier<Kind>, seenBy sight: [Act], _ request: WebRequest, purpose named: String? = nil,
        code: String? = nil, find: @escaping @Sendable (any Connection) throws -> Object?
    ) async throws -> Passage<Object> {
        let visitor = try request.signedIn()
        let purpose = named.flatMap(Purpose.init) ?? Policy.purposes(of: visitor.actor).first
        let (found, facts, isUnreviewed) = try await database.read { connection in
            (
                try find(connection), try RelationStore.facts(of: id.text, at: request.now, connection),
                try EmergencyOpening.isUnreviewed(visitor.actor.user, at: request.now, connection)
            )
        }
        var context = Context(
            now: request.now, hasFreshFactor: visitor.hasFreshFactor(at: request.now), purpose: purpose, hasUnreviewedGlass: isUnreviewed)
        var decision = Policy.decide(visitor.actor, act, on: facts, in: context)
        func refuse() async throws {
            try await remember(act, facts.id, decision, purpose, visitor, request)
        }
        let isVisible =
            decision.isAllowed || decision.needsFreshFactor
            || sight.contains { Policy.decide(visitor.actor, $0, on: facts, in: context).isAllowed }
        guard let object = found, isVisible else {
            try await refuse()
            throw WebError.notFound
        }
        var token: String?
        if decision.needsFreshFactor {
            token = try await proved(visitor, code, request)
            context.hasFreshFactor = true
            decision = Policy.decide(visitor.actor, act, on: facts, in: context)
        }
        guard decision.isAllowed else {
            try await refuse()
            throw PassageProblem.refused(decision.rule)
        }
        return Passage(
            visitor: visitor, object: object, facts: facts, decision: decision, purpose: purpose, now: request.now, request: request.id,
            token: token)
    }

    /// Writes, before a list leaves, that somebody sees what her organisation has of a kind; she must be allowed to see some of it.
    ///
    /// - Parameters:
    ///   - act: what lets her see it.
    ///   - name: what the ledger calls it where the act says more than was done.
    public func rememberList(_ act: Act, as name: String? = nil, _ request: WebRequest) async throws {
        let actor = try request.signedIn().actor
        let purpose = Policy.purposes(of: actor).first
        let decision = Policy.decide(actor, act, on: nil, in: Context(now: request.now, hasFreshFactor: true, purpose: purpose))
        let entry = LedgerEntry(
            of: actor, at: request.now, act: name ?? act.rawValue, object: actor.organisation.text, purpose: purpose,
            rule: decision.rule.rawValue, request: request.id)
        try await Ledger.write(database) { _ in ((), [entry]) }
    }

    /// Those of several objects, found by the caller in this very transaction, to which a visitor would be let through now, in their order.
    /// Leaving the others out is no refusal: nobody asked for them by name.
    public static func passages<Kind, Object: Sendable>(
        _ act: Act, to objects: [(id: Identifier<Kind>, object: Object)], _ visitor: Visitor, purpose: Purpose?, _ request: WebRequest,
        _ connection: any Connection
    ) throws -> [Passage<Object>] {
        let context = Context(now: request.now, hasFreshFactor: visitor.hasFreshFactor(at: request.now), purpose: purpose)
        return try objects.compactMap { one in
            let facts = try RelationStore.facts(of: one.id.text, at: request.now, connection)
            let decision = Policy.decide(visitor.actor, act, on: facts, in: context)
            guard decision.isAllowed else { return nil }
            return Passage(
                visitor: visitor, object: one.object, facts: facts, decision: decision, purpose: purpose, now: request.now,
                request: request.id, token: nil)
        }
    }

    private func proved(_ visitor: Visitor, _ code: String?, _ request: WebRequest) async throws -> String? {
        switch try await stepUp.proved(visitor, code, pages.words(request.language), request) {
        case .fresh(let token): return token
        case .needed(let wrong): throw PassageProblem.code(wrong: wrong)
        }
    }

    /// What is refused is remembered, too; of an object that is not there the same as of one that is hidden.
    private func remember(
        _ act: Act, _ object: String, _ decision: Decision, _ purpose: Purpose?, _ visitor: Visitor, _ request: WebRequest
    ) async throws {
        let entry = LedgerEntry(
            of: visitor.actor, at: request.now, act: act.rawValue, object: object, purpose: purpose, rule: decision.rule.rawValue,
            decision: .deny, request: request.id)
        try await Ledger.write(database) { _ in ((), [entry]) }
    }
}

import Admission
import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// Somebody let through to a signal.
typealias SignalPassage = Passage<Signal>

/// What is done with signals. Each act is one transaction with its entry in the ledger.
struct SignalActs: Sendable {
    let database: any Database
    let vault: Vault

    /// Why a signal can't be given to an organisation.
    enum Problem: Error, Equatable {
        /// It has the signal already.
        case alreadyPassed
    }

    /// Writes down a signal. Sent twice, by a double click or a reload, it is there once: the form names it.
    ///
    /// - Parameter screening: that it came of; nil for any other.
    func add(
        _ draft: SignalDraft, as id: SignalID, from screening: ActivityID?, _ visitor: Visitor, rule: RuleID, _ request: WebRequest
    ) async throws -> Signal {
        let (vault, actor, now, requestID) = (vault, visitor.actor, request.now, request.id)
        return try await Ledger.write(database) { connection in
            if let there = try SignalStore.find(id, connection) {
                // Somebody else's signal is not shown to whoever guessed how it is called.
                guard there.organisation == actor.organisation else { throw WebError.badRequest }
                return (there, [])
            }
            let signal = Signal(
                id: id, reference: try SignalStore.nextReference(draft.receivedAt.dayInSofia.year, connection),
                organisation: actor.organisation, receivedAt: draft.receivedAt, enteredAt: now, facts: draft.facts, version: 1,
                outcome: nil,
                sealed: Set(draft.sealed.keys), screening: screening)
            try SignalStore.add(signal, by: actor.user, connection)
            try vault.newSubject(SealedSubject(id), for: actor.organisation, at: now, connection)
            try seal(draft.sealed, of: id, as: actor.organisation, at: now, connection)
            try RelationStore.add(HeldRelation(.lead, actor.organisation.text), to: id.text, since: now, by: actor.user.text, connection)
            let entry = LedgerEntry(
                of: actor, at: now, act: Act.signalAdd.rawValue, object: id.text, rule: rule.rawValue,
                fields: draft.sealed.keys.map(\.rawValue).sorted(), request: requestID)
            return (signal, [entry])
        }
    }

    /// Writes the facts anew as a version of their own. Sealed fields are written anew only where something was typed.
    func correct(_ draft: SignalDraft, _ passage: SignalPassage) async throws {
        let (signal, now) = (passage.object, passage.now)
        try await Ledger.write(database) { connection in
            let latest = try SignalStore.find(signal.id, connection)
            let sealed = (latest?.sealed ?? []).union(draft.sealed.keys)
            var facts = draft.facts
            // Not asked again on the form: what is counted once stays counted once.
            facts.sameAs = latest?.facts.sameAs
            try SignalStore.add(
                facts, sealed: sealed, version: (latest?.version ?? 0) + 1, to: signal.id, by: passage.actor.user, at: now, connection
            )
            try seal(draft.sealed, of: signal.id, as: passage.actor.organisation, at: now, connection)
            return ((), [passage.entry(.signalChange, fields: draft.sealed.keys.map(\.rawValue).sorted())])
        }
    }

    private func seal(
        _ values: [SignalField: String], of signal: SignalID, as organisation: OrganisationID, at now: Instant, _ connection: any Connection
    ) throws {
        guard !values.isEmpty else { return }
        let sealed = Dictionary(
            uniqueKeysWithValues: values.map { ($0.key.sealed(signal), Array($0.value.utf8)) })
        try vault.put(sealed, of: SealedSubject(signal), as: organisation, at: now, connection)
    }

    /// Remembers a look at the coded facts; to be called before they leave.
    func look(_ passage: SignalPassage) async throws {
        try await Ledger.write(database) { _ in ((), [passage.entry(.signalOpen)]) }
    }

    /// Opens sealed fields for somebody to see. The look is in the ledger before this returns, or it throws and nothing is seen.
    func unmask(_ passage: SignalPassage) async throws -> [SignalField: String] {
        let fields = SignalField.allCases.filter { passage.decision.mask.contains($0.group) && passage.object.sealed.contains($0) }
        let (vault, signal) = (vault, passage.object.id)
        return try await Ledger.write(database) { connection in
            let opened = try vault.open(
                fields.map { $0.sealed(signal) }, of: SealedSubject(signal), as: passage.actor.organisation, connection)
            let values = opened.reduce(into: [SignalField: String]()) { values, value in
                if let field = SignalField(rawValue: value.key.field) { values[field] = String(decoding: value.value, as: UTF8.self) }
            }
            return (values, [passage.entry(.signalUnmask, fields: fields.map(\.rawValue))])
        }
    }

    /// Says what came of a signal.
    func decide(_ kind: SignalOutcome.Kind, institution: String?, _ passage: SignalPassage) async throws {
        let outcome = SignalOutcome(kind: kind, institution: institution, at: passage.now, by: passage.actor.user)
        try await Ledger.write(database) { connection in
            try SignalStore.decide(outcome, passage.object.id, connection)
            return ((), [passage.entry(.signalDecide)])
        }
    }

    /// Gives a signal with all that is sealed in it to another organisation, which takes it on. Throws ``Problem/alreadyPassed``.
    func pass(to organisation: OrganisationID, _ passage: SignalPassage) async throws {
        let vault = vault
        try await Ledger.write(database) { connection in
            let (signal, now, actor) = (passage.object.id, passage.now, passage.actor)
            let live = try RelationStore.live(of: signal.text, at: now, connection)
            guard !live.contains(where: { $0.held.holder == organisation.text }) else { throw Problem.alreadyPassed }
            try vault.grant(SealedSubject(signal), from: actor.organisation, to: organisation, at: now, connection)
            try RelationStore.add(HeldRelation(.receiving, organisation.text), to: signal.text, since: now, by: actor.user.text, connection)
            try SignalStore.pass(signal, to: organisation, by: actor.user, at: now, connection)
            return ((), [passage.entry(.signalPass)])
        }
    }
}

extension SignalField {
    /// The group it is shown with.
    var group: FieldGroup {
        switch self {
        case .caller, .phone: .contact
        case .place: .address
        case .note: .narrative
        }
    }

    /// Where its value stands in the vault.
    func sealed(_ signal: SignalID) -> SealedField { SealedField(table: SignalField.table, record: signal.text, field: rawValue) }
}

extension SignalsFeature {
    /// Lets a request through to a signal, or throws as ``Admission/passage(_:to:seenBy:_:purpose:code:find:)`` does.
    func passage(_ act: Act, _ request: WebRequest, purpose: String? = nil, code: String? = nil) async throws -> SignalPassage {
        guard let id = request.parameters["signal"].flatMap(SignalID.init) else { throw WebError.notFound }
        return try await admission.passage(act, to: id, seenBy: [.signalList], request, purpose: purpose, code: code) {
            try SignalStore.find(id, $0)
        }
    }
}

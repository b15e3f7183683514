import Admission
import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// What is done with consents. Each act is one transaction with its entry in the ledger.
struct ConsentActs: Sendable {
    let database: any Database
    let vault: Vault
    let sources: ReferralSources
    let ending: AccessEnding

    /// Why a consent can't be withdrawn.
    enum Problem: Error, Equatable {
        /// It was already.
        case alreadyWithdrawn
        /// The form was sent before, with something else in it.
        case changed
    }

    /// Writes a consent down. Sent twice it is there once: the form names it.
    func give(_ consent: Consent, names: [ConsentField: String], _ passage: RecordPassage) async throws {
        let (actor, now) = (passage.actor, passage.now)
        try await Ledger.write(database) { connection in
            if let there = try ConsentStore.find(consent.id, connection) {
                guard there.person == consent.person else { throw WebError.badRequest }
                guard try isSame(consent, names, there, actor.organisation, connection) else { throw Problem.changed }
                return ((), [])
            }
            try ConsentStore.add(consent, by: actor.user, connection)
            let values = Dictionary(uniqueKeysWithValues: names.map { ($0.key.sealed(consent.id), Array($0.value.utf8)) })
            if !values.isEmpty {
                try vault.put(values, of: SealedSubject(consent.person), as: actor.organisation, at: now, connection)
            }
            try happened("consent.given", consent, actor, now, connection)
            let fields = consent.shared.groups.map(\.rawValue).sorted()
            return ((), [passage.entry(.consentGive, fields: fields, parties: consent.recipients.map(\.text).sorted())])
        }
    }

    /// Whether a form that comes again says what it said before.
    private func isSame(
        _ consent: Consent, _ names: [ConsentField: String], _ there: Consent, _ own: OrganisationID, _ connection: any Connection
    ) throws -> Bool {
        let same = Consent(
            id: there.id, person: there.person, organisation: there.organisation, purpose: consent.purpose, recipients: consent.recipients,
            shared: consent.shared, language: consent.language, interpreter: consent.interpreter, form: consent.form,
            explainedBy: consent.explainedBy, givenOn: consent.givenOn, expiresOn: consent.expiresOn, madeAt: there.madeAt,
            withdrawal: there.withdrawal)
        return try same == there && names == self.names(on: there, own, connection)
    }

    private func names(on consent: Consent, _ organisation: OrganisationID, _ connection: any Connection) throws -> [ConsentField: String] {
        let fields = ConsentField.allCases.map { $0.sealed(consent.id) }
        return try vault.open(fields, of: SealedSubject(consent.person), as: organisation, connection).reduce(into: [:]) { names, one in
            if let field = ConsentField(rawValue: one.key.field) { names[field] = String(decoding: one.value, as: UTF8.self) }
        }
    }

    /// Writes down that she took it back. All access that rests on it ends in the same moment, and each receiver owes an answer to what it does
    /// with what it has. Gives how many receivers that are. Throws ``Problem/alreadyWithdrawn``.
    func withdraw(_ way: Consent.Withdrawal.Way, on day: Day, _ passage: ConsentPassage) async throws -> Int {
        let (consent, actor, now, ending) = (passage.object, passage.actor, passage.now, ending)
        let referrals = try await Ledger.write(database) { connection in
            guard try ConsentStore.find(consent.id, connection)?.withdrawal == nil else { throw Problem.alreadyWithdrawn }
            let withdrawal = Consent.Withdrawal(id: .new(), way: way, on: day, notedAt: now, notedBy: actor.user)
            try ConsentStore.withdraw(consent.id, withdrawal, connection)
            let referrals = try ReferralStore.restingOn(consent.id, connection)
            for referral in referrals {
                if referral.state.isLive {
                    let event = ReferralEvent(
                        id: .new(), kind: .withdrawn, reason: nil, day: day, at: now, by: actor.user, organisation: actor.organisation)
                    try ReferralStore.add(event, to: referral.id, .withdrawn, connection)
                    try sources.happened(
                        ReferralSources.Happening(.withdrawn, referral, at: now, by: actor.user, for: actor.organisation), connection)
                    try ending(referral, at: now, by: actor.user.text, connection)
                }
                try ObligationStore.oblige(referral, withdrawal.id, passage.facts, at: now, by: actor.user.text, connection)
            }
            try happened("consent.withdrawn", consent, actor, now, connection)
            return (referrals, [passage.entry(.consentWithdraw, parties: Set(referrals.map(\.receiver.text)).sorted())])
        }
        for receiver in Set(referrals.map(\.receiver)) { try await sources.records.sealsChanged(consent.person, receiver) }
        return referrals.count
    }

    /// Answers an obligation. The first answer stands: false where there was one.
    func answer(_ answer: Obligation.Answer, _ law: Obligation.Law?, _ passage: ObligationPassage) async throws -> Bool {
        try await Ledger.write(database) { connection in
            guard try ObligationStore.find(passage.object.obligation.id, connection)?.obligation.receipt == nil else { return (false, []) }
            let receipt = Obligation.Receipt(answer: answer, law: law, at: passage.now, by: passage.actor.user)
            try ObligationStore.answer(passage.object.obligation.id, receipt, connection)
            return (true, [passage.entry(.obligationAnswer)])
        }
    }

    /// The names that stand on the paper: hers, and those of witness and interpreter. The look is in the ledger before this returns.
    func names(_ passage: ConsentPassage, _ words: Words) async throws -> (
        own: [ReferralSources.Records.Value], other: [ConsentField: String]
    ) {
        let (consent, organisation) = (passage.object, passage.actor.organisation)
        return try await Ledger.write(database) { connection in
            let own = try sources.records.values(
                consent.person, passage.decision.mask.intersection([.identity]), organisation, words, connection)
            let other = try self.names(on: consent, organisation, connection)
            return ((own[.identity] ?? [], other), [passage.entry(.consentPrint, fields: [FieldGroup.identity.rawValue])])
        }
    }

    private func happened(_ code: String, _ consent: Consent, _ actor: Actor, _ now: Instant, _ connection: any Connection) throws {
        try sources.happened(ReferralSources.Happening(code, consent, at: now, by: actor), connection)
    }
}

extension ConsentField {
    /// Where its value stands in the vault.
    func sealed(_ consent: ConsentID) -> SealedField { SealedField(table: "consents", record: consent.text, field: rawValue) }
}

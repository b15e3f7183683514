import Admission
import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// What is done with referrals. Each act is one transaction with its entry in the ledger.
struct ReferralActs: Sendable {
    let database: any Database
    let vault: Vault
    let sources: ReferralSources
    let ending: AccessEnding

    private var sealed: SealedReferral { SealedReferral(vault: vault) }

    /// Why something can't be done.
    enum Problem: String, Error, Equatable {
        /// Somebody was quicker: it was answered, taken back or ended.
        case overtaken
        /// She did not consent to it, or no longer does.
        case unconsented
        /// Who seeks protection is made known to no authority of another State.
        case locked
        /// There is no child whom this ground could protect.
        case adult
        /// The form was sent before, with something else in it.
        case changed
    }

    /// A referral as it was written, before it is sent.
    struct Sending: Sendable {
        let receiver: OrganisationID
        let purpose: ReferralPurpose
        let standing: Referral.Standing
        let ground: Referral.Ground
        let danger: Referral.Danger?
        let consent: ConsentID?
        /// Why she is taken for a child, where that is the ground and her age is not known.
        let child: ChildReason?
        let shared: SharedData
        let letter: String
        let meeting: String
    }

    // MARK: Sending

    /// Sends a referral. Sent twice, by a double click or a reload, it is there once: the form names it. Throws a ``Problem`` where the receiver
    /// may not hear of her, and then it does not. Where she seeks protection, referrals to authorities of other States end in the same moment.
    func send(_ sending: Sending, as id: ReferralID, _ passage: RecordPassage) async throws -> Referral {
        let (person, actor, now) = (passage.object, passage.actor, passage.now)
        let (referral, ended): (Referral, [OrganisationID]) = try await Ledger.write(database) { connection in
            if let there = try ReferralStore.find(id, connection) {
                guard there.sender == actor.organisation, there.person == person.id else { throw WebError.badRequest }
                guard try isSame(sending, there, connection) else { throw Problem.changed }
                return ((there, []), [])
            }
            let consent = try consent(sending, of: person, at: now, connection)
            guard try !isLocked(sending.receiver, sending.standing, of: person.id, connection) else { throw Problem.locked }
            let referral = Referral(
                id: id, reference: try ReferralStore.nextReference(now.dayInSofia.year, connection), person: person.id,
                sender: actor.organisation, receiver: sending.receiver, purpose: sending.purpose, standing: sending.standing,
                crossing: try crossing(from: actor.organisation, to: sending.receiver, connection), ground: sending.ground,
                danger: sending.ground == .danger ? sending.danger : nil, consent: consent?.id,
                groups: sending.shared.groups,
                facts: try sources.records.facts(person.id, connection).filter { sending.shared.facts.contains($0.code) },
                until: consent?.until, state: .waiting, madeAt: now)
            try ReferralStore.add(referral, by: actor.user, connection)
            try sealed.begin(referral, letter: sending.letter, meeting: sending.meeting, at: now, connection)
            try relate(.referred, referral, scope: nil, by: actor, at: now, connection)
            if referral.ground == .danger {
                try relate(.warned, referral, scope: referral.groups, by: actor, at: now, connection)
                try vault.grant(SealedSubject(person.id), from: referral.sender, to: referral.receiver, at: now, connection)
            }
            try note(.sent, reason: sending.child?.rawValue, of: referral, by: actor, at: now, connection)
            let ended = sending.standing == .asylum ? try lock(person.id, by: actor, at: now, connection) : []
            return ((referral, ended), [told(referral, passage)])
        }
        if referral.ground == .danger { try await sources.records.sealsChanged(person.id, referral.receiver) }
        for receiver in ended { try await sources.records.sealsChanged(person.id, receiver) }
        return referral
    }

    private func crossing(
        from sender: OrganisationID, to receiver: OrganisationID, _ connection: any Connection
    ) throws -> Referral.Crossing {
        Referral.Crossing(
            fromAbroad: try sources.staff.isForeign(sender, connection), toAbroad: try sources.staff.isForeign(receiver, connection))
    }

    /// What was sent for a danger to life, without asking her, has a name of its own: somebody who did not send it looks at it afterwards.
    private func told(_ referral: Referral, _ passage: RecordPassage) -> LedgerEntry {
        passage.entry(
            .referralSend, as: referral.ground == .danger ? "referral.send-danger" : nil, fields: referral.groups.map(\.rawValue).sorted(),
            parties: [referral.receiver.text])
    }

    /// Whether a form that comes again says what it said before.
    private func isSame(_ sending: Sending, _ there: Referral, _ connection: any Connection) throws -> Bool {
        let sent = try ReferralStore.events(of: [there.id], connection)[there.id]?.first { $0.kind == .sent }
        let facts = try sources.records.facts(there.person, connection).map(\.code).filter(sending.shared.facts.contains)
        let (letter, meeting) = (
            try sealed.letter(there, as: there.sender, connection), try sealed.meeting(there, as: there.sender, connection)
        )
        return sending.receiver == there.receiver && sending.purpose == there.purpose && sending.standing == there.standing
            && sending.ground == there.ground && (sending.ground == .danger ? sending.danger : nil) == there.danger
            && sending.consent == there.consent && sending.child?.rawValue == sent?.reason && sending.shared.groups == there.groups
            && Set(facts) == Set(there.facts.map(\.code)) && sending.letter == letter && sending.meeting == meeting
    }

    private func consent(
        _ sending: Sending, of person: ReferralSources.Person, at now: Instant, _ connection: any Connection
    ) throws -> Consent? {
        switch sending.ground {
        case .danger: return nil
        case .child:
            guard !person.isAdult else { throw Problem.adult }
            return nil
        case .consent:
            guard let found = try sending.consent.flatMap({ try ConsentStore.find($0, connection) }), found.person == person.id,
                found.covers(sending.purpose, sending.receiver, sending.shared, isAdult: person.isAdult, at: now)
            else { throw Problem.unconsented }
            return found
        }
    }

    /// Once it was said that she seeks protection, it holds until it is taken back with a reason.
    ///
    /// - Parameter standing: what is said of her now, if anything is.
    func isLocked(
        _ receiver: OrganisationID, _ standing: Referral.Standing? = nil, of person: PersonID, _ connection: any Connection
    ) throws -> Bool {
        guard try sources.staff.isForeign(receiver, connection) else { return false }
        return try standing == .asylum || ReferralStore.seeksProtection(person, connection)
    }

    /// Ends what authorities of other States have of her, and gives their organisations.
    private func lock(_ person: PersonID, by actor: Actor, at now: Instant, _ connection: any Connection) throws -> [OrganisationID] {
        let foreign = try ReferralStore.of(person, connection).filter { referral in
            try referral.state.isLive && sources.staff.isForeign(referral.receiver, connection)
        }
        for referral in foreign {
            try note(.closed, .closed, reason: CloseReason.locked.rawValue, of: referral, by: actor, at: now, connection)
            try ending(referral, at: now, by: actor.user.text, connection)
        }
        return foreign.map(\.receiver)
    }

    /// Takes back that she seeks protection.
    func correct(_ reason: CorrectionReason, _ passage: ReferralPassage) async throws {
        try await changing(passage, .referralCorrect, from: Set(Referral.State.allCases)) { referral, connection in
            let events = try ReferralStore.events(of: [referral.id], connection)[referral.id] ?? []
            guard referral.standing == .asylum, !events.contains(where: { $0.kind == .corrected }) else { throw Problem.overtaken }
            try note(.corrected, reason: reason.rawValue, of: referral, by: passage.actor, at: passage.now, connection)
        }
    }

    private func relate(
        _ relation: Relation, _ referral: Referral, scope: Set<FieldGroup>?, by actor: Actor, at now: Instant, _ connection: any Connection
    ) throws {
        try RelationStore.add(
            HeldRelation(relation, referral.receiver.text), to: referral.person.text, since: now, until: referral.until, scope: scope,
            through: referral.id.text, by: actor.user.text, connection)
    }

    // MARK: Answering

    /// Takes her in: from now on the receiver works with the record, as far as she agreed, and who accepted works with her. What it rests on is
    /// judged anew: where that no longer holds, the referral is over and this gives false.
    func accept(_ passage: ReferralPassage) async throws -> Bool {
        let (actor, now, ending) = (passage.actor, passage.now, ending)
        let isTaken = try await Ledger.write(database) { connection in
            let referral = try latest(passage, from: [.waiting, .asked], connection)
            let entry = passage.entry(.referralAnswer, parties: [referral.sender.text])
            if let reason = try lost(referral, at: now, connection) {
                try note(.closed, .closed, reason: reason.rawValue, of: referral, by: nil, at: now, connection)
                try ending(referral, at: now, by: actor.user.text, connection)
                return (false, [entry])
            }
            let object = referral.person.text
            for relation in [Relation.referred, .warned] {
                try RelationStore.end(
                    HeldRelation(relation, referral.receiver.text), to: object, through: referral.id.text, at: now, by: actor.user.text,
                    connection)
            }
            try vault.grant(SealedSubject(referral.person), from: referral.sender, to: referral.receiver, at: now, connection)
            try relate(.receiving, referral, scope: referral.groups, by: actor, at: now, connection)
            try RelationStore.add(
                HeldRelation(.worker, actor.user.text), to: object, since: now, by: actor.user.text, connection)
            try note(.accepted, .accepted, of: referral, by: actor, at: now, connection)
            return (true, [entry])
        }
        try await sources.records.sealsChanged(passage.referral.person, passage.referral.receiver)
        return isTaken
    }

    /// Why what was sent may not be taken up any more; nil where it may.
    private func lost(_ referral: Referral, at now: Instant, _ connection: any Connection) throws -> CloseReason? {
        guard let person = try sources.records.find(referral.person, connection) else { return .groundless }
        if try isLocked(referral.receiver, of: referral.person, connection) { return .locked }
        switch referral.ground {
        case .danger: return nil
        case .child: return person.isAdult ? .groundless : nil
        case .consent:
            let consent = try referral.consent.flatMap { try ConsentStore.find($0, connection) }
            let holds = consent?.covers(referral.purpose, referral.receiver, referral.shared, isAdult: person.isAdult, at: now) ?? false
            return holds ? nil : .groundless
        }
    }

    /// Does not take her in: what was sent is closed to the receiver at once.
    func decline(_ reason: DeclineReason, _ text: String, _ passage: ReferralPassage) async throws {
        try await finishing(passage, .referralAnswer, from: [.waiting, .asked]) { referral, connection in
            try note(
                .declined, .declined, reason: reason.rawValue, text: text, of: referral, by: passage.actor, at: passage.now, connection)
        }
    }

    /// Asks something before it answers.
    func ask(_ text: String, _ passage: ReferralPassage) async throws {
        try await changing(passage, .referralAnswer, from: [.waiting]) { referral, connection in
            try note(.asked, .asked, text: text, of: referral, by: passage.actor, at: passage.now, connection)
        }
    }

    /// Answers what was asked.
    func reply(_ text: String, _ passage: ReferralPassage) async throws {
        try await changing(passage, .referralReply, from: [.asked]) { referral, connection in
            try note(.replied, .waiting, text: text, of: referral, by: passage.actor, at: passage.now, connection)
        }
    }

    // MARK: Going on

    func arrive(on day: Day, _ passage: ReferralPassage) async throws {
        try await changing(passage, .referralReport, from: [.accepted]) { referral, connection in
            try note(.arrived, .arrived, day: day, of: referral, by: passage.actor, at: passage.now, connection)
        }
    }

    func report(_ kind: FeedbackKind, on day: Day, _ text: String, _ passage: ReferralPassage) async throws {
        try await changing(passage, .referralReport, from: [.accepted, .arrived]) { referral, connection in
            try note(
                .feedback, reason: kind.rawValue, day: day, text: text, of: referral, by: passage.actor, at: passage.now, connection)
        }
    }

    /// Says where she sleeps: the district to those who work with her, the address to the shelter alone.
    func house(in district: String, address: String, since day: Day, _ passage: ReferralPassage) async throws {
        let (actor, now) = (passage.actor, passage.now)
        try await changing(passage, .referralReport, from: [.accepted, .arrived]) { referral, connection in
            try AccommodationStore.end(referral.id, at: now, by: actor.user.text, connection)
            let one = Accommodation(
                id: .new(), person: referral.person, referral: referral.id, organisation: referral.receiver, district: district, since: day)
            try AccommodationStore.add(one, by: actor.user, at: now, connection)
            try sealed.house(one, address: address, at: now, connection)
            try relate(.shelter, referral, scope: nil, by: actor, at: now, connection)
            try note(.housed, day: day, of: referral, by: actor, at: now, connection)
        }
    }

    // MARK: Ending

    /// The sender changes its mind before an answer.
    func takeBack(_ passage: ReferralPassage) async throws {
        try await finishing(passage, .referralEnd, from: [.waiting, .asked]) { referral, connection in
            try note(.takenBack, .takenBack, of: referral, by: passage.actor, at: passage.now, connection)
        }
    }

    /// The sender knows that it came to nothing, and that nothing follows from it.
    func note(_ passage: ReferralPassage) async throws {
        try await changing(passage, .referralEnd, from: [.declined, .expired, .closed]) { referral, connection in
            let events = try ReferralStore.events(of: [referral.id], connection)[referral.id] ?? []
            guard !events.contains(where: { $0.kind == .noted }) else { throw Problem.overtaken }
            try note(.noted, of: referral, by: passage.actor, at: passage.now, connection)
        }
    }

    func close(_ reason: CloseReason, _ passage: ReferralPassage) async throws {
        try await finishing(passage, .referralEnd, from: [.accepted, .arrived]) { referral, connection in
            try note(.closed, .closed, reason: reason.rawValue, of: referral, by: passage.actor, at: passage.now, connection)
        }
    }

    private func finishing(
        _ passage: ReferralPassage, _ act: Act, from states: Set<Referral.State>,
        _ body: @escaping @Sendable (Referral, any Connection) throws -> Void
    ) async throws {
        let ending = ending
        try await changing(passage, act, from: states) { referral, connection in
            // What is said last is sealed before the receiver's seal goes.
            try body(referral, connection)
            try ending(referral, at: passage.now, by: passage.actor.user.text, connection)
        }
        try await sources.records.sealsChanged(passage.referral.person, passage.referral.receiver)
    }

    /// A change of a referral as it stands when the change is made. Throws ``Problem/overtaken``.
    private func changing(
        _ passage: ReferralPassage, _ act: Act, from states: Set<Referral.State>,
        _ body: @escaping @Sendable (Referral, any Connection) throws -> Void
    ) async throws {
        try await Ledger.write(database) { connection in
            let latest = try latest(passage, from: states, connection)
            try body(latest, connection)
            return ((), [passage.entry(act, parties: [(passage.isSender ? latest.receiver : latest.sender).text])])
        }
    }

    private func latest(_ passage: ReferralPassage, from states: Set<Referral.State>, _ connection: any Connection) throws -> Referral {
        guard let latest = try ReferralStore.find(passage.referral.id, connection), states.contains(latest.state) else {
            throw Problem.overtaken
        }
        return latest
    }

    private func note(
        _ kind: ReferralEvent.Kind, _ state: Referral.State? = nil, reason: String? = nil, day: Day? = nil, text: String = "",
        of referral: Referral, by actor: Actor?, at now: Instant, _ connection: any Connection
    ) throws {
        let event = ReferralEvent(
            id: .new(), kind: kind, reason: reason, day: day, at: now, by: actor?.user, organisation: actor?.organisation)
        try ReferralStore.add(event, to: referral.id, state, connection)
        if let actor { try sealed.say(text, with: event, of: referral, as: actor.organisation, connection) }
        try sources.happened(
            ReferralSources.Happening(kind, referral, at: now, by: actor?.user, for: actor?.organisation), connection)
    }

    // MARK: Looking

    /// Everything of a referral that a visitor may read.
    struct Reading: Sendable {
        let letter: String
        let meeting: String
        let events: [ReferralEvent]
        let said: [Identifier<ReferralEvent>: String]
    }

    /// Opens what was written. The look is in the ledger before this returns, or it throws and nothing is seen.
    func look(_ passage: ReferralPassage) async throws -> Reading {
        let (referral, organisation) = (passage.referral, passage.actor.organisation)
        return try await Ledger.write(database) { connection in
            let events = try ReferralStore.events(of: [referral.id], connection)[referral.id] ?? []
            let isOpen = passage.isSender || referral.isOpen
            let reading = Reading(
                letter: try sealed.letter(referral, as: organisation, connection),
                meeting: isOpen ? try sealed.meeting(referral, as: organisation, connection) : "", events: events,
                said: try sealed.said(events, of: referral, as: organisation, connection))
            return (reading, [passage.entry(.referralOpen)])
        }
    }

    func events(_ passage: ReferralPassage) async throws -> [ReferralEvent] {
        let id = passage.referral.id
        return try await database.read { try ReferralStore.events(of: [id], $0)[id] ?? [] }
    }

    /// Opens the shared groups of the record, and to a shelter its own address. The look is in the ledger before this returns.
    func unmask(_ passage: ReferralPassage, _ words: Words) async throws -> (
        values: [FieldGroup: [ReferralSources.Records.Value]], address: String?
    ) {
        let (referral, mask) = (passage.referral, passage.decision.mask)
        return try await Ledger.write(database) { connection in
            let groups = passage.isSender || referral.isOpen ? referral.groups.intersection(mask) : []
            let values =
                groups.isEmpty
                ? [:] : try sources.records.values(referral.person, groups, passage.actor.organisation, words, connection)
            var address: String?
            if mask.contains(.shelterAddress), let one = try AccommodationStore.live(referral.id, connection),
                one.organisation == passage.actor.organisation
            {
                address = try sealed.address(one, as: passage.actor.organisation, connection)
            }
            let fields = groups.map(\.rawValue).sorted() + (address == nil ? [] : [FieldGroup.shelterAddress.rawValue])
            return ((values, address), [passage.entry(.referralUnmask, fields: fields)])
        }
    }
}

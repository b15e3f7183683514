import Core
import Database
import Vault

/// What is written on the way, and where it is sealed. The letter, and what is said back and forth, under a key of the referral's own, which both
/// have from the beginning; who meets her and where under the key of the record, which the receiver gets when it accepts.
struct SealedReferral: Sendable {
    let vault: Vault

    /// The longest text: no room for a story.
    static let longest = 1000

    private static func letter(_ id: ReferralID) -> SealedField { SealedField(table: "referrals", record: id.text, field: "letter") }
    private static func meeting(_ id: ReferralID) -> SealedField { SealedField(table: "referrals", record: id.text, field: "meeting") }
    private static func said(_ id: Identifier<ReferralEvent>) -> SealedField {
        SealedField(table: "referral_events", record: id.text, field: "text")
    }
    private static func address(_ id: Identifier<Accommodation>) -> SealedField {
        SealedField(table: "accommodations", record: id.text, field: "address")
    }

    /// Gives a referral its key and seals what goes with it. Empty texts are not kept.
    func begin(_ referral: Referral, letter: String, meeting: String, at now: Instant, _ connection: any Connection) throws {
        let subject = SealedSubject(referral.id)
        try vault.newSubject(subject, for: referral.sender, at: now, connection)
        if !letter.isEmpty {
            try vault.put(Array(letter.utf8), in: Self.letter(referral.id), of: subject, as: referral.sender, at: now, connection)
        }
        if !meeting.isEmpty {
            try vault.put(
                Array(meeting.utf8), in: Self.meeting(referral.id), of: SealedSubject(referral.person), as: referral.sender, at: now,
                connection)
        }
        try vault.grant(subject, from: referral.sender, to: referral.receiver, at: now, connection)
    }

    func letter(_ referral: Referral, as organisation: OrganisationID, _ connection: any Connection) throws -> String {
        try text(Self.letter(referral.id), of: SealedSubject(referral.id), as: organisation, connection)
    }

    func meeting(_ referral: Referral, as organisation: OrganisationID, _ connection: any Connection) throws -> String {
        try text(Self.meeting(referral.id), of: SealedSubject(referral.person), as: organisation, connection)
    }

    /// Seals what somebody said with an event.
    func say(
        _ text: String, with event: ReferralEvent, of referral: Referral, as organisation: OrganisationID, _ connection: any Connection
    ) throws {
        guard !text.isEmpty else { return }
        try vault.put(
            Array(text.utf8), in: Self.said(event.id), of: SealedSubject(referral.id), as: organisation, at: event.at, connection)
    }

    /// What was said with events of a referral.
    func said(
        _ events: [ReferralEvent], of referral: Referral, as organisation: OrganisationID, _ connection: any Connection
    ) throws -> [Identifier<ReferralEvent>: String] {
        let fields = events.map { Self.said($0.id) }
        let opened = try vault.open(fields, of: SealedSubject(referral.id), as: organisation, connection)
        return opened.reduce(into: [:]) { texts, one in
            if let id = Identifier<ReferralEvent>(one.key.record) { texts[id] = String(decoding: one.value, as: UTF8.self) }
        }
    }

    /// Seals the address of a shelter under a key that nobody but the shelter has.
    func house(_ one: Accommodation, address: String, at now: Instant, _ connection: any Connection) throws {
        let subject = SealedSubject(one.id)
        try vault.newSubject(subject, for: one.organisation, at: now, connection)
        try vault.put(Array(address.utf8), in: Self.address(one.id), of: subject, as: one.organisation, at: now, connection)
    }

    func address(_ one: Accommodation, as organisation: OrganisationID, _ connection: any Connection) throws -> String {
        try text(Self.address(one.id), of: SealedSubject(one.id), as: organisation, connection)
    }

    private func text(
        _ field: SealedField, of subject: SealedSubject, as organisation: OrganisationID, _ connection: any Connection
    ) throws -> String {
        String(decoding: try vault.open(field, of: subject, as: organisation, connection) ?? [], as: UTF8.self)
    }
}

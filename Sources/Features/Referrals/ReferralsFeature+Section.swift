public import Core
import Database
import Policy
public import Web

extension ReferralsFeature {
    /// The open referrals of a person that an organisation may know of, for the page of her case.
    public struct Section: Sendable {
        /// What the part is about.
        public let title: String
        /// One referral each: its number and state, the organisation on the other side, its address.
        public let lines: [(text: String, sub: String, href: String)]
        /// Said where there are no lines.
        public let empty: String
        /// The way to all consents and referrals, for whoever leads; empty otherwise.
        public let action: String
        /// Where that leads.
        public let href: String
    }

    /// Nil where her organisation has to do with none, and leads nothing.
    public func section(of person: PersonID, _ request: WebRequest) async throws -> Section? {
        let (actor, now, words) = (try request.signedIn().actor, request.now, pages.words(request.language))
        let (referrals, isLead, organisations) = try await database.read { connection in
            let facts = try RelationStore.facts(of: person.text, at: now, connection)
            let context = Context(now: now, purpose: Policy.purposes(of: actor).first)
            return (
                try ReferralStore.of(person, connection).filter { $0.isKnown(to: actor.organisation, at: now) && $0.state.isLive },
                Policy.decide(actor, .consentOpen, on: facts, in: context).isAllowed,
                try sources.staff.organisations(connection, request.language)
            )
        }
        guard isLead || !referrals.isEmpty else { return nil }
        let lines = ReferralLines(words, organisations)
        return Section(
            title: words("referral_section"),
            lines: referrals.map { one in
                let isSent = one.sender == actor.organisation
                return (
                    one.reference + " · " + lines.state(one.state), lines.name(isSent ? one.receiver : one.sender),
                    request.link("/referrals/" + one.id.text)
                )
            }, empty: words("referral_section_empty"), action: isLead ? words("referral_section_all") : "",
            href: isLead ? request.link("/persons/\(person.text)/referrals") : "")
    }
}

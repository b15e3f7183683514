import Admission
public import Core
public import Database
import Foundation
public import Policy
public import Reference
public import Vault
public import Web

/// Consents of persons, referrals to organisations that help, and what is left to do when a consent is withdrawn (съгласия и насочвания).
public struct ReferralsFeature: Sendable {
    let database: any Database
    let vault: Vault
    let pages: Pages
    let places: PlaceRegister
    let sources: ReferralSources

    /// - Parameters:
    ///   - vault: seals and unseals records for those who are sent to, and everything written on the way.
    ///   - sources: what other rooms know.
    public init(database: any Database, vault: Vault, pages: Pages, places: PlaceRegister, sources: ReferralSources) {
        self.database = database
        self.vault = vault
        self.pages = pages
        self.places = places
        self.sources = sources
    }

    /// Templates and words.
    public static func source() throws -> PageTemplates.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return PageTemplates.Source(
            name: "referrals", templates: resources.appendingPathComponent("Templates"),
            strings: resources.appendingPathComponent("Strings"))
    }

    /// Where signed-in users find this room.
    public static let navigation: [Navigation.Item] = [
        Navigation.Item("/referrals", word: "nav_referrals", section: "referrals", act: .referralList)
    ]

    /// The addresses under which unsent forms of a record are kept.
    public static func drafts(of person: PersonID) -> [String] {
        ["/persons/\(person.text)/referrals/new", "/persons/\(person.text)/consents/new"]
    }

    /// What of a record is shared, for its page: how many consents hold, how many referrals are open, and the districts she stays in.
    public struct Summary: Sendable {
        /// Consents that hold now.
        public let consents: Int
        /// Referrals that wait or go on.
        public let open: Int
        /// Codes of districts (ISO 3166-2) in which she is sheltered.
        public let districts: [String]
        /// Where all of it stands; nil for who may not see it.
        public let path: String?
        /// The referral through which she came to the visitor's organisation; nil where she did not.
        public let received: (reference: String, path: String)?
    }

    /// What somebody who sees a record may know of its consents and referrals: where her organisation leads, all of it; otherwise her own part.
    public static func summary(of person: PersonID, for actor: Actor, at now: Instant, _ connection: any Connection) throws -> Summary {
        let facts = try RelationStore.facts(of: person.text, at: now, connection)
        let context = Context(now: now, purpose: Policy.purposes(of: actor).first)
        let isLead = Policy.decide(actor, .consentOpen, on: facts, in: context).isAllowed
        let referrals = try ReferralStore.of(person, connection).filter { $0.isKnown(to: actor.organisation, at: now) && $0.state.isLive }
        let own = referrals.first { $0.receiver == actor.organisation }
        return Summary(
            consents: isLead ? try ConsentStore.of(person, connection).filter { $0.isLive(at: now) }.count : 0, open: referrals.count,
            districts: try AccommodationStore.of(person, isLive: true, connection).map(\.district),
            path: isLead ? "/persons/\(person.text)/referrals" : nil,
            received: own.map { (reference: $0.reference, path: "/referrals/" + $0.id.text) })
    }

    var admission: Admission { Admission(database: database, pages: pages, stepUp: sources.stepUp) }
    var ending: AccessEnding { AccessEnding(vault: vault, users: sources.staff.users) }
    var acts: ReferralActs { ReferralActs(database: database, vault: vault, sources: sources, ending: ending) }
    var consents: ConsentActs { ConsentActs(database: database, vault: vault, sources: sources, ending: ending) }
}

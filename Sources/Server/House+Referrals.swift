import Access
import Calendar
import Cases
import Core
import Database
import Policy
import Reference
import Referrals
import Vault
import Web

extension House {
    /// The room of consents and referrals, with what it needs of records and of users.
    static func referrals(
        _ access: AccessFeature, _ cases: CasesFeature, _ database: any Database, _ pages: Pages, _ places: PlaceRegister,
        _ rules: ClockRules
    ) -> ReferralsFeature {
        let records = ReferralSources.Records(
            find: { person, connection in
                try CasesFeature.known(person, connection).map {
                    ReferralSources.Person(id: person, reference: $0.reference, isAdult: $0.isAdult, isChild: $0.isChild)
                }
            }, factCodes: CasesFeature.factCodes,
            facts: { person, connection in
                try CasesFeature.facts(of: person, connection).map { SharedFact(code: $0.code, value: $0.value) }
            }, words: { ($1("shared_fact." + $0.code), CasesFeature.text($0.code, $0.value, $1)) }, name: { $1("shared_fact." + $0) },
            values: { try cases.values(of: $0, $1, as: $2, $3, $4) },
            sealsChanged: { try await cases.sealsChanged(of: $0, for: $1) })
        let staff = ReferralSources.Staff(
            organisations: { connection, language in try access.organisations(language, connection) },
            colleagues: { connection, organisation, now, language in
                try access.directory(of: organisation, at: now, language, connection).map {
                    ReferralSources.Staff.Colleague(actor: $0.actor, name: $0.name)
                }
            },
            users: { try AccessFeature.users(of: $0, at: $1, $2) },
            names: { users, connection in try access.known(Set(users.map(\.text)), connection).mapValues(\.name) },
            isForeign: { try access.kind(of: $0, $1) == .foreign })
        var sources = ReferralSources(records: records, staff: staff, stepUp: access.stepUp)
        sources.happened = told(rules)
        return ReferralsFeature(database: database, vault: access.vault, pages: pages, places: places, sources: sources)
    }

    /// Writes what happens with consents and referrals into the timeline of her case, for those whom it concerns; one that was sent ends the clock
    /// of a foreigner who must be referred.
    static func told(_ rules: ClockRules) -> @Sendable (ReferralSources.Happening, any Connection) throws -> Void {
        { one, connection in
            try CasesFeature.record(
                CaseEvent(
                    one.code, of: one.person, at: one.at, object: one.object, by: one.actor, for: one.organisation, readers: one.readers),
                rules: rules, connection)
            if one.code == "referral.sent" { try CasesFeature.referralSent(of: one.person, at: one.at, rules: rules, connection) }
        }
    }

    /// Lets the room of records know of consents and referrals, and tell it what it ends and destroys.
    static func share(_ referrals: ReferralsFeature, _ sources: inout CasesSources, _ access: AccessFeature, _ places: PlaceRegister) {
        sources.sharing = { person, actor, now, words, connection in
            let summary = try ReferralsFeature.summary(of: person, for: actor, at: now, connection)
            let counted =
                summary.path == nil
                ? [] : [words.count("sharing_consents", summary.consents), words.count("sharing_open", summary.open)]
            let stays = summary.districts.map { code in
                words("sharing_district", ["district": places.district(code)?.name(words.language) ?? code])
            }
            return CasesSources.Sharing(lines: counted + stays, path: summary.path, received: summary.received)
        }
        sources.sections = { person, request in
            guard let section = try await referrals.section(of: person, request) else { return [] }
            return [
                CasesSources.Section(
                    title: section.title, lines: section.lines.map { .init($0.text, sub: $0.sub, href: $0.href) }, empty: section.empty,
                    action: section.action, href: section.href)
            ]
        }
        sources.accessEnded = { organisation, person, actor, now, connection in
            try referrals.accessEnded(
                of: organisation, to: person, by: actor.user, for: actor.organisation, at: now, connection)
        }
        let erasure = RecordErasure(vault: access.vault)
        sources.erased = { person, tombstone, actor, connection in
            try erasure.others(person, tombstone, for: actor.organisation, at: tombstone.erasedAt, connection)
        }
    }
}

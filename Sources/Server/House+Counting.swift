import Access
import Activities
import Cases
import Core
public import Counting
import Database
import Programmes
import Reference
import Referrals
import Signals
import Web

extension House {
    /// All that rooms count, for whoever binds it to the indicators of plans.
    public static let metrics: [Metric] =
        SignalsFeature.metrics + CasesFeature.metrics + ReferralsFeature.metrics + ActivitiesFeature.metrics

    /// What acts need of users and of plans.
    static func activitySources(_ access: AccessFeature, _ programmes: ProgrammesFeature) -> ActivitySources {
        ActivitySources(
            organisations: { connection, language in try access.organisations(language, connection) },
            institution: { organisation, connection in try access.institution(of: organisation, connection) },
            name: { user, connection in try access.known([user.text], connection)[user]?.name },
            offers: { try offers(programmes, $0) }, signals: { try SignalsFeature.registered(from: $0, $1) })
    }

    private static func offers(_ programmes: ProgrammesFeature, _ connection: any Connection) throws -> [MeasureOffer] {
        try programmes.offers(connection).map {
            MeasureOffer(
                reference: $0.reference, plan: $0.plan, code: $0.code, title: $0.title, path: $0.path, from: $0.from, to: $0.to,
                institutions: $0.institutions, questions: $0.questions)
        }
    }

    /// The room of plans. What its indicators begin to count is assigned to their measures by the room of acts.
    static func programmes(
        _ access: AccessFeature?, _ database: any Database, _ pages: Pages, _ register: InstitutionRegister, _ places: PlaceRegister
    ) -> ProgrammesFeature {
        func room(_ sources: ProgrammesSources) -> ProgrammesFeature {
            ProgrammesFeature(database: database, register: register, pages: pages, sources: sources)
        }
        var sources = counting(access, places, register)
        // Both know of each other: the room of acts is told what plans offer by a copy, which tells nothing on.
        let plain = room(sources)
        sources.bound = { measures, user, now, connection in
            try ActivitiesFeature.assign(
                to: measures, of: try offers(plain, connection), by: user, at: now, connection,
                institution: { try access?.institution(of: $0, $1) })
        }
        sources.twice = { plan, visitor, connection in
            let acts = try ActivitiesFeature.countedTwice(in: plan, for: visitor.actor, limit: 10, connection)
            guard !acts.isEmpty else { return nil }
            return ProgrammesSources.CountedTwice(
                records: acts.map { ($0.title, $0.path, $0.measures) }, path: ActivitiesFeature.twicePath(in: plan))
        }
        return room(sources)
    }

    /// What plans need of those who count and report.
    static func counting(_ access: AccessFeature?, _ places: PlaceRegister, _ register: InstitutionRegister) -> ProgrammesSources {
        ProgrammesSources(
            metrics: metrics, organisations: { connection, language in try access?.organisations(language, connection) ?? [] },
            institution: { organisation, connection in try access?.institution(of: organisation, connection) },
            districts: { language in places.districts.map { ($0.code, $0.name(language)) } },
            countries: { language in places.countries.map { ($0.code, $0.name(language)) } },
            institutions: { language in register.institutions.map { ($0.code, $0.shortName(language)) } })
    }
}

import Access
import Activities
import Core
public import Counting
import Programmes
import Reference
import Referrals
import Signals

extension House {
    /// All that rooms count, for whoever binds it to the indicators of plans.
    public static let metrics: [Metric] = SignalsFeature.metrics + ReferralsFeature.metrics + ActivitiesFeature.metrics

    /// What acts need of users and of plans.
    static func activitySources(_ access: AccessFeature, _ programmes: ProgrammesFeature) -> ActivitySources {
        ActivitySources(
            organisations: { connection, language in try access.organisations(language, connection) },
            institution: { organisation, connection in try access.institution(of: organisation, connection) },
            name: { user, connection in try access.known([user.text], connection)[user]?.name },
            offers: { _ in [] })
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

public import Access
import Activities
import Calendar
import Cases
public import Core
public import Database
import Foundation
import Ledger
public import Logging
import Oversight
import Policy
import Portal
import Programmes
public import Reference
import Referrals
import Signals
import Today
public import Vault
public import Web

/// The composition root: the only place that sees every room.
public enum House {
    /// The site with all rooms on a database.
    ///
    /// - Parameter root: the root key; without one nobody can sign in, and the public site is all there is.
    /// - Parameter isDemo: all users are invented, and every page says so.
    /// - Parameter keyRule: who must sign in with a security key; nobody where all users are invented, unless told.
    /// - Parameter work: what the rooms know of a user's work.
    /// - Parameter desk: hashes passwords; by default as many at a time as suit a small machine.
    /// - Parameter templates: those of all rooms, where they were read before.
    ///
    /// Throws when the program's own files (templates, words, assets) are missing or damaged.
    public static func site(
        database: any Database, register: InstitutionRegister, root: SealingKey? = nil, names: NameSearch = NameSearch(),
        isDemo: Bool = false, keyRule: KeyRule? = nil, isDevelopment: Bool,
        logger: Logger,
        clock: @escaping @Sendable () -> Instant = { Instant.now }, work: AccessFeature.Work = House.work,
        desk: PasswordDesk? = nil, templates: PageTemplates? = nil
    ) throws -> Site {
        let assets = try Assets()
        let navigation = Navigation(
            TodayFeature.navigation + SignalsFeature.navigation + CasesFeature.navigation + ReferralsFeature.navigation
                + ActivitiesFeature.navigation
                + OversightFeature.navigation
                + AccessFeature.navigation, isDemo: isDemo,
            hasSignIn: root != nil)
        let pages = Pages(try templates ?? House.templates(), navigation: navigation, assets: assets)
        let places = try PlaceRegister.builtIn()
        let access = try root.map { root in
            AccessFeature(
                database: database, root: root, desk: try desk ?? PasswordDesk(root: root), register: register, pages: pages,
                work: work, isDemo: isDemo, keyRule: keyRule ?? (isDemo ? .optional : .required))
        }
        let oversight = access.map {
            OversightFeature(
                database: database, pages: pages, sources: sources($0, areKeysOptional: keyRule == .optional && !isDemo),
                stepUp: $0.stepUp)
        }
        let programmes = House.programmes(access, database, pages, register, places)
        let portal = PortalFeature(sources: sources(programmes, register, pages), pages: pages, isDevelopment: isDevelopment)
        let health = Route.get("/healthz", for: .everyone, cached: false) { _ in
            _ = try await programmes.store.revision()
            return WebResponse(contentType: "text/plain; charset=utf-8", body: "ok\n", headers: [("Cache-Control", "no-store")])
        }
        let rules = try ClockRules.builtIn()
        let calendar = try WorkingDays.builtIn()
        let cases = access.flatMap { access in
            oversight.map { oversight in
                func room(_ sources: CasesSources) -> CasesFeature {
                    CasesFeature(
                        database: database, vault: access.vault, pages: pages, names: names, register: register, places: places,
                        rules: rules, calendar: calendar, sources: sources)
                }
                var sources = sources(access, oversight, database)
                // Both know of each other: the room of records shares with a copy of itself, which asks nothing back.
                share(House.referrals(access, room(sources), database, pages, places, rules), &sources, access, places)
                return room(sources)
            }
        }
        let referrals = access.flatMap { access in cases.map { House.referrals(access, $0, database, pages, places, rules) } }
        let signals = access.flatMap { access in
            oversight.map { oversight in
                SignalsFeature(
                    database: database, vault: access.vault, pages: pages, register: register, places: places,
                    sources: signalSources(access, oversight, database))
            }
        }
        let activities = access.flatMap { access in
            root.map { root in
                ActivitiesFeature(
                    database: database, pages: pages, register: register, places: places, sources: activitySources(access, programmes),
                    root: root)
            }
        }
        let today = access.map { _ in
            TodayFeature(
                database: database, pages: pages, calendar: calendar,
                sources: [
                    { try SignalsFeature.duties(of: $0, at: $1, $2, rules: rules, $3) },
                    { try CasesFeature.duties(of: $0, at: $1, $2, rules: rules, calendar: calendar, ability: ability, $3) },
                    { try ReferralsFeature.duties(of: $0, at: $1, $2, rules: rules, $3) },
                    { try ActivitiesFeature.duties(of: $0, at: $1, $2, rules: rules, $3) },
                ])
        }
        // Without users there is nobody to be signed in.
        let open = (programmes.routes + portal.routes).filter { access != nil || $0.audience == .everyone }
        let rooms: [[Route]?] = [
            access?.routes, today?.routes, activities?.routes, signals?.routes, cases?.routes, referrals?.routes, oversight?.routes,
        ]
        let confidential = rooms.compactMap(\.self).flatMap(\.self)
        return Site(
            routes: open + [health] + confidential, pages: pages, assets: assets, logger: logger,
            gate: access?.gate ?? .closed, clock: clock,
            revision: { [activities] in try await programmes.store.revision() + (activities?.eventRevision() ?? 0) })
    }

    /// The templates and words of all rooms. Throws as ``PageTemplates/init(_:strings:)`` does.
    public static func templates() throws -> PageTemplates {
        try PageTemplates(
            [
                ActivitiesFeature.source(), ProgrammesFeature.source(), PortalFeature.source(), AccessFeature.source(),
                CasesFeature.source(), OversightFeature.source(), ReferralsFeature.source(), SignalsFeature.source(), TodayFeature.source(),
            ], strings: [Policy.strings(), Ledger.strings(), Classifications.strings(), CalendarFiles.strings()])
    }

    /// What the rooms know of a user's work.
    public static let work = AccessFeature.Work(
        open: { try CasesFeature.work(of: $1, at: $2, ability: ability, $0) },
        handOver: { try CasesFeature.handOver(from: $1, to: $2, by: $3, at: $4, $0) })

    private static func sources(_ programmes: ProgrammesFeature, _ register: InstitutionRegister, _ pages: Pages) -> PortalSources {
        PortalSources(
            plans: { try await programmes.cards(for: $0).map(PortalSources.PlanCard.init) },
            due: { request in
                try await programmes.due(for: request).map { ($0.month, $0.lines.map(PortalSources.DueLine.init)) }
            },
            schema: { try ProgrammesFeature.schema() }, importing: { programmes.importing(for: $0) })
    }
}

extension PortalSources.PlanCard {
    init(_ card: ProgrammesFeature.Card) {
        self.init(
            title: card.title, href: card.href, badge: card.badge, period: card.period, measures: card.measures,
            indicators: card.indicators, leads: card.leads,
            figures: card.figures.map { PortalSources.PlanCard.Figures(text: $0.text, share: $0.share, href: $0.href) })
    }
}

extension PortalSources.DueLine {
    init(_ line: ProgrammesFeature.DueLine) {
        self.init(code: line.code, href: line.href, title: line.title, lead: line.lead, when: line.when)
    }
}

import Core
public import Database
import Foundation
public import Reference
public import Web

/// Plans (планове, програми): read from published documents, kept in versions, shown to everybody.
///
/// Rules of this room: every value keeps the cell it came from; nothing is guessed silently; a stored version never changes. They come from
/// `docs/decisions` and the published documents themselves. This room never holds data of persons.
public struct ProgrammesFeature: Sendable {
    /// Reads and writes of this room.
    public let store: PlanStore
    let pages: PlanPages

    /// Nothing is read yet. The register gives the institutions on the pages their names.
    public init(database: any Database, register: InstitutionRegister, pages: Pages) {
        store = PlanStore(database)
        self.pages = PlanPages(store: store, register: register, pages: pages)
    }

    /// Templates and words.
    public static func source() throws -> Pages.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return Pages.Source(
            name: "programmes", templates: resources.appendingPathComponent("Templates"),
            strings: resources.appendingPathComponent("Strings"))
    }

    /// The addresses of this room; all of them are public.
    public var routes: [Route] {
        [
            .get("/plans") { .redirect(to: $0.link("/")) },
            .get("/plans/:plan", pages.outline),
            .get("/plans/:plan.json", pages.json),
            .get("/plans/:plan.csv", pages.csv),
            .get("/plans/:plan.ics", pages.calendarFile),
            .get("/plans/:plan/document", pages.document),
            .get("/plans/:plan/budget", pages.budget),
            .get("/plans/:plan/calendar", pages.calendar),
            .get("/plans/:plan/institutions", pages.institutionsOfPlan),
            .get("/plans/:plan/remarks", pages.remarks),
            .get("/plans/:plan/measures/:code", pages.measure),
            .get("/plans/:plan/measures/:code.json", pages.measureJSON),
            .get("/plans/:plan/source/:cell", pages.source),
            .get("/institutions", pages.institutions),
            .get("/institutions/:code", pages.institution),
            .get("/search", pages.search),
        ]
    }
}

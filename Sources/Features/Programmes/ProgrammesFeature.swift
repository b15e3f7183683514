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

    /// The addresses of this room; all that is read is public.
    public var routes: [Route] {
        [
            .get("/plans", for: .everyone) { .redirect(to: $0.link("/")) },
            .get("/plans/:plan", for: .everyone, pages.outline),
            .get("/plans/:plan.json", for: .everyone, pages.json),
            .get("/plans/:plan.csv", for: .everyone, pages.csv),
            .get("/plans/:plan.ics", for: .everyone, pages.calendarFile),
            .get("/plans/:plan/document", for: .everyone, pages.document),
            .get("/plans/:plan/budget", for: .everyone, pages.budget),
            .get("/plans/:plan/calendar", for: .everyone, pages.calendar),
            .get("/plans/:plan/institutions", for: .everyone, pages.institutionsOfPlan),
            .get("/plans/:plan/remarks", for: .everyone, pages.remarks),
            .get("/plans/:plan/measures/:code", for: .everyone, pages.measure),
            .get("/plans/:plan/measures/:code.json", for: .everyone, pages.measureJSON),
            .get("/plans/:plan/source/:cell", for: .everyone, pages.source),
            .get("/institutions", for: .everyone, pages.institutions),
            .get("/institutions/:code", for: .everyone, pages.institution),
            .get("/search", for: .everyone, pages.search),
            .post("/search", for: .signedIn, fields: ["q", "page"], pages.search),
        ]
    }
}

public import Database
import Foundation
public import Web

/// Who looked at what, told to those who watch over it and to everybody about herself (надзор).
public struct OversightFeature: Sendable {
    let database: any Database
    let pages: Pages
    let sources: OversightSources
    let stepUp: StepUp

    /// - Parameters:
    ///   - sources: what other rooms know of those whom the ledger names.
    ///   - stepUp: checks a fresh code.
    public init(database: any Database, pages: Pages, sources: OversightSources, stepUp: StepUp) {
        self.database = database
        self.pages = pages
        self.sources = sources
        self.stepUp = stepUp
    }

    /// Templates and words.
    public static func source() throws -> PageTemplates.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return PageTemplates.Source(
            name: "oversight", templates: resources.appendingPathComponent("Templates"),
            strings: resources.appendingPathComponent("Strings"))
    }
}

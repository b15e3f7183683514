import Admission
public import Core
public import Database
import Foundation
public import Policy
public import Reference
public import Vault
public import Web

/// Signals (сигнали): what reaches a hotline, a commission or any other intake point, before anybody knows who is concerned.
public struct SignalsFeature: Sendable {
    let database: any Database
    let vault: Vault
    let pages: Pages
    let register: InstitutionRegister
    let places: PlaceRegister
    let sources: SignalSources

    /// - Parameters:
    ///   - vault: seals who reported, where exactly, and the note.
    ///   - register: institutions that a signal is redirected to.
    ///   - sources: what other rooms know.
    public init(
        database: any Database, vault: Vault, pages: Pages, register: InstitutionRegister, places: PlaceRegister, sources: SignalSources
    ) {
        self.database = database
        self.vault = vault
        self.pages = pages
        self.register = register
        self.places = places
        self.sources = sources
    }

    /// Templates and words.
    public static func source() throws -> Pages.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return Pages.Source(
            name: "signals", templates: resources.appendingPathComponent("Templates"),
            strings: resources.appendingPathComponent("Strings"))
    }

    /// Where signed-in users find this room.
    public static let navigation: [Navigation.Item] = [
        Navigation.Item("/signals", word: "nav_signals", section: "signals", act: .signalList)
    ]

    var admission: Admission { Admission(database: database, pages: pages, stepUp: sources.stepUp) }
    var acts: SignalActs { SignalActs(database: database, vault: vault) }
}

/// What this room needs of others.
public struct SignalSources: Sendable {
    /// All organisations by name.
    public var organisations: @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)]
    /// The name of a user, as colleagues know her.
    public var name: @Sendable (UserID, any Connection) throws -> String?
    /// The check of a fresh code.
    public var stepUp: StepUp
    /// The reference of a person's record where a visitor may see it in her list.
    public var record: @Sendable (PersonID, Actor, Instant, any Connection) throws -> String?
    /// Who looked at a signal, ready for the template `oversight-looks`.
    public var looks: @Sendable (_ object: String, WebRequest) async throws -> any Encodable & Sendable

    /// All five are needed.
    public init(
        organisations: @escaping @Sendable (any Connection, Language) throws -> [(id: OrganisationID, name: String)],
        name: @escaping @Sendable (UserID, any Connection) throws -> String?, stepUp: StepUp,
        record: @escaping @Sendable (PersonID, Actor, Instant, any Connection) throws -> String?,
        looks: @escaping @Sendable (_ object: String, WebRequest) async throws -> any Encodable & Sendable
    ) {
        self.organisations = organisations
        self.name = name
        self.stepUp = stepUp
        self.record = record
        self.looks = looks
    }
}

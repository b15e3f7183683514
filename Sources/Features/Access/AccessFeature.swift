public import Core
public import Database
import Foundation
public import Policy
public import Reference
public import Vault
public import Web

/// Organisations, posts, users and their sessions: who it is that asks (достъп).
public struct AccessFeature: Sendable {
    let database: any Database
    let root: SealingKey
    let desk: PasswordDesk
    let register: InstitutionRegister
    let pages: Pages
    let work: Work
    let isDemo: Bool
    let keyRule: KeyRule

    /// - Parameters:
    ///   - root: seals secrets of second factors and unsent texts; the pepper of passwords follows from it.
    ///   - register: gives organisations their names.
    ///   - work: what other rooms know of a user's work.
    ///   - isDemo: all users are invented: adds the page that shows how to sign in as each.
    ///   - keyRule: who must sign in with a security key.
    public init(
        database: any Database, root: SealingKey, desk: PasswordDesk, register: InstitutionRegister, pages: Pages, work: Work, isDemo: Bool,
        keyRule: KeyRule
    ) {
        self.keyRule = keyRule
        self.isDemo = isDemo
        self.database = database
        self.root = root
        self.desk = desk
        self.register = register
        self.pages = pages
        self.work = work
    }

    /// The vault under the root key.
    public var vault: Vault { Vault(root: root) }

    /// Templates and words.
    public static func source() throws -> PageTemplates.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return PageTemplates.Source(
            name: "access", templates: resources.appendingPathComponent("Templates"), strings: resources.appendingPathComponent("Strings"))
    }

    /// What other rooms tell of a user's work, so that nobody leaves and takes it with her. Filled in by the server.
    public struct Work: Sendable {
        /// How many records she works with.
        public var open: @Sendable (any Connection, UserID, Instant) throws -> Int
        /// Gives it to a colleague, as far as one of her posts lets her do it.
        public var handOver: @Sendable (_ connection: any Connection, _ from: UserID, _ to: [Actor], _ by: UserID, Instant) throws -> Void

        /// Both run inside a transaction of this room.
        public init(
            open: @escaping @Sendable (any Connection, UserID, Instant) throws -> Int,
            handOver:
                @escaping @Sendable (_ connection: any Connection, _ from: UserID, _ to: [Actor], _ by: UserID, Instant) throws -> Void
        ) {
            self.open = open
            self.handOver = handOver
        }
    }
}

public import Calendar
public import Core
public import Database
import Foundation
import Policy
public import Web

/// What waits for somebody today (Днес): the clocks of all rooms in one order, each with its rule, its ground and one act.
public struct TodayFeature: Sendable {
    /// What a room tells of the work of a visitor. Only what she may see.
    public typealias Source = @Sendable (Visitor, Instant, Words, any Connection) throws -> [DueItem]

    let database: any Database
    let pages: Pages
    let calendar: WorkingDays
    let sources: [Source]

    /// - Parameter sources: each room's own.
    public init(database: any Database, pages: Pages, calendar: WorkingDays, sources: [Source]) {
        self.database = database
        self.pages = pages
        self.calendar = calendar
        self.sources = sources
    }

    /// Templates and words.
    public static func source() throws -> PageTemplates.Source {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return PageTemplates.Source(
            name: "today", templates: resources.appendingPathComponent("Templates"), strings: resources.appendingPathComponent("Strings"))
    }

    /// Where signed-in users find this room.
    public static let navigation: [Navigation.Item] = [
        Navigation.Item("/today", word: "nav_today", section: "today", act: .activityChange)
    ]

    /// The addresses of this room.
    public var routes: [Route] { [.get("/today", for: .allowed(.activityChange), TodayPage(today: self).page)] }
}

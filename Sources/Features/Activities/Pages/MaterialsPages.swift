import Core
import Database
import Policy
import Web

/// The print runs that somebody may see, each with what is left of it.
struct MaterialsPages: Sendable {
    let room: ActivitiesFeature

    /// As many as a table still shows well; the latest are among them.
    private static let limit = 500

    struct MaterialsPage: Encodable {
        let title: String
        let tabs: [RoomTab]
        let new: String
        let mayAdd: Bool
        let materials: [Line]
        let isEmpty: Bool
        let count: String
        let showsOrganisation: Bool

        struct Line: Encodable {
            let href: String
            let title: String
            let sub: String
            let organisation: String
            let language: String
            let produced: String
            let distributed: String
            let left: String
            let isGone: Bool
        }
    }

    func page(_ request: WebRequest) async throws -> WebResponse {
        let words = room.pages.words(request.language)
        let actor = try request.signedIn().actor
        let room = room
        let (found, stocks, names) = try await room.database.read { connection in
            var filter = ActivityFilter()
            (filter.kind, filter.state) = (.production, .done)
            let found = try ActivityStore.list(filter, actor, offset: 0, limit: MaterialsPages.limit, connection)
            return (
                found, try ActivityStore.stocks(of: found.map(\.id), connection),
                try room.sources.organisations(connection, request.language)
            )
        }
        let organisations = Dictionary(names.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let model = MaterialsPage(
            title: words("stock_title"), tabs: room.tabs("materials", request, words), new: request.link("/activities/new/production"),
            mayAdd: Policy.mayEver(actor, .activityAdd),
            materials: found.map { line($0, stocks[$0.id], organisations[$0.organisation] ?? "", request, words) }, isEmpty: found.isEmpty,
            count: words.count("stock_count", found.count), showsOrganisation: Policy.mayEver(actor, .activityAll))
        return try room.pages.page("activities-materials", model, title: model.title, for: request, section: "activities")
    }

    private func line(
        _ one: Activity, _ stock: Stock?, _ organisation: String, _ request: WebRequest, _ words: Words
    ) -> MaterialsPage.Line {
        let lines = room.lines(words)
        let stock = stock ?? Stock(produced: 0, distributed: 0)
        func value(_ code: String) -> String {
            one.kind.fields.first { $0.code == code }.map { lines.value($0, one.facts) } ?? ""
        }
        return MaterialsPage.Line(
            href: request.link("/activities/" + one.id.text), title: one.facts.title,
            sub: [value("material-kind"), lines.when(one.facts)].filter { !$0.isEmpty }.joined(separator: " · "),
            organisation: organisation,
            language: value("language"), produced: lines.format.integer(stock.produced),
            distributed: lines.format.integer(stock.distributed), left: lines.format.integer(stock.left),
            isGone: stock.produced > 0 && stock.left <= 0)
    }
}

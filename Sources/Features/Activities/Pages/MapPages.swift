import Core
import Database
import Documents
import Policy
import Reference
import Web

/// Where acts took place: a map of squares for the districts, a table of their towns and municipalities, a file. All three from one query.
struct MapPages: Sendable {
    let room: ActivitiesFeature
    /// For everybody, of public acts: how many there were. Numbers of an act are its organiser's to publish.
    let isPublic: Bool

    /// The address of the page within the site.
    var path: String { isPublic ? "/events/map" : "/activities/map" }

    func page(_ request: WebRequest) async throws -> WebResponse {
        let words = room.pages.words(request.language)
        let question = MapQuestion(request, shows: shows)
        let sums = question.wrong.isEmpty ? try await sums(question, request) : []
        let model = MapPage(question, sums, self, request, words)
        return try room.pages.page(
            "activities-map", model, title: model.title, for: request, section: isPublic ? "events" : "activities",
            status: question.wrong.isEmpty ? 200 : 422)
    }

    /// What the squares can show.
    var shows: [MapQuestion.Show] { isPublic ? [.acts] : MapQuestion.Show.allCases }

    private func sums(_ question: MapQuestion, _ request: WebRequest) async throws -> [PlaceSum] {
        let sight = isPublic ? MapSight.everyone : .of(try request.signedIn().actor)
        return try await room.database.read {
            try ActivityStore.sums(from: question.from, to: question.to, kind: question.kind, sight, $0)
        }
    }

    /// Exactly what the table shows, a row for each town or municipality.
    func file(_ request: WebRequest) async throws -> WebResponse {
        let words = room.pages.words(request.language)
        let question = MapQuestion(request, shows: shows)
        guard question.wrong.isEmpty else { throw WebError.badRequest }
        let groups = PlaceGroup.all(try await sums(question, request), only: question.district, room.places, words)
        let rows = groups.flatMap { group in
            group.towns.map { town in [group.name, town.name] + shows.map { String($0.amount(town.sum)) } }
        }
        let head = (["district", "town"] + shows.map(\.rawValue)).map { words("map_column." + $0) }
        return .download(CSV.text([head] + rows), type: "text/csv; charset=utf-8", name: "map-\(question.from.iso)-\(question.to.iso).csv")
    }
}

/// What an address of the map asks for.
struct MapQuestion: Sendable {
    /// What the squares show.
    enum Show: String, CaseIterable, Sendable {
        case acts
        case participants
        case copies

        func amount(_ sum: MapSum) -> Int {
            switch self {
            case .acts: sum.acts
            case .participants: sum.participants
            case .copies: sum.copies
            }
        }
    }

    var show: Show
    var from: Day
    var to: Day
    var kind: ActivityKind?
    /// The district whose towns the table shows alone.
    var district: String?
    /// Names of fields that could not be read.
    private(set) var wrong: [String] = []

    /// This year and all kinds, unless told otherwise.
    ///
    /// - Parameter shows: what the squares can show.
    init(_ request: WebRequest, shows: [Show]) {
        let (query, year) = (request.query, request.today.year)
        show = query["show"].flatMap(Show.init).flatMap { shows.contains($0) ? $0 : nil } ?? .acts
        kind = query["kind"].flatMap(ActivityKind.init)
        district = query["district"].flatMap { code in DistrictTile.all.contains { $0.code == code } ? code : nil }
        from = Day(year, 1, 1) ?? request.today
        to = Day(year, 12, 31) ?? request.today
        for name in ["from", "to"] {
            guard let text = query.line(name) else { continue }
            guard let day = Day(typed: text) else {
                wrong.append(name)
                continue
            }
            if name == "from" { from = day } else { to = day }
        }
        if wrong.isEmpty, to < from { wrong.append("to") }
    }

    /// The address of the same question.
    var query: String {
        let pairs = [
            ("show", show.rawValue), ("from", from.iso), ("to", to.iso), ("kind", kind?.rawValue ?? ""), ("district", district ?? ""),
        ].filter { !$0.1.isEmpty }
        return "?" + pairs.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }
}

/// Numbers of several places together.
struct MapSum: Sendable, Hashable {
    var acts = 0
    var participants = 0
    var copies = 0

    init(_ places: some Sequence<PlaceSum>) {
        for place in places {
            acts += place.acts
            participants += place.participants
            copies += place.copies
        }
    }
}

/// A district with its towns and municipalities, or what took place in none.
struct PlaceGroup: Sendable {
    let name: String
    let sum: MapSum
    let towns: [(name: String, sum: MapSum)]

    /// In the order of their names, abroad and without a district at the end.
    static func all(_ sums: [PlaceSum], only district: String?, _ places: PlaceRegister, _ words: Words) -> [PlaceGroup] {
        let chosen = district.map { code in sums.filter { $0.district == code } } ?? sums
        let districts = Collation.sorted(places.districts) { $0.name(words.language) }
        let home = districts.map { place in (place.name(words.language), chosen.filter { $0.district == place.code }) }
        let rest = chosen.filter { $0.district.flatMap(places.district) == nil }
        let all = home + [(words("map_abroad"), rest.filter(\.isAbroad)), (words("map_nowhere"), rest.filter { !$0.isAbroad })]
        return all.filter { !$0.1.isEmpty }.map { name, sums in
            let towns = Collation.sorted(sums.filter { $0.town != nil }) { $0.town ?? "" }.map { ($0.town ?? "", MapSum([$0])) }
            let unknown = sums.filter { $0.town == nil }
            return PlaceGroup(
                name: name, sum: MapSum(sums), towns: towns + (unknown.isEmpty ? [] : [(words("map_no_town"), MapSum(unknown))]))
        }
    }
}

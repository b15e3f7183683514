import Core
import Reference
import Web

/// All that the page of the map shows.
struct MapPage: Encodable {
    let title: String
    let sub: String
    let tabs: [RoomTab]
    let shows: [Chip]
    let hasShows: Bool
    /// Whether there are numbers besides those of acts.
    let hasAmounts: Bool
    let action: String
    let show: String
    let district: String
    let hasDistrict: Bool
    let kinds: FormQuestion
    let from: FormField
    let to: FormField
    let summary: FormErrors
    let isWrong: Bool
    let facts: [Fact]
    let caption: String
    let period: String
    let width: Int
    let height: Int
    let tiles: [Tile]
    let legend: [Legend]
    let tableTitle: String
    let all: String
    let groups: [Group]
    let isEmpty: Bool
    let total: Numbers
    let csv: String

    struct Chip: Encodable {
        let href: String
        let text: String
        let isCurrent: Bool
    }

    struct Fact: Encodable {
        let label: String
        let value: String
    }

    struct Tile: Encodable {
        let href: String
        let name: String
        let short: String
        let brief: String
        let value: String
        let style: String
        let x: Int
        let y: Int
        let size: Int
        let middle: Int
        let nameY: Int
        let valueY: Int
    }

    struct Legend: Encodable {
        let style: String
        let text: String
    }

    struct Numbers: Encodable {
        let acts: String
        let participants: String
        let copies: String

        init(_ sum: MapSum, _ format: Format) {
            acts = format.integer(sum.acts)
            participants = format.integer(sum.participants)
            copies = format.integer(sum.copies)
        }
    }

    struct Group: Encodable {
        let name: String
        let numbers: Numbers
        let towns: [Town]
    }

    struct Town: Encodable {
        let name: String
        let numbers: Numbers
    }

    /// Of a square, between two, and around all, where the outline of a chosen one stands.
    private static let (size, gap, edge) = (88, 6, 3)

    init(_ question: MapQuestion, _ sums: [PlaceSum], _ map: MapPages, _ request: WebRequest, _ words: Words) {
        let (format, path, room) = (Format(request.language), request.link(map.path), map.room)
        title = words(map.isPublic ? "agenda_map_title" : "map_title")
        sub = words(map.isPublic ? "agenda_map_text" : "map_text")
        tabs = map.isPublic ? room.publicTabs("map", request, words) : room.tabs("map", request, words)
        hasShows = map.shows.count > 1
        hasAmounts = !map.isPublic
        shows = map.shows.map { show in
            var other = question
            other.show = show
            return Chip(href: path + other.query, text: words("map_show." + show.rawValue), isCurrent: show == question.show)
        }
        action = path
        show = question.show.rawValue
        district = question.district ?? ""
        hasDistrict = question.district != nil
        kinds = FormQuestion(
            "kind", label: words("acts_kind"),
            choices: [FormChoice("", words("acts_any"), isChosen: question.kind == nil)]
                + ActivityKind.allCases.map {
                    FormChoice($0.rawValue, words("act_kind." + $0.rawValue), isChosen: question.kind == $0)
                })
        func day(_ name: String, _ day: Day) -> FormField {
            FormField(
                name, label: words("acts_span." + name),
                value: request.query[name].flatMap { $0.isEmpty ? nil : $0 } ?? ActivityForm.typed(day),
                wrong: question.wrong.contains(name)
                    ? words(Day(typed: request.query[name] ?? "") == nil ? "act_wrong_day" : "act_wrong_order") : "")
        }
        (from, to) = (day("from", question.from), day("to", question.to))
        summary = FormErrors(question.wrong.map { ($0, words("act_wrong_day")) })
        isWrong = !question.wrong.isEmpty
        facts = map.shows.map { show in
            Fact(label: words("map_show." + show.rawValue), value: format.integer(show.amount(MapSum(sums))))
        }
        caption = words("map_caption." + question.show.rawValue)
        period = format.day(question.from) + " – " + format.day(question.to)
        let byDistrict = Dictionary(grouping: sums) { $0.district ?? "" }.mapValues { question.show.amount(MapSum($0)) }
        let classes = QuantileClasses(DistrictTile.all.map { byDistrict[$0.code] ?? 0 })
        tiles = DistrictTile.all.map { MapPage.tile($0, byDistrict[$0.code] ?? 0, classes, question, room.places, path, words) }
        width = DistrictTile.columns * (MapPage.size + MapPage.gap) - MapPage.gap + 2 * MapPage.edge
        height = DistrictTile.rows * (MapPage.size + MapPage.gap) - MapPage.gap + 2 * MapPage.edge
        legend =
            [Legend(style: "q0", text: "0")]
            + classes.ranges.map { range in
                let (first, last) = (format.integer(range.from), format.integer(range.to))
                return Legend(style: "q\(range.place)", text: first == last ? first : first + " – " + last)
            }
        let name = question.district.flatMap(room.places.district)?.name(request.language)
        tableTitle = name ?? words("map_table")
        var everywhere = question
        everywhere.district = nil
        all = path + everywhere.query + "#table"
        let groups = PlaceGroup.all(sums, only: question.district, room.places, words)
        self.groups = groups.map { group in
            Group(
                name: group.name, numbers: Numbers(group.sum, format),
                // What says the same again is left out.
                towns: group.towns.count == 1 && [group.name, words("map_no_town")].contains(group.towns[0].name)
                    ? [] : group.towns.map { Town(name: $0.name, numbers: Numbers($0.sum, format)) })
        }
        isEmpty = groups.isEmpty
        total = Numbers(MapSum(question.district.map { code in sums.filter { $0.district == code } } ?? sums), format)
        csv = path + ".csv" + question.query
    }

    private static func tile(
        _ tile: DistrictTile, _ amount: Int, _ classes: QuantileClasses, _ question: MapQuestion, _ places: PlaceRegister, _ path: String,
        _ words: Words
    ) -> Tile {
        var own = question
        own.district = tile.code
        let (x, y) = (tile.column * (size + gap), tile.row * (size + gap))
        let name = places.district(tile.code)?.name(words.language) ?? tile.code
        let value = Format(words.language).integer(amount)
        let more = (value.count > 4 ? " wide" : "") + (question.district == tile.code ? " chosen" : "")
        return Tile(
            href: path + own.query + "#table", name: name, short: words.find("map_name." + tile.code) ?? name,
            brief: words("map_brief." + tile.code), value: value,
            style: "q\(classes.place(of: amount))" + more, x: x, y: y, size: size,
            middle: x + size / 2, nameY: y + 30, valueY: y + 64)
    }
}

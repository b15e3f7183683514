import Web

/// One way of looking at the acts that somebody may see: as a list, month by month, on the map, as print runs.
struct RoomTab: Encodable {
    let href: String
    let text: String
    let isCurrent: Bool
}

extension ActivitiesFeature {
    /// What everybody may look at: month by month, on the map.
    func publicTabs(_ current: String, _ request: WebRequest, _ words: Words) -> [RoomTab] {
        [("calendar", "/events"), ("map", "/events/map")].map { name, path in
            RoomTab(href: request.link(path), text: words("agenda_tab." + name), isCurrent: name == current)
        }
    }

    func tabs(_ current: String, _ request: WebRequest, _ words: Words) -> [RoomTab] {
        [("list", "/activities"), ("calendar", "/activities/calendar"), ("map", "/activities/map"), ("materials", "/activities/materials")]
            .map { name, path in RoomTab(href: request.link(path), text: words("agenda_tab." + name), isCurrent: name == current) }
    }
}

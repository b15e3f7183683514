/// What a page that can't be shown says: what happened and what to do next.
struct ErrorPage: Encodable {
    let title: String
    let text: String
    let status: Int
    let id: String
    let home: String
    let search: String
    let isFault: Bool

    init(_ words: Words, status: Int, id: String, home: String, search: String) {
        let known = [400, 403, 404, 405, 413, 415, 500, 503, 507].contains(status) ? status : 500
        title = words("error.\(known).title")
        text = words("error.\(known).text")
        self.status = status
        self.id = id
        self.home = home
        self.search = search
        isFault = known == 500
    }
}

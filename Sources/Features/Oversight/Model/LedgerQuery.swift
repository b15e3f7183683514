import Core
import Ledger
import Web

/// What somebody asks of the ledger, as it stands in the address of a page.
struct LedgerQuery: Sendable {
    /// Which entries.
    var filter = LedgerFilter()
    /// The group of acts chosen.
    private(set) var group: ActGroup?
    /// Entries before this position: those that follow a page.
    private(set) var before: Int?
    /// Nothing from this position on: what was added after the first page was read.
    private(set) var top: Int?
    /// Names of fields that nothing can be asked with.
    private(set) var wrong: [String] = []
    private let asked: FormData

    init(_ query: FormData) {
        asked = query
        filter.from = day("from", query)
        filter.to = day("to", query)
        if let from = filter.from, let to = filter.to, to < from { wrong.append("to") }
        group = query["acts"].flatMap(ActGroup.init)
        filter.acts = group?.beginnings ?? []
        filter.decision = query["refused"] == "1" ? .deny : nil
        filter.organisation = query["organisation"].flatMap(OrganisationID.init)?.text
        filter.actor = query["actor"].flatMap(UserID.init)?.text
        filter.object = query["object"].flatMap(Reference.init)?.text
        if query["organisation"] != nil, filter.organisation == nil { wrong.append("organisation") }
        if query["actor"] != nil, filter.actor == nil { wrong.append("actor") }
        if query["object"] != nil, filter.object == nil { wrong.append("object") }
        before = LedgerQuery.position("before", query)
        top = LedgerQuery.position("top", query)
    }

    private static func position(_ name: String, _ query: FormData) -> Int? {
        query[name].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }

    private mutating func day(_ name: String, _ query: FormData) -> Day? {
        guard let text = query[name] else { return nil }
        let day = Day(iso: text)
        if day == nil { wrong.append(name) }
        return day
    }

    /// Whether anything was chosen, apart from where to go on.
    var isNarrow: Bool { filter != LedgerFilter() }

    /// The same question as the query of an address, from another position on.
    func address(top: Int? = nil, before: Int? = nil) -> String {
        let kept = asked.pairs.filter { LedgerQuery.names.contains($0.name) }
        let positions = [("top", top), ("before", before)].compactMap { name, position in position.map { (name, String($0)) } }
        let query = FormData(kept + positions).encoded
        return query.isEmpty ? "" : "?" + query
    }

    private static let names: Set<String> = ["from", "to", "acts", "organisation", "actor", "object", "refused"]
}

/// What an entry can be about: an opaque identifier, or the edition of a plan. Whatever is asked for may itself be remembered, so a text that
/// could be somebody's name is none.
struct Reference: Sendable {
    let text: String

    init?(_ text: String) {
        let parts = text.split(separator: "#", omittingEmptySubsequences: false)
        let isEdition = parts.count == 2 && !parts[1].isEmpty && parts[1].utf8.allSatisfy { (48...57).contains($0) }
        guard isEdition || Identifier<Reference>(text) != nil, text.utf8.count < 200 else { return nil }
        self.text = text
    }
}

import Core
import Ledger
import Web

/// Puts entries into plain words.
struct LineWriter: Sendable {
    let words: Words
    let names: Names
    /// Makes an address of the site of a path.
    let link: @Sendable (String) -> String
    /// Whether the reader may ask the ledger further, about the same person or record.
    let mayTrace: Bool

    private var format: Format { Format(words.language) }

    func line(_ record: LedgerRecord) -> LedgerLine {
        let entry = record.entry
        let place = place(entry)
        let isTraceable = mayTrace && Reference(entry.object) != nil
        let isTold = LineWriter.isThing(entry)
        let unmasked = ActWords.list(entry.fields.sorted().map { ActWords.field($0, words) }, words)
        let parties = parties(entry)
        return LedgerLine(
            position: record.position, day: entry.time.dayInSofia.iso, clock: format.clock(entry.time), moment: entry.time.iso,
            who: who(entry.actor), post: post(entry),
            whoHref: link("/ledger") + "?actor=" + entry.actor, hasWhoHref: mayTrace && UserID(entry.actor) != nil,
            act: entry.decision == .deny ? ActWords.refused(entry.act, words) : ActWords.act(entry.act, words),
            object: isTold ? place?.text ?? LineWriter.short(entry.object) : "", hasObject: isTold,
            reference: entry.object, objectHref: place?.path.map(link) ?? "", hasObjectHref: place?.path != nil,
            trace: link("/ledger") + "?object=" + PercentCoding.encode(entry.object), hasTrace: isTold && isTraceable,
            unmasked: unmasked, hasUnmasked: !unmasked.isEmpty, parties: parties,
            hasParties: !parties.isEmpty, isRefused: entry.decision == .deny,
            why: ActWords.rule(entry, words), purpose: entry.purpose.map { words.find("purpose." + $0) ?? $0 } ?? "",
            hasPurpose: entry.purpose != nil)
    }

    /// A day as the heading of its entries.
    func title(_ line: LedgerLine) -> String {
        Day(iso: line.day).map { words.dated($0) } ?? line.day
    }

    /// The name of somebody who acted.
    func who(_ actor: String) -> String {
        if let person = names.people[actor] { return person.name }
        if actor.hasPrefix(LineWriter.command) {
            return words("actor_operator", ["command": String(actor.dropFirst(LineWriter.command.count))])
        }
        return words(actor == "stranger" ? "actor_stranger" : "actor_unknown")
    }

    /// The post in which she acted, by its title or by what it was for, and its organisation.
    private func post(_ entry: LedgerEntry) -> String {
        let title = entry.organisation.flatMap { names.people[entry.actor]?.posts[$0] }
        let post = title ?? (entry.roles.isEmpty ? nil : roles(entry.roles))
        return [post, entry.organisation.flatMap { names.organisations[$0] }].compactMap(\.self).joined(separator: " · ")
    }

    /// Whom else an act concerns, in the order of the entry.
    private func parties(_ entry: LedgerEntry) -> String {
        entry.parties.map { party in
            names.people[party]?.name ?? names.organisations[party] ?? words.find("post_role." + party) ?? LineWriter.short(party)
        }.joined(separator: ", ")
    }

    private func roles(_ roles: [String]) -> String {
        guard roles != [LedgerEntry.noRole] else { return words("role_none") }
        return roles.map { words.find("post_role." + $0) ?? $0 }.joined(separator: ", ")
    }

    /// Where its object leads: what other rooms know, and this room's own alerts.
    private func place(_ entry: LedgerEntry) -> OversightSources.Place? {
        if let known = names.places[entry.object] { return known }
        guard entry.act.hasPrefix("alerts."), let id = Identifier<Alert>(entry.object) else { return nil }
        return OversightSources.Place(
            text: words("alert_reference", ["id": LineWriter.short(id.text)]), path: mayTrace ? "/alerts/" + id.text : nil)
    }

    /// Whether an entry is about a thing, and not about whoever acted or about nothing named.
    private static func isThing(_ entry: LedgerEntry) -> Bool {
        entry.object != entry.actor && entry.object.utf8.count > 1
    }

    /// The end of an identifier is enough to tell two on a page apart.
    private static func short(_ reference: String) -> String {
        Identifier<Reference>(reference) == nil ? reference : "…" + reference.suffix(12)
    }

    /// What stands before the name of a command of the machine's operator.
    private static let command = "command:"
}

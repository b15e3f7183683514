import Core
import Database
import Policy
import TestSupport
import Testing
import Vault
import Web

@testable import Signals

extension TestHouse {
    /// The organisation of an invented user.
    func organisation(of role: Role) async throws -> OrganisationID {
        try await database.read { connection in
            let row = try connection.first(
                """
                SELECT p.organisation_id FROM users u JOIN holdings h ON h.user_id = u.id JOIN posts p ON p.id = h.post_id
                WHERE u.login = \(role.rawValue)
                """)
            return try #require(row).identifier("organisation_id")
        }
    }

    func signal(_ address: String) async throws -> Signal {
        let id = try #require(SignalID(String(address.dropFirst("/signals/".count))))
        return try await database.read { connection in try #require(try SignalStore.find(id, connection)) }
    }

    /// Acts in the ledger on an object, in their order.
    func acts(on object: String) async throws -> [String] {
        try await database.read { connection in
            try connection.query("SELECT act, decision FROM ledger_entries WHERE object = \(object) ORDER BY position").map {
                try $0.text("act") + ($0.text("decision") == "deny" ? " refused" : "")
            }
        }
    }
}

extension TestBrowser {
    /// The whole of what a signal needs, as a form would send it.
    static func urgent(_ more: [(String, String)] = []) -> [(String, String)] {
        let usual = [
            ("id", SignalID.new().text), ("kind", "signal"), ("channel", "phone"), ("reporter", "relative"), ("danger", "now"),
            ("told", "emergency"), ("child", "no"), ("country", "BG"), ("district", "BG-03"), ("form", "sexual"), ("count-women", "1"),
        ]
        let changed = Set(more.map(\.0))
        return usual.filter { !changed.contains($0.0) } + more.filter { !$0.1.isEmpty }
    }

    /// Writes a signal down through the pages and gives its address.
    func signal(_ more: [(String, String)] = []) async throws -> String {
        let answer = try await post("/signals/new", TestBrowser.urgent(more))
        return try #require(answer.location?.split(separator: "?").first.map(String.init), "\(answer.status) \(answer.body)")
    }

    /// The references of a list.
    func references(_ query: String = "") async throws -> [String] {
        try await get("/signals" + query).body.matches(of: /<th scope="row"><a href="[^"]+">(С-[0-9-]+)<\/a>/).map { String($0.output.1) }
    }
}

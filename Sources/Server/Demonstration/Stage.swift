import Access
import Core
import Foundation
import Policy
import Web

/// The users of the demonstration at their desks, at whatever moment: what they send goes through the same forms as anybody's.
struct Stage: Sendable {
    let site: Site
    let cast: [Role: DemoUsers.Player]

    /// A form was not taken, as if somebody at her desk had read what is wrong with it.
    struct Refused: Error, CustomStringConvertible {
        let path: String
        let status: Int

        /// The address has no names in it: nothing of anybody ever stands in one.
        var description: String { "\(path): \(status)" }
    }

    /// Sends a form and gives the address of what follows.
    @discardableResult
    func send(_ path: String, _ fields: [(String, String)], as role: Role, at now: Instant) async throws -> String {
        try await send(path, fields, as: try player(role, path), at: now)
    }

    /// The same for whoever is none of the cast.
    @discardableResult
    func send(_ path: String, _ fields: [(String, String)], as player: DemoUsers.Player, at now: Instant) async throws -> String {
        let answer = try await ask(path, FormData(fields), as: player, at: now)
        let next = answer.headers.first { $0.name.lowercased() == "location" }?.value
        guard answer.status == 303, let next else { throw Refused(path: path, status: answer.status) }
        return String(next.prefix { $0 != "?" })
    }

    /// The first address on a page that begins so.
    func address(_ beginning: String, on path: String, as role: Role, at now: Instant) async throws -> String {
        let answer = try await ask(path, as: try player(role, path), at: now)
        guard let start = answer.body.range(of: "href=\"" + beginning) else { throw Refused(path: path, status: answer.status) }
        return beginning + answer.body[start.upperBound...].prefix { !"\"?#/".contains($0) }
    }

    /// Whether there is such a page.
    func isThere(_ path: String, as role: Role, at now: Instant) async throws -> Bool {
        try await ask(path, as: try player(role, path), at: now).status == 200
    }

    func organisation(_ role: Role) throws -> String {
        guard let player = cast[role] else { throw Refused(path: role.rawValue, status: 404) }
        return player.actor.organisation.text
    }

    private func player(_ role: Role, _ path: String) throws -> DemoUsers.Player {
        guard let player = cast[role] else { throw Refused(path: path, status: 401) }
        return player
    }

    private func ask(
        _ path: String, _ form: FormData? = nil, as player: DemoUsers.Player, at now: Instant
    ) async throws -> WebResponse {
        do {
            return try await site.ask(path, form, as: visitor(player, now), at: now)
        } catch let error as WebError {
            throw Refused(path: path, status: error.status)
        }
    }

    /// She has just given a code, whatever the moment.
    private func visitor(_ player: DemoUsers.Player, _ now: Instant) -> Visitor {
        Visitor(
            actor: player.actor, name: player.name, organisation: player.organisation, session: "demonstration", formSecret: "",
            provedAt: now,
            endsAt: Instant(milliseconds: now.milliseconds + 3_600_000), isEnrolling: false)
    }
}

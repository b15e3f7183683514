import Core
import Foundation
import Ledger
import Policy
import TestSupport
import Vault

/// `records sqlite|postgres COUNT [serve]`
///
/// With `serve` there are cases, too, and the house is served until it is told to end: see ``Serving``. Without it, prints, a line each, what was measured, its median and its 99th percentile in microseconds, or megabytes. `page` is the baseline: the form of
/// the search, a page for a signed-in user that reads no record and writes nothing.
@main struct Records {
    /// Times of a request in microseconds.
    static func times(_ count: Int, _ body: (Int) async throws -> TestAnswer) async throws -> (median: Int, high: Int) {
        let clock = ContinuousClock()
        var times: [Int] = []
        for number in 0..<count {
            let start = clock.now
            let answer = try await body(number)
            let spent = start.duration(to: clock.now).components
            guard answer.status == 200 else { throw CocoaError(.fileReadUnknown) }
            times.append(Int(spent.seconds) * 1_000_000 + Int(spent.attoseconds / 1_000_000_000_000))
        }
        times.sort()
        return (times[count / 2], times[min(count - 1, count * 99 / 100)])
    }

    static func megabytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }

    /// A name opened and the look written, in one transaction: what a request pays for the seal and the ledger, whatever else it does.
    static func sealed(_ house: TestHouse, _ lead: OrganisationID, _ user: UserID, _ addresses: [String]) async throws -> (
        median: Int, high: Int
    ) {
        let (vault, now, clock) = (Vault(root: house.root), house.clock.now, ContinuousClock())
        let actor = Actor(user: user, organisation: lead, regime: .gdpr, roles: [.caseWorker])
        var times: [Int] = []
        for number in 0..<500 {
            guard let person = PersonID(String(addresses[number % addresses.count].dropFirst("/persons/".count))) else { continue }
            let fields = ["given-name", "family-name"].map { SealedField(table: "persons", record: person.text, field: $0) }
            let start = clock.now
            let opened = try await Ledger.write(house.database) { connection in
                let values = try vault.open(fields, of: SealedSubject(person), as: lead, connection)
                let entry = LedgerEntry(
                    of: actor, at: now, act: "person.unmask", object: person.text, rule: RuleID.worker.rawValue, request: nil)
                return (values.count, [entry])
            }
            let spent = start.duration(to: clock.now).components
            guard opened == 2 else { throw CocoaError(.fileReadUnknown) }
            times.append(Int(spent.seconds) * 1_000_000 + Int(spent.attoseconds / 1_000_000_000_000))
        }
        times.sort()
        return (times[times.count / 2], times[times.count * 99 / 100])
    }

    static func told(_ what: String, _ found: (median: Int, high: Int)) { print(what, found.median, found.high) }

    static func main() async throws {
        let isServing = CommandLine.arguments.last == "serve"
        guard CommandLine.arguments.count == (isServing ? 4 : 3), let engine = Engine(rawValue: CommandLine.arguments[1]),
            let count = Int(CommandLine.arguments[2])
        else { exit(2) }

        try await withHouse(engine) { house in
            let (supervisor, worker) = (
                try await house.signedIn(as: .supervisor), try await house.signedIn(as: .caseWorker, from: "203.0.113.7")
            )
            let (lead, user) = try await house.database.read { connection in
                let row = try connection.first(
                    """
                    SELECT u.id AS user_id, p.organisation_id FROM users u JOIN holdings h ON h.user_id = u.id JOIN posts p ON p.id = h.post_id
                    WHERE u.login = 'case-worker'
                    """)
                guard let row else { throw CocoaError(.fileNoSuchFile) }
                let (organisation, user): (OrganisationID, UserID) = (try row.identifier("organisation_id"), try row.identifier("user_id"))
                return (organisation, user)
            }
            if isServing { return try await Serving(house: house, worker: People.Owner(lead: lead, worker: user))(count) }
            let owners = [user, nil, nil, nil, nil, nil, nil, nil, nil, nil].map { People.Owner(lead: lead, worker: $0) }
            try await People(house: house).add(count, of: owners)
            if engine == .postgres { try await house.database.write { try $0.execute("ANALYZE") } }

            told("page", try await times(300) { _ in try await supervisor.get("/persons/search") })
            let page = try await supervisor.get("/persons")
            let addresses = page.links.filter { $0.utf8.count == "/persons/".utf8.count + 36 }
            guard !addresses.isEmpty else { exit(3) }
            told("open", try await times(300) { try await supervisor.get(addresses[$0 % addresses.count]) })
            told(
                "unmask",
                try await times(500) { number in
                    try await supervisor.post(
                        addresses[number % addresses.count] + "/unmask", [("group", "identity"), ("group", "contact")])
                })
            told("sealed", try await sealed(house, lead, user, addresses))
            told("list-all", try await times(100) { _ in try await supervisor.get("/persons") })
            told("list-own", try await times(100) { _ in try await worker.get("/persons?mine=1") })
            let before = megabytes()
            told("first-search", try await times(1) { _ in try await supervisor.post("/persons/search", ["name": "Незабравка Иванова"]) })
            print("index", megabytes() - before, megabytes())
            let names = ["незабравка", "Marija", "Йорданка Петрова", "цветанка бел", "Росица Стоянова хвал"]
            told("name-all", try await times(50) { try await supervisor.post("/persons/search", ["name": names[$0 % names.count]]) })
            told("name-own", try await times(50) { try await worker.post("/persons/search", ["name": names[$0 % names.count]]) })
            told(
                "number",
                try await times(50) { number in try await supervisor.post("/persons/search", ["number": People.egn(number * 97)]) })
        }
    }
}

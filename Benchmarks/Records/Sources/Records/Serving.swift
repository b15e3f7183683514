import Core
import Foundation
import Logging
import Policy
import Server
import TestSupport

/// Serves a house full of casework, for a generator of load to ask it as browsers do.
///
/// Prints a line for each thing to know: `port`, the cookies of the `worker`, her `head` and the hotline's `line`, the `token` of the line's forms,
/// and the worker's `case`s; then `ready`.
struct Serving {
    let house: TestHouse
    /// The one who signs in.
    let worker: People.Owner

    func callAsFunction(_ count: Int) async throws {
        let owners = try await Casework.owners(in: house, worker)
        let persons = try await People(house: house).add(count, of: owners)
        let own = try await Casework(house: house, owners: owners).add(persons)
        if house.database.dialect == .postgres { try await house.database.write { try $0.execute("ANALYZE") } }

        for (what, role) in [("worker", Role.caseWorker), ("head", .supervisor), ("line", .hotlineOperator)] {
            let browser = try await house.signedIn(as: role, from: "203.0.113.\(what.utf8.count)")
            _ = try await browser.get(role == .hotlineOperator ? "/signals/new" : "/persons/search")
            print(what, browser.cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; "))
            print(what + "-token", browser.token)
        }
        try await house.prove()
        for file in own { print("case", "/cases/" + file.text) }
        var quiet = Logger(label: "records")
        quiet.logLevel = .critical
        let server = WebServer(house.site, ServerConfiguration(port: 0, logger: quiet))
        try await server.run { port in
            print("port", port)
            print("ready")
            fflush(nil)
        }
    }
}

import Core
import Database
import Ledger
import Policy
import Vault

extension StaffActs {
    /// Asks for the code of an account. Another person gives it, who knows whose it is; where there is nobody else, or a command of the
    /// operator asks, it is there at once, and the ledger has an entry that a detector watches.
    func ask(
        _ reason: CodeRequest.Reason, for user: UserID, _ author: Author, _ entry: LedgerEntry, _ connection: any Connection
    ) throws -> (Code, [LedgerEntry]) {
        if let asker = author.user, let organisation = try UserStore.holdings(of: user, connection).first?.post.organisation {
            let others = try SecondPerson.all(for: organisation, except: [asker, user], at: author.now, connection)
            if !others.isEmpty {
                let request = CodeRequest(
                    id: .new(), user: user, organisation: organisation, reason: reason, askedAt: author.now, askedBy: asker)
                try CodeRequestStore.add(request, connection)
                return (.awaits(others), [entry])
            }
        }
        let code = try makeCode(for: user, author, connection)
        return (.given(code), [entry, author.entry(LedgerEntry.codeAlone, user.text)])
    }

    /// Gives the code that somebody else asked for. Throws ``Problem/oneself`` to who asked and to whose code it is.
    func give(_ request: CodeRequest, by author: Author) async throws -> String {
        try await Ledger.write(database) { connection in
            try check(request, author, connection)
            try CodeRequestStore.end(of: request.user, .given, by: author.actor, at: author.now, connection)
            let code = try makeCode(for: request.user, author, connection)
            return (code, [author.entry(Act.staffRelease.rawValue, request.user.text, [request.askedBy.text])])
        }
    }

    /// Does not give it. The account stays without a code until one is asked for again. Throws as ``give(_:by:)``.
    func refuse(_ request: CodeRequest, by author: Author) async throws {
        try await Ledger.write(database) { connection in
            try check(request, author, connection)
            try CodeRequestStore.end(of: request.user, .refused, by: author.actor, at: author.now, connection)
            return ((), [author.entry("staff.withhold", request.user.text, [request.askedBy.text])])
        }
    }

    /// Somebody else may have answered since the page was shown.
    private func check(_ request: CodeRequest, _ author: Author, _ connection: any Connection) throws {
        guard try CodeRequestStore.open(request.id, connection) != nil else { throw Problem.unknown }
        guard author.user != request.askedBy, author.user != request.user else { throw Problem.oneself }
    }

    private func makeCode(for user: UserID, _ author: Author, _ connection: any Connection) throws -> String {
        let code = ShownOnce.code()
        try CredentialStore.add(activation: code.hash, of: user, by: author.actor, at: author.now, connection)
        return code.text
    }
}

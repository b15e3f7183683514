import Core
import Database
import Ledger
import Policy

extension StaffActs {
    /// Gives a user another post. Throws ``Problem/mixedAdministrator``, ``Problem/oneself`` and ``Problem/alreadyDisabled``.
    func add(_ post: Post, to user: UserID, by author: Author) async throws {
        try await Ledger.write(database) { connection in
            guard user != author.user else { throw Problem.oneself }
            guard try !UserStore.isDisabled(user, connection) else { throw Problem.alreadyDisabled }
            let roles = try UserStore.holdings(of: user, connection).reduce(into: post.roles) { $0.formUnion($1.post.roles) }
            guard !roles.contains(.administrator) || roles.count == 1 else { throw Problem.mixedAdministrator }
            try OrganisationStore.add(post, by: author.actor, at: author.now, connection)
            try UserStore.hold(post.id, user, by: author.actor, at: author.now, connection)
            let parties = [post.organisation.text] + post.roles.sorted().map(\.rawValue)
            return ((), [author.entry("post.add", user.text, parties)])
        }
    }

    /// Ends a post of a user, and the sessions in which she acts in it. Throws ``Problem/lastPost`` for her only one, and
    /// ``Problem/hasWork(_:)`` where her work would be left without a post that may do it.
    func end(_ holding: Holding, by author: Author) async throws {
        let work = work
        try await Ledger.write(database) { connection in
            guard holding.user != author.user else { throw Problem.oneself }
            let others = try UserStore.holdings(of: holding.user, connection).filter { $0.id != holding.id }
            guard !others.isEmpty else { throw Problem.lastPost }
            let goesOn = others.contains {
                $0.post.organisation == holding.post.organisation && $0.post.roles.isSuperset(of: holding.post.roles)
            }
            let open = goesOn ? 0 : try work.open(connection, holding.user, author.now)
            guard open == 0 else { throw Problem.hasWork(open) }
            try UserStore.end(holding.id, by: author.actor, at: author.now, connection)
            try SessionStore.endAll(in: holding.id, by: author.actor, at: author.now, connection)
            let parties = [holding.post.organisation.text] + holding.post.roles.sorted().map(\.rawValue)
            return ((), [author.entry("post.end", holding.user.text, parties)])
        }
    }
}

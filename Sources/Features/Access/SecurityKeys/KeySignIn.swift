import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// Signing in with a key alone (вход с ключ): who has it and gave it her finger, face or PIN has shown two factors, for this site and no other.
struct KeySignIn: Sendable {
    let database: any Database
    let root: SealingKey

    /// The answer stands in the attempt's code; it has neither name nor password. Failures are counted for the key's name, as for a user's, and
    /// for the network. An unknown key and one whose owner is shut out cost the same. Throws ``DatabaseError``.
    func callAsFunction(_ attempt: SignIn.Attempt, _ request: WebRequest) async throws -> SignIn.Outcome {
        let counters = Counters(login: "key " + KeyProof.name(in: attempt.code), network: attempt.network, root)
        let before: Counters.Before
        switch try await counters.count(in: database, at: attempt.now) {
        case .wait(let seconds): return .wait(seconds: seconds)
        case .counted(let counts): before = counts
        }
        return try await Ledger.write(database) { connection in
            let outcome = try KeyProof(root: root)(attempt.code, request, connection)
            let owner = outcome.key?.user ?? .new()
            let user = try UserStore.find(owner, connection)
            let holding = try UserStore.holdings(of: owner, connection).first
            let isOpen = try UserStore.isActivated(owner, connection)
            let isDisabled = try UserStore.isDisabled(owner, connection)
            var entries = [attempt.entry("session.key", user, in: holding, .deny)]
            if case .doubled = outcome { entries.append(attempt.entry(LedgerEntry.keyDoubled, user, in: holding, .deny)) }
            guard let user, isOpen, !isDisabled, case .right(let key, let use) = outcome,
                try SecurityKeyStore.note(use, of: key, at: attempt.now, connection)
            else { return (.refused, entries) }
            try counters.succeeded(before, connection)
            let token = try SignIn.begin(user.id, in: holding, attempt, isByKey: true, connection)
            return (.signedIn(token: token), [attempt.entry("session.key", user, in: holding, .allow)])
        }
    }
}

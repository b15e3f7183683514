import Core
import Database
import Vault

/// The counts of failed attempts that an attempt belongs to. Their names are keyed hashes: the table says nothing of who tried, or from where.
struct Counters: Sendable {
    let subjects: [(scope: Delay.Scope, subject: String)]

    /// - Parameter login: what was typed, or the identifier of somebody who is signed in already.
    init(login: String, network: String, _ root: SealingKey) {
        let network = Delay.network(network)
        subjects = Delay.Scope.allCases.map { scope in
            let parts =
                switch scope {
                case .accountAtNetwork: [login, network]
                case .account: [login]
                case .network: [network]
                }
            return (scope, root.pseudonym(["attempt", scope.rawValue] + parts))
        }
    }

    /// A count as it is stored.
    struct Count: Sendable, Equatable {
        let failures: Int
        let last: Instant
    }

    /// How the counts stood before an attempt, in the order of the scopes.
    struct Before: Sendable {
        fileprivate let counts: [Count?]
    }

    enum Verdict: Sendable {
        /// Too many failures before: nothing is to be checked.
        case wait(seconds: Int)
        /// It counts as failed until it proves right.
        case counted(Before)
    }

    /// Counts an attempt before it is checked: attempts made at once must not all slip through.
    func count(in database: any Database, at now: Instant) async throws -> Verdict {
        try await database.write(.passing) { connection in
            try SessionStore.forgetFailures(before: Instant(milliseconds: now.milliseconds - Delay.memoryMilliseconds), connection)
            let counts = try subjects.map { try SessionStore.failures($0.subject, connection) }
            let waits = zip(subjects, counts).map { subject, known in
                known.map { Delay.left(subject.scope, failures: $0.failures, last: $0.last, now: now) } ?? 0
            }
            if let longest = waits.max(), longest > 0 { return .wait(seconds: Int((longest + 999) / 1000)) }
            for (subject, known) in zip(subjects, counts) {
                let counting = known.map { Delay.counting($0.failures, last: $0.last, now: now) } ?? 0
                try SessionStore.set(Count(failures: counting + 1, last: now), subject.subject, connection)
            }
            return .counted(Before(counts: counts))
        }
    }

    /// Runs the costly part of an attempt that was counted. What could not be checked for want of time was no failure.
    func checking<Result>(_ before: Before, in database: any Database, _ check: () async throws -> Result) async throws -> Result {
        do {
            return try await check()
        } catch let busy as PasswordDesk.Busy {
            try await database.write(.passing) { connection in
                for (subject, known) in zip(subjects, before.counts) { try takeBack(1, subject.subject, known, connection) }
            }
            throw busy
        }
    }

    /// After a right attempt the account's failures count no more. To its network it pays for itself and for one failure: where many sign in,
    /// their slips must not add up, and where one guesses, they do.
    func succeeded(_ before: Before, _ connection: any Connection) throws {
        for (subject, known) in zip(subjects, before.counts) {
            switch subject.scope {
            case .account, .accountAtNetwork: try SessionStore.forgetFailures(subject.subject, connection)
            case .network: try takeBack(2, subject.subject, known, connection)
            }
        }
    }

    /// Counts so many less: as if the attempt had not been, so that nobody waits because of it.
    private func takeBack(_ number: Int, _ subject: String, _ before: Count?, _ connection: any Connection) throws {
        guard let current = try SessionStore.failures(subject, connection) else { return }
        let isUndisturbed = current.failures == (before.map { Delay.counting($0.failures, last: $0.last, now: current.last) } ?? 0) + 1
        let left =
            if isUndisturbed, let before {
                Count(failures: before.failures - (number - 1), last: before.last)
            } else {
                Count(failures: current.failures - number, last: current.last)
            }
        if left.failures > 0 {
            try SessionStore.set(left, subject, connection)
        } else {
            try SessionStore.forgetFailures(subject, connection)
        }
    }
}

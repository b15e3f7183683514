import Access
import Activities
import Calendar
import Cases
public import Core
public import Database
public import Ledger
public import Logging
import Oversight
import Referrals
import ServiceLifecycle
public import Vault

extension House {
    /// The server's work between requests: detectors read what is new in the ledger, the ledger is signed as it grows, sealing under replaced
    /// keys goes on. Throws when the program's own files are missing or damaged.
    ///
    /// - Parameters:
    ///   - names: the indexes of names in memory; idle ones are dropped.
    ///   - signing: signs checkpoints; without one none are made.
    ///   - tombstones: keeps the list of the erased; without one it is nowhere but in the database.
    ///   - pace: how far the ledger may run ahead of its newest checkpoint.
    public static func rounds(
        database: any Database, root: SealingKey, names: NameSearch = NameSearch(), signing: CheckpointKey?,
        pace: CheckpointKeeper.Pace = .init(), tombstones: TombstoneKeeper? = nil,
        clock: @escaping @Sendable () -> Instant = { Instant.now }, logger: Logger
    ) throws -> Rounds {
        let calendar = try WorkingDays.builtIn()
        let watch = LedgerWatch(database) { connection, records in
            try DetectorFacts.of(
                records, canaries: try CasesFeature.decoys(connection), isDayOff: { !calendar.isWorkingDay($0) }, connection)
        }
        let vault = Vault(root: root)
        let expiry = ReferralExpiry(
            database: database, vault: vault, names: names, users: { try AccessFeature.users(of: $0, at: $1, $2) },
            happened: told(try ClockRules.builtIn()))
        var steps = [
            Rounds.Step("watch") { try await watch.run(now: $0) },
            // Before the rotation: it brings the records whose sharing ended under their new keys.
            Rounds.Step("expiry") { try await expiry.end(at: $0) },
            Rounds.Step("rotation") { now in
                for _ in 0..<rotationBatches {
                    let step = try await database.write { connection in
                        try vault.continueRotation(batch: rotationBatch, at: now, connection)
                    }
                    if step.isDone || Task.isShuttingDownGracefully { return }
                }
            },
            Rounds.Step("sheets") { now in try await database.write { try ActivitiesFeature.forgetSheets(at: now, $0) } },
            Rounds.Step("participants") { now in
                try await database.write { try ActivitiesFeature.forgetParticipants(vault, at: now, $0) }
            },
            Rounds.Step("names") { names.evictIdle(at: $0) },
        ]
        if let tombstones { steps.append(Rounds.Step("tombstones") { try await tombstones.keep(now: $0) }) }
        if let signing {
            let keeper = CheckpointKeeper(database, key: signing, pace: pace)
            // Last: a round signs what the steps before it have written, too.
            steps.append(Rounds.Step("checkpoint") { try await keeper.keep(now: $0) })
        }
        return Rounds(steps, clock: clock, logger: logger)
    }

    /// Pieces that are sealed anew in one transaction: writers wait no longer than for these.
    private static let rotationBatch = 100
    /// Transactions of a round.
    private static let rotationBatches = 50
}

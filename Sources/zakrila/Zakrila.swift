import ArgumentParser

/// The one command of the house.
@main
struct Zakrila: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zakrila",
        abstract: "Coordination against trafficking in human beings: plans that count themselves.",
        discussion: """
            Plans are imported from the text of the published documents, kept in SQLite (default ./data/zakrila.sqlite) or PostgreSQL, and \
            shown on a site.

            Exit codes: 0 done · 1 failed · 2 a file could not be imported · 3 an amended plan waits for --accept · 4 no such plan, measure or checkpoint \
            · 5 the ledger is not whole · 64 wrong use.
            """,
        subcommands: [
            Import.self, Plans.self, Show.self, Counts.self, Check.self, Compare.self, Export.self, Serve.self, Setup.self,
            UserCommand.self,
            KeyCommand.self,
            DecoyCommand.self,
            Tombstones.self,
            Migrate.self, Verify.self,
            WriteCheckpoint.self, Witness.self,
        ])
}

extension ExitCode {
    /// A file could not be imported.
    static let badInput = ExitCode(2)
    /// An amended plan waits for `--accept`.
    static let awaitsAcceptance = ExitCode(3)
    /// No such plan or measure.
    static let notFound = ExitCode(4)
    /// The ledger was tampered with.
    static let brokenLedger = ExitCode(5)
}

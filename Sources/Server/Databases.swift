import Access
import Activities
import Cases
public import Database
import DatabasePostgres
import DatabaseSQLite
import Ledger
import Policy
import Programmes
import Referrals
import Signals
import Vault

/// Opens databases of either engine with the schema of the whole house.
public enum Databases {
    /// All rooms' migrations, in one list for both engines.
    public static let migrations: [Migration] =
        ProgrammesFeature.migrations + Ledger.migrations + Policy.migrations + Vault.migrations + AccessFeature.migrations
        + ReferenceNumber.migrations + CasesFeature.migrations + SignalsFeature.migrations
        + ReferralsFeature.migrations + ActivitiesFeature.migrations

    /// Opens the database at a location; SQLite files and their folders are made when missing. Throws ``DatabaseError``.
    public static func open(_ location: DatabaseLocation) async throws -> any Database {
        switch location {
        case .sqlite(let path): try SQLiteDatabase(path: path)
        case .postgres(let url): try await PostgresDatabase(url: url)
        }
    }

    /// Opens a database and brings it to the newest schema; `steps` are the ids of the steps that were missing. Throws ``DatabaseError``.
    public static func openMigrated(_ location: DatabaseLocation) async throws -> (database: any Database, steps: [String]) {
        let database = try await open(location)
        return (database, try await Migrator(migrations).migrate(database))
    }
}

import GRDB

import enum Database.DatabaseError

/// Turns GRDB's errors into ours, without SQLite's messages and without values.
enum SQLiteFailure {
    /// The error of a statement.
    static func translate(_ error: any Error) -> DatabaseError {
        if let error = error as? DatabaseError { return error }
        // GRDB's answer to the cancellation of the task.
        guard let error = error as? GRDB.DatabaseError else { return .statement(code: "\(ResultCode.SQLITE_INTERRUPT.rawValue)") }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy
        case .SQLITE_CONSTRAINT: return .constraint(constraintName(error))
        case .SQLITE_FULL: return .full
        // The file of shared memory beside the database could not grow.
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: return .full
        case .SQLITE_IOERR: return .unavailable("the database file can't be read or written")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .unavailable("the database file is damaged")
        default: return .statement(code: "\(error.extendedResultCode.rawValue)")
        }
    }

    /// Why the file could not be opened.
    static func openingReason(_ error: any Error, path: String) -> String {
        switch (error as? GRDB.DatabaseError)?.resultCode {
        case .SQLITE_NOTADB?: "“\(path)” is no SQLite database"
        case .SQLITE_CORRUPT?: "the database “\(path)” is damaged"
        case .SQLITE_READONLY?: "the database “\(path)” can't be written: check the permissions of the file and of its folder"
        case .SQLITE_CANTOPEN?, .SQLITE_PERM?: "the database “\(path)” can't be opened: check the permissions of the file and of its folder"
        case .SQLITE_FULL?: "the disk of “\(path)” is full"
        case .SQLITE_BUSY?, .SQLITE_LOCKED?: "another program keeps the database “\(path)” locked"
        case let code?: "the database “\(path)” can't be opened (SQLite error \(code.rawValue))"
        case nil: "the database “\(path)” can't be opened"
        }
    }

    /// `table.column` or the name of a check; in these four kinds SQLite's message ends with names of the schema only.
    private static func constraintName(_ error: GRDB.DatabaseError) -> String {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_FOREIGNKEY: "foreign key"
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_NOTNULL, .SQLITE_CONSTRAINT_CHECK:
            error.message.flatMap { $0.split(separator: "constraint failed: ").dropFirst().first }.map(String.init) ?? ""
        default: ""
        }
    }
}

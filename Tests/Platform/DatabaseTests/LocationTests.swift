import Database
import Foundation
import TestSupport
import Testing

@Suite struct `Where the database is` {
    @Test func `a file is written sqlite and its path`() {
        #expect(DatabaseLocation("sqlite:/var/lib/zakrila/data.sqlite") == .sqlite(path: "/var/lib/zakrila/data.sqlite"))
        #expect(DatabaseLocation("sqlite:data.sqlite") == .sqlite(path: "data.sqlite"))
    }

    @Test(arguments: ["postgres://user@host/base", "postgresql://host/base?sslmode=verify-full"])
    func `a server is written as an address of libpq`(text: String) {
        #expect(DatabaseLocation(text) == .postgres(url: text))
    }

    @Test(arguments: ["", "sqlite:", "data.sqlite", "mysql://host", "SQLITE:x", "postgres:host", " sqlite:x"])
    func `another form is no location`(text: String) {
        #expect(DatabaseLocation(text) == nil)
    }

    @Test func `folders above a new file are made`() async throws {
        try await withTemporaryFolder { folder in
            let database = try await openDatabase(.sqlite(path: folder + "/a/b/data.sqlite"))
            await database.close()
            #expect(FileManager.default.fileExists(atPath: folder + "/a/b/data.sqlite"))
        }
    }

    @Test func `a folder in place of the file is told`() async throws {
        try await withTemporaryFolder { folder in
            await #expect(throws: DatabaseError.unavailable("“\(folder)” is a folder, not a database file")) {
                _ = try await openDatabase(.sqlite(path: folder))
            }
        }
    }

    @Test func `a file that is no database is told and left alone`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/letter.txt"
            let text = String(repeating: "Dear Ms Ivanova, ", count: 100)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            await #expect(throws: DatabaseError.unavailable("“\(path)” is no SQLite database")) {
                _ = try await openDatabase(.sqlite(path: path))
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }

    @Test func `a folder that can't be made is told`() async throws {
        try await withTemporaryFolder { folder in
            try "x".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
            await #expect(throws: DatabaseError.unavailable("the folder “\(folder)/file/sub” can't be made")) {
                _ = try await openDatabase(.sqlite(path: folder + "/file/sub/data.sqlite"))
            }
        }
    }

    @Test func `a server that doesn't answer is told without the password`() async throws {
        try await withTemporaryFolder { folder in
            let error = await #expect(throws: DatabaseError.self) {
                _ = try await openDatabase(.postgres(url: "postgres://user:tops3cret@/base?host=\(folder)"))
            }
            #expect(error == .unavailable("no PostgreSQL server answers at \(folder), port 5432"))
        }
    }

    @Test func `an address libpq can't read is told without the password`() async throws {
        let error = await #expect(throws: DatabaseError.self) {
            _ = try await openDatabase(.postgres(url: "postgres://user:tops3cret@host/base?nonsense=1"))
        }
        #expect(
            error == .unavailable("the address of the PostgreSQL server isn't understood; it has the form postgres://user@host/database"))
    }
}

/// References by which people name records (номер), counted anew each year: „Л-2026-000123“.
public enum ReferenceNumber {
    /// The table of the counters. Released steps never change; add new ones at the end.
    public static let migrations: [Migration] = [
        Migration(
            "0007-reference-numbers",
            ["CREATE TABLE reference_numbers (kind TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (kind, year))"])
    ]

    /// The next reference of a kind in a year. Two writers at once never get the same: one of them waits.
    public static func next(_ letter: String, kind: String, year: Int, _ connection: any Connection) throws(DatabaseError) -> String {
        try next(1, letter, kind: kind, year: year, connection)[0]
    }

    /// The next several, taken at once.
    public static func next(
        _ count: Int, _ letter: String, kind: String, year: Int, _ connection: any Connection
    ) throws(DatabaseError) -> [String] {
        try connection.execute(
            """
            INSERT INTO reference_numbers (kind, year, last) VALUES (\(kind), \(year), \(count))
            ON CONFLICT (kind, year) DO UPDATE SET last = reference_numbers.last + \(count)
            """)
        let row = try connection.first("SELECT last FROM reference_numbers WHERE kind = \(kind) AND year = \(year)")
        let last = try row?.integer("last") ?? count
        return (0..<count).map { place in
            let digits = String(last - count + 1 + place)
            return "\(letter)-\(year)-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
        }
    }
}

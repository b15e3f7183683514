import Documents
import Web

/// The lines of the ledger as a table for spreadsheets: what the page shows, in one row each.
enum LedgerFile {
    static func text(_ lines: [LedgerLine], _ words: Words) -> String {
        CSV.text([columns.map { words("ledger_file." + $0) }] + lines.map { row($0, words) })
    }

    private static func row(_ line: LedgerLine, _ words: Words) -> [String] {
        [
            String(line.position), line.day, line.clock, line.moment, line.who, line.post, line.act, line.object,
            line.reference, words(line.isRefused ? "ledger_refused" : "ledger_allowed"), line.why, line.purpose, line.unmasked,
            line.parties,
        ]
    }

    private static let columns = [
        "position", "day", "clock", "moment", "who", "post", "act", "object", "reference", "decision", "why", "purpose",
        "unmasked", "parties",
    ]
}

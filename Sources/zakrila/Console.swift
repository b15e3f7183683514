import Foundation

/// Where the command speaks: results to standard output, everything else to standard error.
enum Console {
    /// A line of a result.
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Text as it is.
    static func write(_ text: String) {
        write(Data(text.utf8))
    }

    /// Bytes as they are.
    static func write(_ bytes: Data) {
        FileHandle.standardOutput.write(bytes)
    }

    /// Something went wrong, or needs a look.
    static func problem(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Rows in columns, as wide as their widest cell.
    static func table(_ rows: [[String]]) {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        for row in rows {
            let cells = row.enumerated().map { column, cell in
                column + 1 == row.count ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            say(cells.joined(separator: "  "))
        }
    }
}

/// A bar on a terminal, shown only for work that lasts longer than a second.
struct ProgressBar {
    private let total: Int
    private let start = Date()
    private var isShown = false

    init(total: Int) {
        self.total = total
    }

    mutating func advance(to done: Int) {
        guard total > 1, isatty(STDERR_FILENO) == 1, isShown || Date().timeIntervalSince(start) > 1 else { return }
        isShown = true
        let filled = 30 * done / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        FileHandle.standardError.write(Data("\r\(bar) \(done)/\(total)".utf8))
        if done == total { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}

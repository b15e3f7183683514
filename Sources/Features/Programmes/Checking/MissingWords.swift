import Core
import Documents

/// Cells that say in words that there is nothing: „Липсва очакван резултат“, „няма“.
enum MissingWords {
    /// Whether a cell says so.
    static func say(_ text: String) -> Bool {
        guard text.utf8.count < 80 else { return false }
        let first = Folding.word(text.trimmed.prefix { !$0.isWhitespace })
        return ["липсва", "няма", "missing"].contains(first)
    }
}

import Core
import Documents

/// Cells that say in words that there is nothing: „Липсва очакван резултат“, „няма“.
enum MissingWords {
    /// Whether a cell says so.
    static func say(_ text: String) -> Bool {
        let first = Folding.word(text.trimmed.prefix { !$0.isWhitespace })
        return text.utf8.count < 80 && ["липсва", "няма", "missing"].contains(first)
    }
}

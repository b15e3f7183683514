import Core
import Documents

/// Words of a cell that say there is nothing, or nothing yet: „Липсва очакван резултат“, „н/п“, „предстои да се определи“. One list for the
/// reading and for the check.
enum MissingWords {
    /// Whether a cell says no more than that. Signs alone say it too.
    static func say(_ text: String) -> Bool {
        guard text.utf8.count < 120, !text.unicodeScalars.contains(where: { ("0"..."9").contains($0) }) else { return false }
        let words = Tokenizer.tokens(Array(text.unicodeScalars)).filter(\.isWord).map(\.text)
        guard let first = words.first else { return !text.isBlank }
        if short.contains(words.joined()) { return true }
        // „Няма неотговорени сигнали“ says something.
        if ["липсва", "липсват", "няма", "missing"].contains(first) {
            return words.dropFirst().allSatisfy { word in fields.contains { word.hasPrefix($0) } }
        }
        guard words.count <= 6 else { return false }
        let says = words.contains { word in open.contains { word.hasPrefix($0) } }
        return says && starts.contains { words.starts(with: $0) }
    }

    /// As a whole, the words and signs between them left out: „н/п“, „N/A“.
    private static let short: Set<String> = [
        "нп", "на", "na", "tbd", "неприложимо", "неприложим", "неопределен", "неопределено", "неизвестно", "none", "nil", "notapplicable",
        "notspecified", "несепредвижда", "несепредвиждат",
    ]
    /// What a cell may say of itself that it lacks.
    private static let fields = [
        "очакван", "резултат", "цел", "стратегическ", "оперативн", "данн", "информаци", "срок", "бюджет", "партньор", "водещ", "институци",
        "индикатор", "стойност", "посочен", "expected", "result", "data",
    ]
    /// How a sentence begins that leaves something open, and what it leaves open.
    private static let starts = [
        ["не", "е"], ["не", "са"], ["предстои"], ["ще", "се"], ["ще", "бъде"], ["ще", "бъдат"], ["да", "се"], ["to", "be"],
    ]
    private static let open = [
        "посочен", "определ", "приложим", "предвиден", "налич", "известн", "уточн", "допълн", "попълн", "determined", "specified",
    ]
}

extension Day {
    /// A date as people write it, „3.11.1998“, „03.11.1998 г.“, or as machines do. What could be read in two ways is not guessed.
    public init?(typed text: String) {
        if let day = Day(iso: text) {
            self = day
            return
        }
        var written = Substring(text)
        for ending in [".", "г", " "] where written.hasSuffix(ending) { written = written.dropLast() }
        let parts = written.split(separator: ".", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        let areDigits = parts.allSatisfy { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard areDigits, parts.count == 3, parts[2].utf8.count == 4 else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        self.init(numbers[2], numbers[1], numbers[0])
    }
}

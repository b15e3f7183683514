/// How much text may still be read from an office file. Words that a file holds once it may refer to any number of times, and a table within a
/// table is told at each level: what is packed small is bounded only by counting what was read.
struct TextAllowance {
    /// Bytes of all texts together: 16 million Cyrillic letters, ten times the longest programme with its annexes.
    static let limit = 32 * 1024 * 1024

    private var left = TextAllowance.limit

    /// Counts texts that were read. Throws where they are more than any document has.
    mutating func take(_ bytes: Int) throws(DocumentError) {
        left -= bytes
        guard left >= 0 else { throw .unpacksTooLarge(limit: TextAllowance.limit) }
    }
}

import Core

/// A line by itself between the rows of a table that was saved as text.
struct LoneLine {
    /// How many words of headings stand in a row of cells.
    let headingWords: ([String]) -> Int
    /// Whether a line stands between tables whatever is around it: a title, the number of a page.
    let standsApart: (String) -> Bool

    /// Whether it was merged over the whole table where it was written, and is the heading of the rows that follow: they are as wide as those
    /// above. Prose ends in a stop; above the heading of a table a line belongs to that.
    func isAcross(_ line: String, above next: [String], width: Int) -> Bool {
        guard next.count == width, width > 2, line.utf8.count <= LoneLine.limit, headingWords(next) < LoneLine.leastHeading,
            !standsApart(line)
        else { return false }
        let text = line.trimmed.unicodeScalars
        guard let first = text.first, first.isCapital || first.properties.numericType != nil || first == "„", let last = text.last else {
            return false
        }
        return text.contains(where: \.isLetter) && !".,;:!?…".unicodeScalars.contains(last)
    }

    /// Bytes: about 150 letters.
    private static let limit = 300
    /// Heading words by which a row is the heading of a table.
    private static let leastHeading = 4
}

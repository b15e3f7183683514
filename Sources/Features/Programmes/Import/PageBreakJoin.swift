import Core
import Documents

/// Mends texts that a page break cut into two cells, also in the middle of a word, by the words the document uses elsewhere.
struct PageBreakJoin {
    private let words: WordCounts

    init(_ document: SourceDocument) {
        words = WordCounts(document)
    }

    /// How often a document uses each word, counted when first asked: most documents have no cut words.
    private final class WordCounts {
        private let document: SourceDocument
        private lazy var counts = document.cells.reduce(into: [String: Int]()) { counts, cell in
            for token in Tokenizer.tokens(Array(cell.text.unicodeScalars)) where token.isWord { counts[token.text, default: 0] += 1 }
        }

        init(_ document: SourceDocument) {
            self.document = document
        }

        subscript(word: String) -> Int { counts[word, default: 0] }
    }

    /// Appends the part after the break. Returns the words at the seam when they may be cut and could not be mended.
    func append(_ text: String, at place: CellPlace, to cell: inout LogicalCell) -> String? {
        let scalars = Array(text.unicodeScalars)
        guard !cell.isBlank else {
            cell = LogicalCell(text, at: place)
            return nil
        }
        if let head = hyphenated(cell.scalars), let tail = firstWord(scalars), isLower(tail.first) {
            // „социално-“ keeps its hyphen, „нас-“ had it for the break alone.
            let isCompound = head.word.last == "о" && words[Folding.word(string(head.word)) + Folding.word(string(tail))] == 0
            cell.removeLast(head.behind + (isCompound ? 0 : 1))
            let lead = leadingSpace(scalars)
            if lead > 0 { cell.drop(lead, at: place) }
            cell.append(Array(scalars.dropFirst(lead)), place, offset: lead)
            return nil
        }
        guard let head = lastWord(cell.scalars), let tail = firstWord(scalars), isLower(tail.first) else {
            cell.append(separator: beginsStatement(scalars) ? "\n" : " ")
            cell.append(scalars, place, offset: 0)
            return nil
        }
        let (left, right) = (Folding.word(string(head)), Folding.word(string(tail)))
        switch seam(left, right) {
        case .space:
            cell.append(separator: " ")
            cell.append(scalars, place, offset: 0)
            return nil
        case .glue(let drop):
            if drop > 0 { cell.removeLast(drop) }
            cell.append(scalars, place, offset: 0)
            return nil
        case .repeated:
            let repeated = leadingSpace(scalars) + tail.count
            cell.drop(repeated, at: place)
            cell.append(Array(scalars.dropFirst(repeated)), place, offset: repeated)
            return nil
        case .unknown:
            cell.append(separator: " ")
            cell.append(scalars, place, offset: 0)
            return "\(string(head))|\(string(tail))"
        }
    }

    private enum Seam {
        case space
        /// One word: the two parts joined after dropping letters off the first.
        case glue(drop: Int)
        /// The second part repeats the end of the first.
        case repeated
        case unknown
    }

    private func seam(_ left: String, _ right: String) -> Seam {
        if words[right] > 1 { return .space }
        if words[left + right] > 0 { return .glue(drop: 0) }
        if right.unicodeScalars.count >= 4, left.hasSuffix(right), words[left] > 1 { return .repeated }
        for drop in 1...2 where left.unicodeScalars.count > drop + 2 {
            var shorter = left.unicodeScalars
            shorter.removeLast(drop)
            if words[String(shorter) + right] > 0 { return .glue(drop: drop) }
        }
        // A short remainder that the document uses nowhere else is more likely a piece than a word.
        return words[left] > 1 || right.unicodeScalars.count > 3 ? .space : .unknown
    }

    private func lastWord(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        var end = scalars.count
        while end > 0, scalars[end - 1].isSpace { end -= 1 }
        var start = end
        while start > 0, scalars[start - 1].isLetter { start -= 1 }
        return start < end ? Array(scalars[start..<end]) : nil
    }

    /// The word before a hyphen at the end, and how many spaces stand behind the hyphen.
    private func hyphenated(_ scalars: [Unicode.Scalar]) -> (word: [Unicode.Scalar], behind: Int)? {
        let behind = scalars.reversed().prefix { $0.isSpace }.count
        let text = scalars.dropLast(behind)
        guard let last = text.last, last == "-" || last.value == 0x2010, text.dropLast().last?.isLetter == true else { return nil }
        return lastWord(Array(text.dropLast())).map { ($0, behind) }
    }

    private func firstWord(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        let start = leadingSpace(scalars)
        var end = start
        while end < scalars.count, scalars[end].isLetter { end += 1 }
        return start < end ? Array(scalars[start..<end]) : nil
    }

    private func leadingSpace(_ scalars: [Unicode.Scalar]) -> Int {
        scalars.firstIndex { !$0.isSpace } ?? scalars.count
    }

    /// A capital letter or a list sign begins a statement of its own.
    private func beginsStatement(_ scalars: [Unicode.Scalar]) -> Bool {
        guard let first = scalars.first(where: { !$0.isSpace }) else { return false }
        return first.isCapital || first == "-" || first == "–"
    }

    private func isLower(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isLowercase ?? false }

    private func string(_ scalars: [Unicode.Scalar]) -> String {
        String(scalars: scalars)
    }
}

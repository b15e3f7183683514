import Core

extension LogicalCell {
    /// A cell of values („60 души“) with the names from another, line by line: „Брой обучени – 60 души“. Unchanged where the lines don't
    /// match, or where the values have words enough of their own.
    func named(by names: LogicalCell?) -> LogicalCell {
        guard let names, !isBlank else { return self }
        let (values, labels) = (lines, names.lines)
        guard values.count == labels.count, values.allSatisfy({ isBare($0) }) else { return self }
        var whole = LogicalCell()
        for (label, value) in zip(labels, values) {
            if !whole.scalars.isEmpty { whole.append(separator: "\n") }
            whole.append(names, label)
            for sign in " – ".unicodeScalars { whole.append(separator: sign) }
            whole.append(self, value)
        }
        return whole
    }

    /// Adds a part of another cell, with its places and the signs that part its pieces.
    mutating func append(_ other: LogicalCell, _ range: Range<Int>) {
        var next = range.lowerBound
        for piece in other.pieces {
            let low = max(piece.start, range.lowerBound)
            let high = min(piece.start + piece.count, range.upperBound)
            guard low < high else { continue }
            for separator in other.scalars[min(next, low)..<low] { append(separator: separator) }
            next = high
            append(Array(other.scalars[low..<high]), piece.place, offset: piece.offset + low - piece.start)
        }
    }

    /// Lines with words, without the white space around them.
    private var lines: [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for index in 0...scalars.count where index == scalars.count || scalars[index] == "\n" {
            var range = start..<index
            while let first = range.first, scalars[first].isSpace { range = range.dropFirst() }
            while let last = range.last, scalars[last].isSpace { range = range.dropLast() }
            if !range.isEmpty { lines.append(range) }
            start = index + 1
        }
        return lines
    }

    /// A number with three words at most: „поне 60 обучени души“.
    private func isBare(_ range: Range<Int>) -> Bool {
        let tokens = Tokenizer.tokens(Array(scalars[range]))
        return tokens.contains { $0.number != nil } && tokens.filter(\.isWord).count <= 3
    }
}

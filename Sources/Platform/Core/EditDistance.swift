/// Spellings that differ by one slip of the pen.
public enum EditDistance {
    /// Whether two different words are one addition, omission, change or swap of neighbours apart (Damerau 1964).
    public static func isOne<Letter: Equatable>(_ left: [Letter], _ right: [Letter]) -> Bool {
        guard abs(left.count - right.count) <= 1, left != right else { return false }
        var prefix = 0
        while prefix < left.count, prefix < right.count, left[prefix] == right[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < left.count - prefix, suffix < right.count - prefix,
            left[left.count - 1 - suffix] == right[right.count - 1 - suffix]
        { suffix += 1 }
        let (restLeft, restRight) = (left.count - prefix - suffix, right.count - prefix - suffix)
        if max(restLeft, restRight) <= 1 { return true }
        guard restLeft == 2, restRight == 2 else { return false }
        return left[prefix] == right[prefix + 1] && left[prefix + 1] == right[prefix]
    }
}

extension EditDistance {
    /// How many additions, omissions, changes and swaps of neighbours lie between two words, nil when more than `limit`.
    public static func within(_ limit: Int, _ left: [UInt16], _ right: [UInt16]) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for (column, other) in right.enumerated() {
                var least = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            guard (current.min() ?? 0) <= limit || (last.min() ?? 0) <= limit else { return nil }
            (beforeLast, last) = (last, current)
        }
        return last[right.count] <= limit ? last[right.count] : nil
    }
}

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

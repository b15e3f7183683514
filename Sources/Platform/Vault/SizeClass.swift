/// Sizes by which files are padded, so that a file is not known by its length: eight to each doubling, 4 KiB the smallest. Costs an eighth
/// at most (after Nikitin et al., Padmé, 2019, with a fixed number of bits kept).
enum SizeClass {
    private static let smallest = 4096

    /// The size to which a content of so many bytes is padded.
    static func padded(_ count: Int) -> Int {
        guard count > smallest else { return smallest }
        let step = 1 << max(0, Int.bitWidth - 1 - (count - 1).leadingZeroBitCount - 3)
        return (count + step - 1) / step * step
    }
}

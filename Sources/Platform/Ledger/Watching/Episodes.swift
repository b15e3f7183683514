import Core

/// Stretches of entries that lie close together in time.
enum Episodes {
    /// The stretches in which each entry belongs to so many within so many minutes. Ranges of indexes, ascending, apart from one another.
    ///
    /// - Parameter differing: count records instead of entries: the same one opened twice is one.
    static func find(_ records: [LedgerRecord], limit: DetectorThresholds.Limit, differing: Bool) -> [Range<Int>] {
        var episodes: [Range<Int>] = []
        var window = Window(differing: differing)
        var first = 0
        for (index, record) in records.enumerated() {
            window.enter(record)
            while !isNear(records[first], record, limit.minutes) {
                window.leave(records[first])
                first += 1
            }
            guard window.count >= limit.count else { continue }
            if let last = episodes.last, first < last.upperBound {
                episodes[episodes.count - 1] = last.lowerBound..<index + 1
            } else {
                episodes.append(first..<index + 1)
            }
        }
        return episodes
    }

    /// Either way: a clock set back must not hide anything.
    private static func isNear(_ left: LedgerRecord, _ right: LedgerRecord, _ minutes: Int) -> Bool {
        abs(right.entry.time.milliseconds - left.entry.time.milliseconds) <= Int64(minutes) * 60_000
    }

    private struct Window {
        let differing: Bool
        private var entries = 0
        private var objects: [String: Int] = [:]

        init(differing: Bool) {
            self.differing = differing
        }

        var count: Int { differing ? objects.count : entries }

        mutating func enter(_ record: LedgerRecord) {
            entries += 1
            if differing { objects[record.entry.object, default: 0] += 1 }
        }

        mutating func leave(_ record: LedgerRecord) {
            entries -= 1
            guard differing, let times = objects[record.entry.object] else { return }
            objects[record.entry.object] = times > 1 ? times - 1 : nil
        }
    }
}

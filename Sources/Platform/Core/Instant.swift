#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A moment in time, to the millisecond, in UTC.
public struct Instant: Hashable, Sendable, Comparable {
    /// Milliseconds since 1 January 1970, 00:00 UTC.
    public let milliseconds: Int64

    /// Counted from 1 January 1970, 00:00 UTC; negative before it.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The present moment by the system's clock.
    public static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Fixed-width text that sorts by time: `2026-01-02T03:04:05.678Z`.
    public var iso: String {
        let day = Day(ordinal: Int((milliseconds - positive(milliseconds, 86_400_000)) / 86_400_000))
        let rest = positive(milliseconds, 86_400_000)
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded(Int($0), 2) }.joined(separator: ":")
        return "\(day.iso)T\(clock).\(padded(Int(rest % 1000), 3))Z"
    }

    /// Nil unless the text is in the form of ``iso``.
    public init?(iso text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes[23] == UInt8(ascii: "Z"), let day = Day(iso: String(text.prefix(10)))
        else { return nil }
        let numbers = [(11, 2), (14, 2), (17, 2), (20, 3)].map { Int(String(decoding: bytes[$0.0..<$0.0 + $0.1], as: UTF8.self)) }
        guard let hour = numbers[0], let minute = numbers[1], let second = numbers[2], let thousandth = numbers[3] else { return nil }
        guard hour < 24, minute < 60, second < 60 else { return nil }
        milliseconds = Int64(day.ordinal) * 86_400_000 + Int64(((hour * 60 + minute) * 60 + second) * 1000 + thousandth)
    }

    /// By time.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    private func positive(_ number: Int64, _ divisor: Int64) -> Int64 {
        (number % divisor + divisor) % divisor
    }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

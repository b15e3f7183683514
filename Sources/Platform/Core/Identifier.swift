import Synchronization

/// An identifier of a `Subject`: a UUID version 7 (RFC 9562), whose text sorts by time of making.
public struct Identifier<Subject>: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Lower-case canonical text, 36 characters.
    public let text: String

    /// Nil unless the text is a canonical lower-case UUID.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return nil }
        for (index, byte) in bytes.enumerated() {
            let isDash = index == 8 || index == 13 || index == 18 || index == 23
            let isHex = (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102)
            guard isDash ? byte == 45 : isHex else { return nil }
        }
        self.text = text
    }

    /// A new identifier, later than every other made by this process.
    public static func new() -> Self {
        Self(unchecked: UUIDv7.next())
    }

    private init(unchecked text: String) {
        self.text = text
    }

    /// As ``text``.
    public var description: String { text }

    /// By time of making.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// Makes version 7 UUIDs: 48 bits of milliseconds, then a counter and random bits, so that ids made in one millisecond keep their order.
enum UUIDv7 {
    private static let clock = Mutex(IdentifierClock())

    static func next() -> String {
        let now = UInt64(max(0, Instant.now.milliseconds))
        let (milliseconds, sequence) = clock.withLock { $0.next(now: now) }
        let high = milliseconds << 16 | 0x7000 | sequence
        let low = UInt64.random(in: 0...(.max)) & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        return format(high, low)
    }

    private static func format(_ high: UInt64, _ low: UInt64) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, half) in [high, low].enumerated() {
            for nibble in 0..<16 {
                let position = index * 16 + nibble
                if position == 8 || position == 12 || position == 16 || position == 20 { text.append(45) }
                text.append(digits[Int(half >> UInt64(60 - 4 * nibble) & 0xf)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

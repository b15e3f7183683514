/// What makes identifiers of one process follow one another: time in milliseconds and a counter of 12 bits within each.
struct IdentifierClock: Sendable {
    private var milliseconds: UInt64 = 0
    private var sequence: UInt64 = 0

    /// The next pair, greater than every one before whatever the system's clock shows: when it is set back, time stands still until it has
    /// caught up, and the counter goes on.
    mutating func next(now: UInt64) -> (milliseconds: UInt64, sequence: UInt64) {
        if now > milliseconds {
            // Not from 0, so that identifiers do not tell how many were made in a millisecond.
            (milliseconds, sequence) = (now, UInt64.random(in: 0..<0x200))
        } else if sequence < 0xfff {
            sequence += 1
        } else {
            (milliseconds, sequence) = (milliseconds + 1, 0)
        }
        return (milliseconds, sequence)
    }
}

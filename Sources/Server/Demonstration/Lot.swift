/// Lots that fall the same way each time (SplitMix64): every demonstration is alike.
struct Lot: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Equal seeds give equal lots.
    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func of(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }

    mutating func one<Value>(_ values: [Value]) -> Value { values[of(0...values.count - 1)] }

    /// Whether it falls so, so many times of a hundred.
    mutating func falls(_ percent: Int) -> Bool { of(0...99) < percent }
}

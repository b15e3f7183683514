/// The classes of letters that documents are mostly made of, told without the tables of Unicode, which cost ten times as much.
extension Unicode.Scalar {
    /// `properties.isWhitespace`.
    public var isSpace: Bool {
        switch value {
        case 0x09...0x0d, 0x20, 0x85, 0xa0: true
        case 0..<0x1680: false
        default: properties.isWhitespace
        }
    }

    /// `properties.isAlphabetic`.
    public var isLetter: Bool {
        switch value {
        case 0x41...0x5a, 0x61...0x7a, 0x400...0x481: true
        case 0..<0xaa: false
        default: properties.isAlphabetic
        }
    }

    /// `properties.isUppercase`.
    public var isCapital: Bool {
        switch value {
        case 0x41...0x5a, 0x400...0x42f: true
        case 0..<0x80, 0x430...0x45f: false
        default: properties.isUppercase
        }
    }
}

extension String {
    /// The text of scalars, written at once: a `UnicodeScalarView` takes them one by one.
    public init(scalars: ArraySlice<Unicode.Scalar>) {
        var count = 0
        for scalar in scalars { count += scalar.value < 0x80 ? 1 : scalar.value < 0x800 ? 2 : UTF8.width(scalar) }
        self.init(unsafeUninitializedCapacity: count) { buffer in
            var end = 0
            for scalar in scalars {
                let value = scalar.value
                if value < 0x80 {
                    buffer[end] = UInt8(value)
                    end += 1
                } else if value < 0x800 {
                    buffer[end] = UInt8(0xc0 | value >> 6)
                    buffer[end + 1] = UInt8(0x80 | value & 0x3f)
                    end += 2
                } else {
                    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                        buffer[end] = byte
                        end += 1
                    }
                }
            }
            return end
        }
    }

    /// The same for a whole array.
    public init(scalars: [Unicode.Scalar]) {
        self.init(scalars: scalars[...])
    }
}

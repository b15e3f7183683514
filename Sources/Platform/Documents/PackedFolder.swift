/// The names in a packed folder (ZIP), as its directory lists them (PKWARE APPNOTE 6.3.10, 4.3.12 and 4.3.16). Nothing is unpacked.
enum PackedFolder {
    private static let endSize = 22
    private static let lineSize = 46

    /// Nil for what is no such folder, is damaged, goes on elsewhere, or is locked with a password.
    static func names(_ bytes: [UInt8]) -> Set<String>? {
        guard bytes.starts(with: [0x50, 0x4b, 3, 4]), let end = end(bytes) else { return nil }
        let (count, start) = (number(bytes, end + 10, 2), number(bytes, end + 16, 4))
        var (names, place): (Set<String>, Int) = ([], start)
        for _ in 0..<count {
            guard place + lineSize <= end, bytes[place..<(place + 4)].elementsEqual([0x50, 0x4b, 1, 2]) else { return nil }
            guard bytes[place + 8] & 1 == 0 else { return nil }
            let nameEnd = place + lineSize + number(bytes, place + 28, 2)
            guard nameEnd <= end else { return nil }
            names.insert(String(decoding: bytes[(place + lineSize)..<nameEnd], as: UTF8.self))
            place = nameEnd + number(bytes, place + 30, 2) + number(bytes, place + 32, 2)
        }
        return names
    }

    /// Where the record stands that ends the folder: the last thing in it, but for a comment whose length it tells.
    private static func end(_ bytes: [UInt8]) -> Int? {
        let last = bytes.count - endSize
        guard last >= 0 else { return nil }
        for place in stride(from: last, through: max(0, last - 65_535), by: -1) where bytes[place] == 0x50 {
            guard bytes[place..<(place + 4)].elementsEqual([0x50, 0x4b, 5, 6]) else { continue }
            if place + endSize + number(bytes, place + 20, 2) == bytes.count { return place }
        }
        return nil
    }

    /// A number of so many bytes, the lowest first.
    private static func number(_ bytes: [UInt8], _ place: Int, _ size: Int) -> Int {
        (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
}

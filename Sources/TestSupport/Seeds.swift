public import Foundation

/// The published documents that tests read, kept beside the project and not in it.
public enum Seeds {
    /// The root of the project.
    public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static let folder = root.deletingLastPathComponent().appendingPathComponent("shared/seeds")

    /// Whether the folder is there; a user's clone has none, and the tests that need it are skipped with this notice.
    public static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }
    /// What a skipped test says.
    public static let notice = "../shared/seeds is missing: the published documents are not part of the project"

    /// The bytes of the document whose name begins so: `000`, `001`, `003`.
    public static func document(_ number: String) throws -> [UInt8] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        guard let name = names.first(where: { $0.hasPrefix(number) }) else { throw CocoaError(.fileNoSuchFile) }
        return [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    /// A file of the project.
    public static func file(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
    }
}

/// Numbers that look random and are the same in every run (SplitMix64), so that a failing case can be run again.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Equal seeds give equal numbers.
    public init(_ seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}

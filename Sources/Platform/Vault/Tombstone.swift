public import Core
import Database

/// What is left of a subject that was erased (надгробен запис), so that a restored backup does not bring her back. To be kept outside the
/// database, too.
public struct Tombstone: Hashable, Sendable {
    /// Who was erased: an identifier that by now leads nowhere.
    public let subject: SealedSubject
    /// When.
    public let erasedAt: Instant
    /// The number of the decision, such as „РД-12/2026“.
    public let decision: String
    /// Identifier of the user who carried it out.
    public let erasedBy: String

    /// Nil when a text has spaces or control characters, is empty, or is longer than 100 characters: no names, no reasons.
    public init?(subject: SealedSubject, erasedAt: Instant, decision: String, erasedBy: String) {
        guard Tombstone.isCode(decision), Tombstone.isCode(erasedBy) else { return nil }
        self.subject = subject
        self.erasedAt = erasedAt
        self.decision = decision
        self.erasedBy = erasedBy
    }

    /// One line, without its end.
    public var line: String { [subject.text, erasedAt.iso, decision, erasedBy].joined(separator: " ") }

    /// Nil unless the line is in the form of ``line``.
    public init?(line: Substring) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 4, let subject = SealedSubject(text: words[0]), let erasedAt = Instant(iso: words[1]) else { return nil }
        self.init(subject: subject, erasedAt: erasedAt, decision: words[2], erasedBy: words[3])
    }

    private static func isCode(_ text: String) -> Bool {
        (1...100).contains(text.unicodeScalars.count)
            && text.unicodeScalars.allSatisfy { scalar in !scalar.isSpace && scalar.properties.generalCategory != .control }
    }
}

/// The file of tombstones: a heading, then one a line, in the order of erasure.
public enum TombstoneList {
    /// A line that is none; counted from 1.
    public struct Malformed: Error, Equatable, Sendable {
        /// Its number.
        public let line: Int
    }

    private static let heading = "zakrila tombstones 1"

    /// The text for a file.
    public static func text(_ tombstones: [Tombstone]) -> String {
        ([heading] + tombstones.map(\.line)).joined(separator: "\n") + "\n"
    }

    /// Reads what ``text(_:)`` wrote. Throws ``Malformed``: a list that is cut off must not look like a whole one.
    public static func read(_ text: String) throws(Malformed) -> [Tombstone] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, first == heading else { throw Malformed(line: 1) }
        guard lines.count > 1, lines.last?.isEmpty == true else { throw Malformed(line: lines.count) }
        var tombstones: [Tombstone] = []
        for (number, line) in lines.enumerated().dropFirst().dropLast() {
            guard let tombstone = Tombstone(line: line) else { throw Malformed(line: number + 1) }
            tombstones.append(tombstone)
        }
        return tombstones
    }
}

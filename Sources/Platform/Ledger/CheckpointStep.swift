import Foundation

/// What a witness is given to go on from the checkpoint she keeps: a later one, and the proof that it continues hers. The text is the body
/// of a witness request of C2SP, tlog-witness: `old` and a size, the proof line by line, an empty line, the signed note.
public struct CheckpointStep: Sendable, Equatable {
    /// The size from which the proof leads; 0 for a witness who keeps nothing yet.
    public let earlierSize: Int
    /// From there to the later checkpoint.
    public let proof: ConsistencyProof
    /// The later checkpoint.
    public let later: Checkpoint

    /// A step to hand out.
    public init(earlierSize: Int, proof: ConsistencyProof, later: Checkpoint) {
        (self.earlierSize, self.proof, self.later) = (earlierSize, proof, later)
    }

    /// Reads a step. Nil unless it is whole and its note is signed with the key; whether it continues anything is not yet said.
    public init?(text: String, key: CheckpointKey.Public) {
        guard let gap = text.range(of: "\n\n"), let later = Checkpoint(note: String(text[gap.upperBound...]), key: key) else { return nil }
        let lines = text[..<gap.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, first.hasPrefix("old "), let size = Int(first.dropFirst(4)), size >= 0 else { return nil }
        let nodes = lines.dropFirst().compactMap { Data(base64Encoded: String($0)).flatMap { Digest(Array($0)) } }
        // No proof is longer than two lines for each doubling of the tree.
        guard nodes.count == lines.count - 1, nodes.count < 2 * Int.bitWidth else { return nil }
        self.init(earlierSize: size, proof: ConsistencyProof(nodes: nodes), later: later)
    }

    /// As it is handed out.
    public var text: String {
        (["old \(earlierSize)"] + proof.nodes.map { Data($0.bytes).base64EncodedString() }).joined(separator: "\n") + "\n\n" + later.note
    }

    /// Whether the later checkpoint continues the one that was kept; any first one continues nothing kept. The kept checkpoint must have been
    /// checked with the key before.
    public func continues(_ kept: Checkpoint?) -> Bool {
        guard let kept else { return true }
        guard kept.size == earlierSize else { return false }
        return proof.holds(from: (kept.size, kept.root), to: (later.size, later.root))
    }
}

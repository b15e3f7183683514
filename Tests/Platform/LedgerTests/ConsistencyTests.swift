import Core
import Database
import TestSupport
import Testing

@testable import Ledger

@Suite struct ConsistencyTests {
    private static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57), Array(0x60...0x6f),
    ]

    /// By the definition: the root of each subtree of the proof.
    private func proof(from earlier: Int, to later: Int, _ leaves: [[UInt8]]) -> ConsistencyProof {
        ConsistencyProof(
            nodes: ConsistencyProof.ranges(from: earlier, to: later).map { range in
                var edge = MerkleEdge()
                for leaf in leaves[range] { edge.append(leaf) }
                return edge.root
            })
    }

    private func roots(_ leaves: [[UInt8]]) -> [Digest] {
        var edge = MerkleEdge()
        return [edge.root]
            + leaves.map {
                edge.append($0)
                return edge.root
            }
    }

    @Test(arguments: [
        (1, 1, []),
        (
            1, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            6, 8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (
            2, 5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ])
    func `proofs are those that Certificate Transparency publishes for its test leaves`(earlier: Int, later: Int, nodes: [String]) {
        #expect(proof(from: earlier, to: later, Self.leaves).nodes.map(\.description) == nodes)
    }

    @Test func `between any two sizes the proof holds, and no changed one does`() throws {
        var generator = SeededGenerator(2012)
        let leaves = (0..<40).map { _ in (0..<8).map { _ in UInt8.random(in: 0...255, using: &generator) } }
        let roots = roots(leaves)
        for later in 0...leaves.count {
            for earlier in 0...later {
                let proof = proof(from: earlier, to: later, leaves)
                #expect(proof.holds(from: (earlier, roots[earlier]), to: (later, roots[later])))
                guard earlier > 0, earlier < later else { continue }
                let other = Digest.of([UInt8(earlier), UInt8(later)])
                #expect(!proof.holds(from: (earlier, other), to: (later, roots[later])))
                #expect(!proof.holds(from: (earlier, roots[earlier]), to: (later, other)))
                #expect(!proof.holds(from: (later, roots[later]), to: (earlier, roots[earlier])))
                #expect(!ConsistencyProof(nodes: proof.nodes.dropLast()).holds(from: (earlier, roots[earlier]), to: (later, roots[later])))
                #expect(!ConsistencyProof(nodes: proof.nodes + [other]).holds(from: (earlier, roots[earlier]), to: (later, roots[later])))
                for index in proof.nodes.indices {
                    var nodes = proof.nodes
                    nodes[index] = other
                    #expect(!ConsistencyProof(nodes: nodes).holds(from: (earlier, roots[earlier]), to: (later, roots[later])))
                }
            }
        }
        // What nothing continues: an empty tree with the root of a full one.
        #expect(!ConsistencyProof(nodes: []).holds(from: (0, roots[3]), to: (5, roots[5])))
        #expect(!ConsistencyProof(nodes: []).holds(from: (-1, roots[0]), to: (5, roots[5])))
    }

    @Test func `a tree in which the past was changed has no proof`() {
        var changed = Self.leaves
        changed[2] = [0x11]
        let before = roots(Self.leaves)
        let after = roots(changed)
        for earlier in 3..<8 {
            #expect(!proof(from: earlier, to: 8, changed).holds(from: (earlier, before[earlier]), to: (8, after[8])))
            #expect(proof(from: earlier, to: 8, changed).holds(from: (earlier, after[earlier]), to: (8, after[8])))
        }
    }

    @Test(arguments: Engine.available)
    func `a witness goes on from checkpoint to checkpoint without the entries, and refuses another history`(engine: Engine) async throws {
        let key = CheckpointKey()
        @Sendable func entry(_ number: Int) -> LedgerEntry {
            LedgerEntry(time: Instant(milliseconds: Int64(number)), actor: "a", act: "test", object: "\(number)")
        }
        func checkpoint(_ database: any Database) async throws -> Checkpoint {
            let edge = try await database.read { connection in try Ledger.edge(connection) }
            return try Checkpoint(size: edge.size, root: edge.root, signedWith: key)
        }
        let kept = try await withDatabase(engine, migrations: Ledger.migrations) { database in
            var kept: Checkpoint?
            for added in [3, 1, 4, 1, 5, 9] {
                try await Ledger.write(database) { _ in ((), (0..<added).map(entry)) }
                let later = try await checkpoint(database)
                let proof = try await ConsistencyProof.read(from: kept?.size ?? 0, to: later.size, database, batch: 2)
                let step = CheckpointStep(earlierSize: kept?.size ?? 0, proof: proof, later: later)
                let received = try #require(CheckpointStep(text: step.text, key: key.publicKey))
                #expect(received == step)
                #expect(received.continues(kept))
                kept = later
            }
            await #expect(throws: LedgerFault.damagedTree) { _ = try await ConsistencyProof.read(from: 5, to: 24, database) }
            return kept
        }
        try await withDatabase(engine, migrations: Ledger.migrations) { database in
            try await Ledger.write(database) { _ in ((), (0..<40).map(entry)) }
            let proof = try await ConsistencyProof.read(from: 23, to: 40, database)
            let step = CheckpointStep(earlierSize: 23, proof: proof, later: try await checkpoint(database))
            #expect(kept?.size == 23)
            #expect(!step.continues(kept))
            #expect(step.continues(nil))
        }
    }

    @Test func `a step is read only whole and signed`() throws {
        let key = CheckpointKey()
        let later = try Checkpoint(size: 5, root: roots(Self.leaves)[5], signedWith: key)
        let step = CheckpointStep(earlierSize: 2, proof: proof(from: 2, to: 5, Self.leaves), later: later)
        #expect(CheckpointStep(text: step.text, key: key.publicKey) == step)
        #expect(CheckpointStep(text: step.text, key: CheckpointKey().publicKey) == nil)
        let broken = [
            "", "old 2", "old 2\n\n", "old -2\n\n" + later.note, "old x\n\n" + later.note, "old 2\nAA==\n\n" + later.note,
            "\n\n" + later.note,
            String(step.text.dropFirst(1)),
        ]
        for text in broken { #expect(CheckpointStep(text: text, key: key.publicKey) == nil, "\(text)") }
    }
}

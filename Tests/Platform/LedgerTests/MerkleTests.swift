import TestSupport
import Testing

@testable import Ledger

@Suite struct MerkleTests {
    /// The definition of RFC 6962, section 2.1, word for word: slow and plain.
    private func definedRoot(_ leaves: ArraySlice<[UInt8]>) -> Digest {
        guard leaves.count > 1 else { return leaves.first.map { Digest.of([0], $0) } ?? Digest.of() }
        var half = 1
        while half * 2 < leaves.count { half *= 2 }
        let middle = leaves.startIndex + half
        return Digest.of([1], definedRoot(leaves[..<middle]).bytes, definedRoot(leaves[middle...]).bytes)
    }

    @Test func `roots are those that Certificate Transparency publishes for its test leaves`() {
        let leaves: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57), Array(0x60...0x6f),
        ]
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        var edge = MerkleEdge()
        #expect(edge.root.description == roots[0])
        for (leaf, root) in zip(leaves, roots.dropFirst()) {
            edge.append(leaf)
            #expect(edge.root.description == root)
        }
    }

    @Test func `the edge of a tree of any size gives the root that the definition gives`() {
        var generator = SeededGenerator(6962)
        var edge = MerkleEdge()
        var leaves: [[UInt8]] = []
        for size in 1...300 {
            let leaf = (0..<Int.random(in: 0...40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            leaves.append(leaf)
            edge.append(leaf)
            #expect(edge.size == size)
            #expect(edge.root == definedRoot(leaves[...]))
            #expect(MerkleEdge(size: edge.size, roots: edge.roots) == edge)
            #expect(MerkleEdge(size: edge.size, roots: edge.roots + [edge.root]) == nil)
        }
    }
}

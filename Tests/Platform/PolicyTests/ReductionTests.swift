import TestSupport
import Testing

@testable import Policy

@Suite struct ReductionTests {
    private static let leaves: [Condition] = [
        .freshFactor, .unreviewedGlass, .ownOrganisation, .role([.analyst]), .user([.worker]), .organisation([.lead]),
    ]

    /// A tree with empty, single and doubled members, and with denials within denials.
    private func tree(_ depth: Int, _ generator: inout SeededGenerator) -> Condition {
        guard depth > 0, Int.random(in: 0..<5, using: &generator) > 0 else {
            return ReductionTests.leaves.randomElement(using: &generator) ?? .freshFactor
        }
        let members = (0..<Int.random(in: 0...3, using: &generator)).map { _ in tree(depth - 1, &generator) }
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: return .all(members)
        case 1: return .any(members)
        default: return .not(tree(depth - 1, &generator))
        }
    }

    private func holds(_ condition: Condition, _ world: [Condition: Bool]) -> Bool {
        switch condition {
        case .all(let members): members.allSatisfy { holds($0, world) }
        case .any(let members): members.contains { holds($0, world) }
        case .not(let inner): !holds(inner, world)
        default: world[condition] ?? false
        }
    }

    private func size(_ condition: Condition) -> Int {
        switch condition {
        case .all(let members), .any(let members): 1 + members.reduce(0) { $0 + size($1) }
        case .not(let inner): 1 + size(inner)
        default: 1
        }
    }

    @Test func `a shortened condition holds where the long one does, whatever of it was known`() {
        var generator = SeededGenerator(3)
        var (shorter, constant) = (0, 0)
        for _ in 0..<20_000 {
            let condition = tree(4, &generator)
            let world = Dictionary(uniqueKeysWithValues: ReductionTests.leaves.map { ($0, Bool.random(using: &generator)) })
            let known = Set(ReductionTests.leaves.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 })
            let reduced = condition.reduced { known.contains($0) ? (world[$0] == true ? .always : .never) : $0 }
            #expect(holds(reduced, world) == holds(condition, world), "\(condition) became \(reduced)")
            #expect(size(reduced) <= max(1, size(condition)), "\(condition) became \(reduced)")
            if size(reduced) < size(condition) { shorter += 1 }
            if reduced == .always || reduced == .never { constant += 1 }
        }
        #expect(shorter > 5_000 && constant > 1_000 && constant < 15_000, "\(shorter) \(constant)")
    }
}

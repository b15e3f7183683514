import Core
import Documents
import Vault

/// A finding with the name under which people accept it.
public struct NamedFinding: Sendable {
    /// What was found.
    public let finding: PlanFinding
    /// The same in every version of a plan in which the same words stand in the same field of the same measure, wherever that is; another one
    /// once the words change. 32 hexadecimal digits.
    public let name: String

    /// Names the findings of a stored version, in their order.
    static func all(_ findings: [PlanFinding], in plan: StoredPlan) -> [NamedFinding] {
        let identities = Dictionary(zip(plan.content.measures.map(\.code), plan.measureIDs), uniquingKeysWith: { first, _ in first })
        var times: [[String]: Int] = [:]
        return findings.map { finding in
            var words = [
                finding.code.rawValue, finding.measure.map { identities[$0] ?? $0 } ?? "", (finding.field ?? .prose).rawValue,
                folded(finding.quote),
            ]
            // Another measure's number may change without anything else.
            if !namingMeasures.contains(finding.code) { words.append(folded(finding.detail)) }
            times[words, default: 0] += 1
            // Of the same words twice in one field each is a finding of its own.
            let name = Fingerprint.of(Array((words + [String(times[words, default: 1])]).joined(separator: "\n").utf8))
            return NamedFinding(finding: finding, name: String(name.prefix(32)))
        }
    }

    private static let namingMeasures: Set<PlanFinding.Code> = [.titleRepeated, .indicatorRepeated]

    private static func folded(_ text: String) -> String { Folding.word(Headings.clean(text)) }
}

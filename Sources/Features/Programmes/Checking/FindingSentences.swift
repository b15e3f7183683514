public import Core
import Foundation
import Web

/// What a finding says, in one plain sentence: the same on the page, in the file and on the command line.
public struct FindingSentences: Sendable {
    private let words: Words

    /// Reads the words of this room. Throws where its resources are missing.
    public init(_ language: Language) throws {
        try self.init(ProgrammesFeature.words(language))
    }

    init(_ words: Words) {
        self.words = words
    }

    /// The sentence, with what stands against the words quoted.
    public func text(_ finding: PlanFinding) -> String {
        let name = "finding.\(finding.code.rawValue)"
        // Some say more where there is something to set against.
        let told = finding.detail.isEmpty ? words.find(name + ".alone") ?? words(name) : words(name)
        // One stop is enough after words that end in their own: „5 000 лв.“.
        let one = finding.detail.hasSuffix(".") ? told.replacing("{detail}.", with: "{detail}") : told
        return one.replacing("{detail}", with: finding.detail)
    }

    /// What to do about a finding, in one plain sentence.
    public func advice(_ finding: PlanFinding) -> String {
        let name = "finding.\(finding.code.rawValue)"
        let alone = finding.detail.isEmpty ? words.find(name + ".alone.advice") : nil
        return alone ?? words(name + ".advice")
    }

    /// How many there are of each weight: „Грешки: 1 · Съмнения: 2 · Дребни бележки: 0“.
    public func summary(_ findings: [PlanFinding]) -> String {
        PlanFinding.Severity.allCases.map { weight in
            "\(severity(weight)): \(findings.count { $0.code.severity == weight })"
        }.joined(separator: " · ")
    }

    /// The heading of the findings of a weight.
    public func severity(_ severity: PlanFinding.Severity) -> String { words("severity.\(severity.rawValue)") }
}

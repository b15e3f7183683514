import Foundation
import Policy
import Testing

@Suite struct PolicyWordTests {
    @Test(arguments: ["bg", "en"])
    func `every rule, role, act, purpose, relation and group of fields has words, and no words are left over`(language: String) throws {
        let file = try Policy.strings().appendingPathComponent("\(language).json")
        let words = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
        let keys =
            RuleID.allCases.map { "rule.\($0.rawValue)" } + Role.allCases.map { "post_role.\($0.rawValue)" }
            + Act.allCases.map { "act.\($0.rawValue)" } + Purpose.allCases.map { "purpose.\($0.rawValue)" }
            + Relation.allCases.map { "relation.\($0.rawValue)" } + FieldGroup.allCases.map { "fields.\($0.rawValue)" }
        #expect(Set(keys) == Set(words.keys))
        #expect(words.values.allSatisfy { !$0.isEmpty })
        if language == "bg" {
            for (key, text) in words { #expect(text.unicodeScalars.contains { (0x410...0x44f).contains($0.value) }, "\(key)") }
        }
    }
}

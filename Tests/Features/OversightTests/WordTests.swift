import Access
import Cases
import Core
import Foundation
import Ledger
import Policy
import Programmes
import TestSupport
import Testing
import Web

@testable import Oversight

/// The words of all rooms that write to the ledger.
func allWords(_ language: Language) throws -> Words {
    var catalogue = Catalogue()
    for folder in [
        try OversightFeature.source().strings, try AccessFeature.source().strings, try CasesFeature.source().strings,
        try ProgrammesFeature.source().strings,
        try Policy.strings(), try Ledger.strings(), Seeds.root.appendingPathComponent("Sources/Platform/Web/Strings"),
    ] {
        try catalogue.add(folder: folder)
    }
    return catalogue.words(language)
}

@Suite struct WordTests {
    /// Codes that stand in the sources where entries are made.
    private func written(_ name: Regex<(Substring, Substring)>) throws -> Set<String> {
        let root = Seeds.root.appendingPathComponent("Sources/Features")
        let walk = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        let files = walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        return try files.reduce(into: []) { codes, file in
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: name) { codes.insert(String(match.output.1)) }
        }
    }

    private func line(_ act: String, decision: LedgerEntry.Decision = .allow, rule: String?, _ words: Words) -> LedgerLine {
        let writer = LineWriter(
            words: words, names: Names(people: [:], organisations: [:], places: [:]), link: { $0 }, mayTrace: true)
        let entry = LedgerEntry(
            time: MovingClock().now, actor: UserID.new().text, act: act, object: PersonID.new().text, organisation: "o",
            role: Role.allCases.last?.rawValue, purpose: Purpose.help.rawValue, rule: rule, decision: decision,
            fields: FieldGroup.allCases.map(\.rawValue))
        return writer.line(LedgerRecord(position: 0, entry: entry))
    }

    @Test(arguments: Language.allCases) func `every act and every rule is told in plain words`(language: Language) throws {
        let words = try allWords(language)
        let acts = try written(/(?:act: |entry\()"([a-z.-]+)"/)
            .union(Act.allCases.map(\.rawValue)).union(Alert.Verdict.allCases.map { "alerts." + $0.rawValue })
            .union([
                "plan.accept", "plan.draft", "plan.finding.accept", "plan.finding.reopen", "plan.findings.publish", "plan.findings.hide",
            ])
            .union(["indicator.unbind"])
        let rules = try written(/rule: "([a-z-]+)"/).union(RuleID.allCases.map(\.rawValue))
        #expect(acts.isSuperset(of: ["ledger.own", "user.add", "session.start"]) && rules.isSuperset(of: ["own-account", "role"]))
        for act in acts {
            let told = line(act, rule: nil, words)
            #expect(!told.act.contains(act) && !told.act.contains("⟨"), "\(act)")
            #expect(!told.unmasked.contains("⟨") && !told.purpose.contains("help"), "\(act)")
        }
        for rule in rules {
            let told = line("person.open", rule: rule, words)
            #expect(!told.why.contains("(\(rule))") && !told.why.contains("⟨") && !told.why.isEmpty, "\(rule)")
        }
        for group in ActGroup.allCases {
            #expect(words.find("act_group." + group.rawValue) != nil)
            #expect(acts.contains { act in group.beginnings.contains { act.hasPrefix($0) } }, "\(group) finds nothing")
        }
        for act in acts {
            #expect(ActGroup.allCases.contains { group in group.beginnings.contains { act.hasPrefix($0) } }, "\(act) is in no group")
        }
    }

    @Test(arguments: Language.allCases) func `what was refused is never told as done`(language: Language) throws {
        let words = try allWords(language)
        // Whatever the policy decides, and what somebody does before she is known.
        let acts =
            Act.allCases.map(\.rawValue) + [
                "session.start", "session.key", "session.prove", "session.prove-key", "account.activate", "password.change",
            ]
        for act in acts {
            let told = line(act, decision: .deny, rule: "role", words)
            #expect(told.isRefused && !told.act.contains("⟨"), "\(act)")
            #expect(told.act != line(act, rule: "role", words).act, "\(act)")
        }
    }

    @Test(arguments: Language.allCases) func `codes that nobody knows any more are shown as they are`(language: Language) throws {
        let told = line("ship.sail", rule: "old-rule", try allWords(language))
        #expect(told.act.contains("ship.sail") && told.why.contains("old-rule"))
        #expect(![told.act, told.why, told.who, told.unmasked, told.purpose].contains { $0.contains("⟨") })
    }

    @Test func `alerts of every detector are a sentence in both languages`() async throws {
        for language in Language.allCases {
            let words = try allWords(language)
            for detector in Detector.allCases {
                for key in ["detector.\(detector.rawValue)", "detector.\(detector.rawValue).why", "alert_line.\(detector.rawValue)"] {
                    #expect(words.find(key) != nil, "\(language): \(key)")
                }
                let line = words("alert_line." + detector.rawValue, ["who": "W", "when": "T", "times": "N"])
                #expect(line.contains("W") && line.contains("T") && !line.contains("{"))
            }
            for verdict in Alert.Verdict.allCases {
                #expect(words.find("verdict." + verdict.rawValue) != nil && words.find("verdict_hint." + verdict.rawValue) != nil)
            }
        }
    }

    @Test func `cells of the file are disarmed`() throws {
        let names = Names(
            people: ["a": OversightSources.Person(name: "=1+1", posts: ["o": "@SUM(A1)"])], organisations: ["o": "НКБТХ"], places: [:])
        let words = try allWords(.bg)
        let writer = LineWriter(words: words, names: names, link: { $0 }, mayTrace: false)
        let entry = LedgerEntry(time: MovingClock().now, actor: "a", act: "person.open", object: "-x", organisation: "o")
        let file = LedgerFile.text([writer.line(LedgerRecord(position: 0, entry: entry))], words)
        #expect(file.contains(",'=1+1,'@SUM(A1) · НКБТХ,"))
        #expect(file.contains(",'-x,'-x,"))
    }
}

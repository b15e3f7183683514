import Core
import Foundation
import TestSupport
import Testing

@testable import Policy

/// Every role, act and situation, against what was written down and read line by line in `Tests/Golden/policy-matrix.tsv`.
///
/// `ZAKRILA_WRITE_MATRIX=1 swift test --filter MatrixTests` writes it anew: read what changed.
@Suite struct MatrixTests {
    /// How an actor and her organisation stand to the object.
    private struct Situation {
        let name: String
        let object: ObjectFacts
        var hasFreshFactor = true
        var namesPurpose = true
        var hasUnreviewedGlass = false

        static let all: [Situation] = [
            Situation(name: "nothing", object: Cast.record()),
            Situation(name: "lead", object: Cast.record(.lead)),
            Situation(name: "lead, worker", object: Cast.record(.lead, .worker)),
            Situation(name: "receiving", object: Cast.record(.receiving)),
            Situation(name: "receiving, worker", object: Cast.record(.receiving, .worker)),
            Situation(name: "receiving, shelter, worker", object: Cast.record(.receiving, .shelter, .worker)),
            Situation(name: "lead, shelter, worker", object: Cast.record(.lead, .shelter, .worker)),
            Situation(name: "shelter", object: Cast.record(.shelter)),
            Situation(name: "referred", object: Cast.record(.referred)),
            Situation(name: "referred, worker", object: Cast.record(.referred, .worker)),
            Situation(name: "referred, warned", object: Cast.record(.referred, .warned)),
            Situation(name: "obliged", object: Cast.record(.obliged)),
            Situation(
                name: "receiving for identity and health, worker", object: Cast.record(.receiving, .worker, of: [.identity, .health])),
            Situation(name: "worker", object: Cast.record(.worker)),
            Situation(name: "glass", object: Cast.record(.glass, .unreviewedGlass)),
            Situation(name: "lead, glass", object: Cast.record(.lead, .glass, .unreviewedGlass)),
            Situation(name: "lead, worker, glass, barred", object: Cast.record(.lead, .worker, .glass, .barred)),
            Situation(name: "lead of others", object: ObjectFacts(id: "record", relations: others)),
            Situation(name: "own organisation", object: ObjectFacts(id: Cast.organisation.text, relations: [])),
            Situation(
                name: "own organisation, manager", object: ObjectFacts(id: Cast.organisation.text, relations: [Cast.held(.manager)])),
            Situation(name: "manager", object: ObjectFacts(id: Cast.otherOrganisation.text, relations: [Cast.held(.manager)])),
            Situation(name: "lead, worker, no code", object: Cast.record(.lead, .worker), hasFreshFactor: false),
            Situation(
                name: "own organisation, no code", object: ObjectFacts(id: Cast.organisation.text, relations: []), hasFreshFactor: false),
            Situation(name: "lead, worker, no purpose", object: Cast.record(.lead, .worker), namesPurpose: false),
            Situation(name: "nothing, unreviewed elsewhere", object: Cast.record(), hasUnreviewedGlass: true),
        ]

        private static let others = [HeldRelation(.lead, Cast.otherOrganisation.text), HeldRelation(.worker, Cast.otherUser.text)]
    }

    private let file = Seeds.root.appendingPathComponent("Tests/Golden/policy-matrix.tsv")

    @Test func `every answer is as it was written down`() throws {
        let now = table()
        if ProcessInfo.processInfo.environment["ZAKRILA_WRITE_MATRIX"] != nil {
            try now.write(to: file, atomically: true, encoding: .utf8)
        }
        let then = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        guard now != then else { return }
        let lines = zip(now.split(separator: "\n"), then.split(separator: "\n")).first { $0 != $1 }
        Issue.record("is \(lines?.0 ?? "shorter or longer"), was \(lines?.1 ?? "")")
    }

    @Test func `every rule has a case in the table`() throws {
        let told = Set(
            String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n").dropFirst().compactMap {
                $0.split(separator: "\t")[2].split(separator: ":").first.flatMap { RuleID(rawValue: String($0)) }
            })
        #expect(told == Set(RuleID.allCases))
        #expect(Set(Policy.rules.map(\.id)).union([.noRule]) == Set(RuleID.allCases))
        #expect(Set(Policy.rules.map(\.id)).count == Policy.rules.count)
    }

    @Test func `every pair of relations gives every role an answer, and twice the same`() {
        let relations = Relation.allCases
        for role in Role.allCases {
            for regime in Regime.allCases {
                let actor = Cast.actor(role, regime: regime)
                for (index, first) in relations.enumerated() {
                    for second in relations[index...] {
                        let (record, turned) = (Cast.record(first, second), Cast.record(second, first))
                        for act in Act.allCases {
                            let decision = Cast.decide(actor, act, record)
                            #expect(decision == Cast.decide(actor, act, turned))
                            #expect(decision.isAllowed || decision.mask.isEmpty)
                            let hasRule = Policy.rules.contains {
                                $0.id == decision.rule && $0.acts.contains(act) && ($0.effect == .allow) == decision.isAllowed
                            }
                            #expect(hasRule || (decision.rule == .noRule && !decision.isAllowed))
                        }
                    }
                }
            }
        }
    }

    /// For each act the situations that give everybody the same answers, and a line for each of these with the roles that get it.
    /// `(gdpr)` and `(led)` are posts under one of the two laws only.
    private func table() -> String {
        var lines = ["act\tsituations\trule and sealed fields\troles"]
        for act in Act.allCases {
            var groups: [(situations: [String], answers: [String: [String]])] = []
            for situation in Situation.all {
                let answers = answers(act, situation)
                if let index = groups.firstIndex(where: { $0.answers == answers }) {
                    groups[index].situations.append(situation.name)
                } else {
                    groups.append(([situation.name], answers))
                }
            }
            for group in groups {
                let situations = group.situations.joined(separator: " | ")
                for (answer, roles) in group.answers.sorted(by: { $0.key < $1.key }) where answer != "none" {
                    lines.append("\(act.rawValue)\t\(situations)\t\(answer)\t\(roles.joined(separator: " "))")
                }
                if group.answers["none"] != nil { lines.append("\(act.rawValue)\t\(situations)\tnone\tthe rest") }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func answers(_ act: Act, _ situation: Situation) -> [String: [String]] {
        var roles: [String: [String]] = [:]
        for role in Role.allCases {
            let answers = Regime.allCases.map { answer(Cast.actor(role, regime: $0), act, situation) }
            if Set(answers).count == 1 {
                roles[answers[0], default: []].append(role.rawValue)
            } else {
                for (answer, law) in zip(answers, ["gdpr", "led"]) { roles[answer, default: []].append("\(role.rawValue)(\(law))") }
            }
        }
        return roles
    }

    private func answer(_ actor: Actor, _ act: Act, _ situation: Situation) -> String {
        let context = Context(
            now: Cast.now, hasFreshFactor: situation.hasFreshFactor,
            purpose: situation.namesPurpose ? Policy.purposes(of: actor).first : nil, hasUnreviewedGlass: situation.hasUnreviewedGlass)
        let decision = Policy.decide(actor, act, on: situation.object, in: context)
        let fields = decision.mask.map(\.rawValue).sorted().joined(separator: " ")
        return decision.rule.rawValue + (decision.reach == .sent ? ": what was sent" : "") + (fields.isEmpty ? "" : ": \(fields)")
    }
}

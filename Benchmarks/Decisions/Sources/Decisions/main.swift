import Core
import Policy

// Prints, for each question about a record with 20 relations, the median nanoseconds of a decision; `scan` is the baseline: comparing the
// holders of the 20 relations with the user and the organisation and nothing else.

/// The median of 1,000 times, each the mean of 100 runs.
func median(_ body: () -> Bool) -> Int {
    let clock = ContinuousClock()
    var isTrue = true
    let times = (0..<1_000).map { _ in
        let elapsed = clock.measure { for _ in 0..<100 { isTrue = body() && isTrue } }
        return Int(elapsed.components.attoseconds / 1_000_000_000 / 100)
    }
    // Read, so that no run can be left out.
    guard isTrue else { fatalError("another answer than expected") }
    return times.sorted()[500]
}

let (user, organisation) = (UserID.new(), OrganisationID.new())
let others = (0..<18).map { HeldRelation(Relation.allCases[$0 % Relation.allCases.count], UserID.new().text) }
let record = ObjectFacts(
    id: PersonID.new().text, relations: others + [HeldRelation(.lead, organisation.text), HeldRelation(.worker, user.text)])
let worker = Actor(user: user, organisation: organisation, regime: .gdpr, roles: [.caseWorker])
let stranger = Actor(user: .new(), organisation: .new(), regime: .gdpr, roles: [.caseWorker])
let context = Context(now: .now, hasFreshFactor: true, purpose: .help)

print("scan", median { record.relations.contains { $0.holder == user.text || $0.holder == organisation.text } })
print("open", median { Policy.decide(worker, .personOpen, on: record, in: context).isAllowed })
print("refuse", median { !Policy.decide(stranger, .personOpen, on: record, in: context).isAllowed })
print("unmask", median { !Policy.decide(worker, .personUnmask, on: record, in: context).mask.isEmpty })

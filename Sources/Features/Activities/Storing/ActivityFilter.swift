import Core
import Database
import Web

/// Which acts somebody wants to see.
struct ActivityFilter: Sendable, Hashable {
    var kind: ActivityKind?
    var state: ActivityFacts.State?
    var from: Day?
    var to: Day?
    /// Those that serve no measure.
    var isUnassigned = false
    /// Those that serve two measures or more of one plan, and so count in each: somebody said so of each of them.
    var isTwice = false
    /// The plan that they serve so; any where it is nil.
    var plan: String?
    var organisation: OrganisationID?
    /// Those that came with one sheet.
    var batch: ImportID?

    /// Names of fields that could not be read.
    private(set) var wrong: [String] = []

    init() {}

    /// What an address asks for; what can't be read is told and left out.
    init(_ query: FormData) {
        kind = query["kind"].flatMap(ActivityKind.init)
        state = query["state"].flatMap(ActivityFacts.State.init)
        batch = query["import"].flatMap(ImportID.init)
        isUnassigned = query["unassigned"] == "1"
        isTwice = query["twice"] == "1"
        plan = isTwice ? query["plan"].flatMap { $0.isEmpty ? nil : String($0.prefix(36)) } : nil
        organisation = query["organisation"].flatMap(OrganisationID.init)
        for name in ["from", "to"] {
            guard let text = query.line(name) else { continue }
            guard let day = Day(typed: text) else {
                wrong.append(name)
                continue
            }
            if name == "from" { from = day } else { to = day }
        }
    }

    /// For a WHERE over `activities a` and `activity_facts f`.
    var condition: SQL {
        var all: SQL = "f.same_as IS NULL"
        if let kind { all = "\(all) AND a.kind = \(kind.rawValue)" }
        if let state { all = "\(all) AND f.state = \(state.rawValue)" }
        if let from { all = "\(all) AND f.ends_on >= \(from)" }
        if let to { all = "\(all) AND f.starts_on <= \(to)" }
        if let organisation { all = "\(all) AND a.organisation_id = \(organisation)" }
        if let batch { all = "\(all) AND \(ImportStore.isOf(batch))" }
        if isUnassigned {
            all = """
                \(all) AND f.state = 'done' AND NOT EXISTS (
                    SELECT 1 FROM activity_measures u WHERE u.activity_id = a.activity_id AND u.ended_at IS NULL)
                """
        }
        if isTwice { all = "\(all) AND f.state <> 'cancelled' AND \(servesTwo)" }
        return all
    }

    /// Of two measures of a plan that an act serves the later one is marked as such; what is marked may be alone by now.
    private var servesTwo: SQL {
        let only: SQL = if let plan { "u.plan_id = \(plan)" } else { "TRUE" }
        return """
            a.activity_id IN (SELECT u.activity_id FROM activity_measures u
                WHERE u.is_second AND u.ended_at IS NULL AND \(only) AND EXISTS (SELECT 1 FROM activity_measures v
                    WHERE v.activity_id = u.activity_id AND v.plan_id = u.plan_id AND v.measure <> u.measure AND v.ended_at IS NULL))
            """
    }

    /// Whether it leaves anything out.
    var isNarrow: Bool {
        kind != nil || state != nil || from != nil || to != nil || isUnassigned || isTwice || organisation != nil || batch != nil
    }

    /// The address of the same question.
    var query: String {
        let pairs = [
            ("kind", kind?.rawValue ?? ""), ("state", state?.rawValue ?? ""), ("from", from?.iso ?? ""), ("to", to?.iso ?? ""),
            ("unassigned", isUnassigned ? "1" : ""), ("twice", isTwice ? "1" : ""), ("plan", plan ?? ""),
            ("organisation", organisation?.text ?? ""), ("import", batch?.text ?? ""),
        ].filter { !$0.1.isEmpty }
        return "?" + pairs.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }
}

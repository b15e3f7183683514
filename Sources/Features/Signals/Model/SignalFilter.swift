import Core
import Database
import Reference
import Web

/// Which signals somebody wants to see.
struct SignalFilter: Sendable, Hashable {
    var state: State
    var form: ExploitationForm?
    var from: Day?
    var to: Day?

    /// How far a signal has come.
    enum State: String, CaseIterable, Sendable {
        /// Nobody has said what comes of it.
        case open
        /// Something came of it.
        case decided
        /// Questions, silence, abuse, wrong numbers.
        case others
        case all
    }

    /// Names of fields that could not be read.
    private(set) var wrong: [String] = []

    /// All that wait for a decision.
    static let open = SignalFilter(FormData())

    /// What an address asks for; what can't be read is told and left out.
    init(_ query: FormData) {
        state = query["state"].flatMap(State.init) ?? .open
        form = query["form"].flatMap(ExploitationForm.init)
        for name in ["from", "to"] {
            guard let text = query.line(name) else { continue }
            guard let day = Day(typed: text) else {
                wrong.append(name)
                continue
            }
            if name == "from" { from = day } else { to = day }
        }
    }

    /// For a WHERE over `signals s` and `signal_facts f`.
    var condition: SQL {
        var all: SQL =
            switch state {
            case .open: "(f.kind = 'signal' AND o.outcome_id IS NULL)"
            case .decided: "(f.kind = 'signal' AND o.outcome_id IS NOT NULL)"
            case .others: "f.kind <> 'signal'"
            case .all: "TRUE"
            }
        if let form {
            all =
                all
                + " AND EXISTS (SELECT 1 FROM signal_codes x WHERE x.facts_id = f.facts_id AND x.kind = 'form' AND x.code = \(form.rawValue))"
        }
        if let from { all = all + " AND s.received_at >= \(from.startInSofia)" }
        if let to { all = all + " AND s.received_at < \(Day(ordinal: to.ordinal + 1).startInSofia)" }
        return all
    }

    /// The address of the same question.
    var query: String {
        let pairs = [
            ("state", state.rawValue), ("form", form?.rawValue ?? ""), ("from", from?.iso ?? ""), ("to", to?.iso ?? ""),
        ].filter { !$0.1.isEmpty }
        return "?" + pairs.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }
}

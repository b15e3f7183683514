import Core

/// The form of an act as somebody fills it in.
struct ActForm: Sendable {
    let kind: String
    var state = State.done
    var title: String
    var starts: Day
    /// Nil where it took one day, and of what has no end yet.
    var ends: Day?
    var country: String?
    var district: String?
    var town: String?
    /// Fields of the kind and heads by their names, as they are typed.
    var values: [(name: String, value: String)]
    /// Institutions of the register that organised it as well.
    var coOrganisers: [String]

    enum State: String, Sendable {
        case planned
        case done
    }

    /// Kinds that everybody is invited to: they stand in the calendar and on the map of events.
    private static let announced: Set = ["campaign", "event"]

    /// All that is sent, but for what names the act.
    var typed: [(String, String)] {
        let days = [("starts", typed(starts))] + (ends.map { [("ends", typed($0))] } ?? [])
        let place = [("country", country), ("district", district), ("town", town)].compactMap { name, value in value.map { (name, $0) } }
        let open = ActForm.announced.contains(kind) ? [("public", "1")] : []
        return [("state", state.rawValue), ("title", title)] + open + days + place + values.map { ($0.name, $0.value) }
            + coOrganisers.map { ("co-organiser", $0) } + (state == .done ? [("evidence", "Протокол (измислен)")] : [])
    }

    private func typed(_ day: Day) -> String { "\(day.day).\(day.month).\(day.year)" }
}

/// One thing that an organiser does about an act.
struct ActEvent: Sendable {
    let at: Instant
    /// Who, as the organisers of the demonstration are called; nil for the coordinator.
    let by: String?
    /// Number of the act.
    let act: Int
    let what: What

    enum What: Sendable {
        /// Writes it down.
        case add(ActForm)
        /// Fills in its form, and sees that another one wrote it down already.
        case join(ActForm)
        case correct(ActForm)
        case cancel
        case reach(stage: String, on: Day)
        /// Says that it is the same as another one.
        case merge(into: Int)
        /// Says which measures it serves, by their codes in the two plans.
        case assign([String])
    }
}

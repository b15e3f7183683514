import Access
import Core
import Policy
import Web

/// The year of acts as what is typed into forms.
struct ActsPlay: Sendable {
    let stage: Stage
    let organisers: [String: DemoUsers.Player]
    /// Measures as a form has them, by their code.
    let measures: [String: String]
    private var known: [Int: Known] = [:]

    init(stage: Stage, organisers: [String: DemoUsers.Player], measures: [String: String]) {
        self.stage = stage
        self.organisers = organisers
        self.measures = measures
    }

    /// Where an act is found, and how often it was changed.
    private struct Known {
        var path: String
        var version = 1
        let organiser: String?

        var id: String { String(path.split(separator: "/").last ?? "") }
    }

    /// How many acts were written down.
    var count: Int { known.count }

    mutating func callAsFunction(_ event: ActEvent) async throws {
        let (act, now) = (event.act, event.at)
        if case .add(let form) = event.what {
            let fields = [("id", ActivityID.new().text), ("version", "1"), ("anyway", "1")] + form.typed
            let path = try await send("/activities/new/" + form.kind, fields, event.by, now)
            known[act] = Known(path: path, organiser: event.by)
            return
        }
        guard let one = known[act] else { throw Stage.Refused(path: "/activities/\(act)", status: 404) }
        switch event.what {
        case .add: break
        case .join(let form):
            let fields = [("id", ActivityID.new().text), ("version", "1"), ("same-as", one.id)] + form.typed
            try await send("/activities/new/" + form.kind, fields, event.by, now)
            known[act]?.version += 1
        case .correct(let form):
            try await send(one.path + "/change", [("version", String(one.version))] + form.typed, event.by, now)
            known[act]?.version += 1
        case .cancel:
            try await send(one.path + "/state", [("state", "cancelled")], event.by, now)
            known[act]?.version += 1
        case .reach(let name, let day):
            try await send(one.path + "/stage", [("stage", name), ("day", "\(day.day).\(day.month).\(day.year)")], event.by, now)
        case .merge(let other):
            guard let target = known[other] else { throw Stage.Refused(path: one.path, status: 404) }
            try await send(one.path + "/merge", [("other", target.id)], event.by, now)
            known[act]?.version += 1
            if one.organiser != target.organiser { known[other]?.version += 1 }
        case .assign(let codes):
            let values = codes.compactMap { measures[$0] }.map { ("measure", $0) }
            if !values.isEmpty { try await send(one.path + "/measures", values, event.by, now) }
        }
    }

    @discardableResult
    private func send(_ path: String, _ fields: [(String, String)], _ by: String?, _ now: Instant) async throws -> String {
        guard let by else { return try await stage.send(path, fields, as: .coordinator, at: now) }
        guard let player = organisers[by] else { throw Stage.Refused(path: by, status: 401) }
        return try await stage.send(path, fields, as: player, at: now)
    }
}

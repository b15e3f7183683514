import Core
import Programmes

@testable import Server

/// The figures of the demonstration's plans by hand: from the script of what was typed, without asking the database, as the catalogue tells it.
struct HandCount {
    /// What became of one act.
    private struct Deed {
        var form: ActForm
        /// Codes of all who organised it.
        var organisers: Set<String>
        var isCancelled = false
        var isMerged = false
        var stages: [(stage: String, on: Day)] = []
        /// Measures that it serves, by plan.
        var serves: [String: Set<String>] = [:]
        let by: String
    }

    /// A plan as far as counting goes: its measures with those who lead or take part, and by what they are counted.
    struct Plan {
        let slug: String
        let from, to: Day
        let measures: [(code: String, institutions: Set<String>, lines: [PlanCounts.Line])]

        /// All that is bound, but for what other rooms count.
        var lines: [PlanCounts.Line] { measures.flatMap(\.lines) }
    }

    private var deeds: [Int: Deed] = [:]
    private let plans: [Plan]

    /// Follows the script.
    ///
    /// - Parameters:
    ///   - bound: what counted before the year began.
    ///   - after: what begins to count after it.
    init(_ events: [ActEvent], bound: [Plan], after: [Plan], institution: (String) -> String?) {
        plans = bound + after
        for event in events {
            follow(event, institution)
            if let plan = served(by: event) { for one in bound { serve(plan, one) } }
        }
        for act in deeds.keys.sorted() { for plan in after { serve(act, plan) } }
    }

    /// The act that is looked at again: whoever says a measure herself has said it.
    private func served(by event: ActEvent) -> Int? {
        if case .assign = event.what { return nil }
        return event.act
    }

    private mutating func follow(_ event: ActEvent, _ institution: (String) -> String?) {
        let act = event.act
        switch event.what {
        case .add(let form):
            let by = event.by ?? ""
            deeds[act] = Deed(form: form, organisers: Set(form.coOrganisers + [institution(by)].compactMap(\.self)), by: by)
        case .correct(let form):
            deeds[act]?.form = form
        case .join: deeds[act]?.organisers.formUnion([event.by.flatMap(institution)].compactMap(\.self))
        case .cancel: deeds[act]?.isCancelled = true
        case .reach(let stage, let day): deeds[act]?.stages.append((stage, day))
        case .merge(let other):
            deeds[act]?.isMerged = true
            let by = deeds[act]?.by ?? ""
            if by != deeds[other]?.by { deeds[other]?.organisers.formUnion([institution(by)].compactMap(\.self)) }
        case .assign(let codes):
            for plan in plans { deeds[act]?.serves[plan.slug] = Set(codes.filter { code in plan.measures.contains { $0.code == code } }) }
        }
    }

    /// The only measure of a plan that it fits and whose leads or partners organised it; of two none.
    private mutating func serve(_ act: Int, _ plan: Plan) {
        guard let deed = deeds[act], deed.serves[plan.slug, default: []].isEmpty else { return }
        let own = plan.measures.filter { measure in
            !measure.institutions.isDisjoint(with: deed.organisers) && measure.lines.contains { amount(deed, $0, plan) != nil }
        }
        if own.count == 1 { deeds[act]?.serves[plan.slug] = [own[0].code] }
    }

    /// How many acts there are in a plan's figures, for a look at whether anything was tried.
    var served: Int { deeds.values.count { deed in deed.serves.values.contains { !$0.isEmpty } } }
    /// Acts that serve nothing.
    var idle: Int { deeds.count - served }

    func value(_ line: PlanCounts.Line, of plan: Plan) -> Int {
        let own = deeds.values.filter { $0.serves[plan.slug, default: []].contains(line.measure) }
        // Of organisations each is there once.
        if line.metric == "providers.staff_care" { return Set(own.filter { amount($0, line, plan) != nil }.map(\.by)).count }
        return own.reduce(0) { $0 + (amount($1, line, plan) ?? 0) }
    }

    // MARK: What an act gives

    /// Nil where it does not count.
    private func amount(_ deed: Deed, _ line: PlanCounts.Line, _ plan: Plan) -> Int? {
        guard let metric = line.metric, !deed.isMerged, !deed.isCancelled else { return nil }
        let (form, years) = (deed.form, plan.from...plan.to)
        func passes(_ codes: [String: Set<String>] = [:]) -> Bool {
            line.filters.allSatisfy { name, asked in !asked.isDisjoint(with: codes[name] ?? Set(form.all("f-" + name))) }
        }
        let isIn = form.state == .done && years.contains(form.ends ?? form.starts)
        func plain(_ kind: String) -> Int? { form.kind == kind && isIn && passes() ? 1 : nil }
        func sum(_ kind: String, _ field: String, needs: Bool = true) -> Int? {
            let number = form.number("f-" + field)
            return form.kind == kind && isIn && passes() && (!needs || number > 0) ? number : nil
        }
        func heads(_ kind: String) -> Int? { form.kind == kind && isIn && passes() && form.heads > 0 ? form.heads : nil }
        func reached(_ kind: String, _ stage: String, onlyDone: Bool) -> Int? {
            guard form.kind == kind, passes(), !onlyDone || form.state == .done else { return nil }
            return deed.stages.contains { $0.stage == stage && years.contains($0.on) } ? 1 : nil
        }
        func lasting(_ kind: String, _ number: Int, isOpen: Bool) -> Int? {
            let isThere = form.starts <= plan.to && (isOpen && form.ends == nil || (form.ends ?? form.starts) >= plan.from)
            return form.kind == kind && form.state == .done && passes() && isThere && number > 0 ? number : nil
        }
        switch (metric, line.unit) {
        case ("trainings.held", _): return plain("training")
        case ("trainings.participants", _):
            guard form.kind == "training", isIn else { return nil }
            let asked = line.filters["profession"]
            let own = form.lines.filter { $0.heads > 0 && asked?.contains($0.profession) ?? true }
            return own.isEmpty ? nil : own.reduce(0) { $0 + $1.heads }
        case ("modules.completed", _): return plain("module")
        case ("sessions.held", _): return plain("session")
        case ("sessions.participants", _): return heads("session")
        case ("events.held", _): return plain("event")
        case ("events.participants", _): return heads("event")
        case ("groups.completed", _): return heads("programme")
        case ("people.reached", _):
            let ways = ["session": "present", "event": "present", "distribution": "paper", "reach": "online"]
            guard isIn, let way = ways[form.kind], passes(["way": [way]]) else { return nil }
            return way == "present" ? form.heads : form.number(way == "paper" ? "f-copies" : "f-reached")
        case ("campaigns.run", _): return plain("campaign")
        case ("materials.produced", _): return sum("production", "copies", needs: false)
        case ("materials.distributed", _): return sum("distribution", "copies", needs: false)
        case ("media.items", _): return plain("media")
        case ("ads.placed", _): return lasting("advert", form.number("f-surfaces"), isOpen: false)
        case ("ads.spots", _): return sum("advert", "spots")
        case ("ads.formats", _): return sum("advert", "formats")
        case ("ads.outlets", _): return sum("advert", "outlets")
        case ("ads.rotations", _): return sum("advert", "rotations")
        case ("ads.impressions", _): return sum("advert", "impressions")
        case ("site.visitors", _): return sum("visits", "visits")
        case ("site.users", let unit):
            let isAny = form.number("f-users") > 0 || form.number("f-new-users") > 0
            return isAny ? sum("visits", unit == "user" ? "users" : "new-users", needs: false) : nil
        case ("meetings.held", _): return plain("meeting")
        case ("participations.made", _): return plain("participation")
        case ("consultations.foreign", _): return plain("consultation")
        case ("requests.processed", _): return reached("request-received", "answered", onlyDone: true)
        case ("documents.made", _): return plain("document")
        case ("agreements.concluded", _): return reached("agreement", "signed", onlyDone: false)
        case ("legislation.advanced", _):
            guard form.kind == "legislation" else { return nil }
            return deed.stages.contains { years.contains($0.on) && passes(["stage": [$0.stage]]) } ? 1 : nil
        case ("screenings.held", _): return plain("screening")
        case ("inspections.made", _): return plain("inspection")
        case ("children.enrolled", _): return sum("enrolment", "enrolled", needs: false)
        case ("recurrences.done", _): return plain("occurrence")
        case ("projects.reported", _): return reached("project", "reported", onlyDone: true)
        case ("contracts.active", _): return lasting("contract", 1, isOpen: true)
        case ("providers.staff_care", _): return lasting("attestation", 1, isOpen: true)
        default: return nil
        }
    }
}

extension ActForm {
    fileprivate func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }
    fileprivate func number(_ name: String) -> Int { all(name).first.flatMap { Int($0) } ?? 0 }
    fileprivate var heads: Int { number("heads-women") + number("heads-men") }

    /// Lines of professions with their heads.
    fileprivate var lines: [(profession: String, heads: Int)] {
        values.filter { $0.name.hasPrefix("head-profession-") }.map { one in
            let line = one.name.dropFirst("head-profession-".count)
            return (one.value, number("head-women-\(line)") + number("head-men-\(line)"))
        }
    }
}

import Calendar
import Core
import Reference
import Web

/// The strip of what holds now about one person: identification, reflection, risk, plan, exploitation.
struct CaseFacts: Sendable {
    let identifications: [Identification]
    let trafficking: TraffickingFacts?
    let assessment: Assessment?
    let plan: SupportPlan?
    let clocks: [CaseClock]

    /// A field of the strip.
    struct Fact: Encodable {
        let label: String
        let value: String
        let sub: String
        let href: String
    }

    func strip(_ work: CaseWork, _ cases: CasesFeature, _ request: WebRequest, _ words: Words) -> [Fact] {
        let format = Format(request.language)
        func link(_ part: CaseHead.Part) -> String { request.link(work.path + "/" + part.rawValue) }
        let current = Identification.current(identifications)
        let body = current?.body.flatMap(cases.register.institution)?.shortName(request.language)
        var facts = [
            Fact(
                label: words("case_part.identification"),
                value: words(current.map { "identification." + $0.level.rawValue } ?? "case_none"),
                sub: current.map { [body, format.day($0.day)].compactMap(\.self).joined(separator: ", ") } ?? "",
                href: link(.identification))
        ]
        // The gravest first.
        for rule in ["child-notice", "foreigner-referral", "reflection-period"] {
            guard let clock = clocks.first(where: { $0.rule == rule }), let read = CaseFacts.reading(clock, cases, at: request.now) else {
                continue
            }
            let isExact = read.rule.term.unit == .hours
            let until = isExact ? format.moment(read.reading.due) : words.dated(read.reading.due.dayInSofia)
            facts.append(
                Fact(
                    label: words("case_clock." + rule), value: CaseFacts.left(read.reading, words),
                    sub: words("case_until", ["day": until]), href: link(.identification) + "#clocks"))
        }
        let review = clocks.first { $0.rule == "risk-review" }.flatMap { CaseFacts.reading($0, cases, at: request.now) }
        facts.append(
            Fact(
                label: words("case_risk"), value: words(assessment.map { "risk_level." + $0.level.rawValue } ?? "case_none"),
                sub: review.map { words("case_risk_review", ["day": format.day($0.reading.due.dayInSofia)]) }
                    ?? assessment.map { words("case_risk_on", ["day": format.day($0.madeAt.dayInSofia)]) } ?? "", href: link(.assessment)))
        facts.append(
            Fact(
                label: words("case_plan"),
                value: words(work.isShared ? plan.map { "agreement_short." + $0.agreement.rawValue } ?? "case_none" : "case_not_shared"),
                sub: work.isShared
                    ? plan.map { plan in
                        words.count("case_goals_open", plan.goals.filter { $0.state == .open && work.sight.sees($0) }.count)
                    } ?? "" : "", href: link(.plan)))
        let trafficking = work.isShared ? trafficking : nil
        let exploited = trafficking?.countries[.exploited].map { codes in
            Collation.sorted(codes.compactMap(cases.places.country)) { $0.name(request.language) }.map { $0.name(request.language) }
        }
        facts.append(
            Fact(
                label: words("case_part.trafficking"),
                value: words(
                    work.isShared ? trafficking.map { "exploitation." + $0.principal.rawValue } ?? "case_none" : "case_not_shared"),
                sub: exploited?.joined(separator: ", ") ?? "", href: link(.trafficking)))
        return facts
    }

    /// A clock with its rule, read at a moment.
    static func reading(_ running: CaseClock, _ cases: CasesFeature, at now: Instant) -> (rule: ClockRule, reading: ClockReading)? {
        guard let rule = cases.rules.rule(running.rule, on: running.startedAt.dayInSofia) else { return nil }
        return (rule, Clock(rule: rule, start: running.startedAt).reading(at: now, in: cases.calendar))
    }

    /// „още 12 дни“, „днес“, „изтекъл“.
    static func left(_ reading: ClockReading, _ words: Words) -> String {
        if [.ended, .overdue].contains(reading.state) { return words(reading.state.wordKey) }
        return reading.left.days == 0 ? words("case_today") : words.count("case_days_left", reading.left.days)
    }
}

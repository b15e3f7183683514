import Core
import Policy
import Reference
import Web

/// A plan as it was typed: a whole one or what is wrong with it.
struct SupportPlanDraft: Sendable {
    let agreement: SupportPlan.Agreement
    let agreedOn: Day?
    let reviewOn: Day?
    let goals: [PlanGoal]
    /// Sealed words by the name of their field; those that were left empty stay as they were.
    let texts: [String: String]
    let wrong: [(field: String, word: String)]

    static let parts = ["area", "text", "who", "by", "state"]
    static let fields = FormFields(
        Set(
            ["agreement", "agreed-on", "review-on", "safety", "purpose", "version"]
                + (1...SupportPlan.mostGoals).flatMap { number in parts.map { "goal-\(number)-" + $0 } }))

    /// - Parameters:
    ///   - last: the goals that there are: their words are sealed already.
    ///   - groups: what may be written; an area of another group can't be chosen.
    ///   - isKept: of a goal that was not asked about, because who writes does not see it: it stays as it is.
    ///   - today: nobody agreed later.
    init(
        _ form: FormData, _ last: [PlanGoal], writable groups: Set<FieldGroup>, keeping isKept: (PlanGoal) -> Bool,
        _ register: InstitutionRegister, today: Day
    ) {
        var reading = CodedForm(form)
        let kept = last.filter(isKept)
        var (goals, texts): ([PlanGoal], [String: String]) = (kept, [:])
        for number in 1...SupportPlan.mostGoals where !kept.contains(where: { $0.number == number }) {
            let name = "goal-\(number)-"
            let text = reading.text(name + "text", most: SupportPlan.longestText)
            guard let area: Need = reading.one(name + "area") else {
                if text != nil { reading.fault(name + "area", "goal_area_missing") }
                continue
            }
            if let group = area.group, !groups.contains(group) { reading.fault(name + "area", "goal_area_missing") }
            if text == nil, !last.contains(where: { $0.number == number }) { reading.fault(name + "text", "goal_text_missing") }
            if let text { texts[SupportPlan.sealedName(goal: number)] = text }
            let who = form[name + "who"] ?? PlanGoal.ourselves
            let isKnown = [PlanGoal.herself, PlanGoal.ourselves].contains(who) || register.institution(who) != nil
            goals.append(
                PlanGoal(
                    number: number, area: area, who: isKnown ? who : PlanGoal.ourselves, by: reading.day(name + "by"),
                    state: reading.one(name + "state") ?? .open))
        }
        if let safety = reading.text("safety", most: SupportPlan.longestText) { texts[SupportPlan.safetyName] = safety }
        if goals.isEmpty { reading.fault("goal-1-area", "goals_missing") }
        self.goals = goals.sorted { $0.number < $1.number }
        self.texts = texts
        agreement = reading.one("agreement", missing: "agreement_missing") ?? .open
        let isAgreed = [.agreed, .signed, .partly].contains(agreement)
        agreedOn = reading.day("agreed-on", missing: isAgreed ? "agreed_on_missing" : nil) { $0 > today ? "day_future" : nil }
        reviewOn = reading.day("review-on")
        wrong = reading.wrong
    }
}

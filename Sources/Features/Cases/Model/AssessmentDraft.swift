import Policy
import Web

/// An assessment as it was typed: a whole one or what is wrong with it.
struct AssessmentDraft: Sendable {
    let level: Assessment.Level
    let ownView: Assessment.OwnView
    let manner: Assessment.Manner
    /// Open answers and sealed ones by group, each by the code of the question.
    let answers: [FieldGroup?: [String: String]]
    let wrong: [(field: String, word: String)]

    static let fields = FormFields(
        Set(
            ["level", "own-view", "manner", "purpose"] + RiskQuestion.allCases.map { "risk-" + $0.rawValue }
                + Need.allCases.map { "need-" + $0.rawValue }))

    /// - Parameter groups: what may be written; a question of another group was not asked.
    init(_ form: FormData, writable groups: Set<FieldGroup>) {
        var reading = CodedForm(form)
        var answers: [FieldGroup?: [String: String]] = [:]
        for question in RiskQuestion.allCases where question.group.map(groups.contains) ?? true {
            let name = "risk-" + question.rawValue
            let answer: Assessment.Answer? = question.isRequired ? reading.one(name, missing: "risk_missing") : reading.one(name)
            if let answer { answers[question.group, default: [:]]["risk." + question.rawValue] = answer.rawValue }
        }
        for need in Need.allCases where need.group.map(groups.contains) ?? true {
            let extent: Assessment.Extent? = reading.one("need-" + need.rawValue)
            if let extent { answers[need.group, default: [:]]["need." + need.rawValue] = extent.rawValue }
        }
        self.answers = answers
        ownView = reading.one("own-view") ?? .unknown
        manner = reading.one("manner", missing: "manner_missing") ?? .conversation
        level = reading.one("level", missing: "level_missing") ?? .low
        if wrongLevel(level, answers, &reading) { reading.fault("level", "level_too_low") }
        wrong = reading.wrong

        /// A low risk beside a threat at this moment is a slip of the hand, or must be thought over.
        func wrongLevel(_ level: Assessment.Level, _ answers: [FieldGroup?: [String: String]], _ reading: inout CodedForm) -> Bool {
            level == .low && form["level"] != nil
                && answers[nil]?["risk." + RiskQuestion.threatNow.rawValue] == Assessment.Answer.yes.rawValue
        }
    }
}

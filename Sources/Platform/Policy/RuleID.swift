/// The name of a rule: what the ledger keeps of a decision, and the key of its reason in plain words, `rule.<id>`. Never renamed.
public enum RuleID: String, CaseIterable, Sendable, Codable {
    /// No rule allows it: what is not allowed is refused.
    case noRule = "none"

    // What refuses, whatever else allows.
    case administratorSeesNobody = "administrator-sees-nobody"
    case barred
    case purpose
    case glassUnreviewed = "glass-unreviewed"
    case ownGlass = "own-glass"
    case freshFactor = "fresh-factor"

    // Persons.
    case personAdd = "person-add"
    case worker
    case leader
    case leadTeam = "lead-team"
    case emergency
    case referred
    case warned
    case obliged
    case breakGlass = "break-glass"
    case erasure
    case dataProtection = "data-protection"

    // Signals.
    case signalAdd = "signal-add"
    case signalDesk = "signal-desk"
    case signalPassed = "signal-passed"

    // Organisations and users.
    case host
    case staffOwn = "staff-own"
    case staffManaged = "staff-managed"
    case staffSeen = "staff-seen"
    case staffSecond = "staff-second"

    // Figures of plans.
    case metricReader = "metric-reader"
    case planKeeper = "plan-keeper"
    case planReporter = "plan-reporter"
    case planEditor = "plan-editor"
    case planReader = "plan-reader"

    // Work that plans ask for.
    case activityOrganiser = "activity-organiser"
    case activityReader = "activity-reader"

    // Supervision.
    case glassReview = "glass-review"
    case ledgerWhole = "ledger-whole"
    case ledgerOwn = "ledger-own"
}

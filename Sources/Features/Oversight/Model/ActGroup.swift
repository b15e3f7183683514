import Ledger

/// Acts that somebody looks for together.
enum ActGroup: String, CaseIterable, Sendable {
    /// Of persons' records.
    case records
    /// Of consents and referrals, and of what a withdrawn consent leaves to do.
    case referrals
    /// Of signals.
    case signals
    /// Openings in an emergency, and what was said of them afterwards.
    case emergencies
    /// Posts, users, organisations, their keys.
    case staff
    /// Coming and going, passwords, second factors.
    case entering
    /// Reading this ledger, judging alerts.
    case oversight
    case plans

    /// How the codes of its acts begin, for ``LedgerFilter/acts``.
    var beginnings: [String] {
        switch self {
        case .records: ["person.", "decoy."]
        case .referrals: ["consent.", "referral.", "obligation."]
        case .signals: ["signal."]
        case .emergencies: ["person.break-glass", "glass.", "referral.send-danger"]
        case .staff: ["user.", "post.", "staff.", "code.", "organisation.", "keys."]
        case .entering: ["session.", "account.", "factor.", "password."]
        case .oversight: ["ledger.", "alerts."]
        case .plans: ["plan.", "indicator.", "metric.", "activity."]
        }
    }
}

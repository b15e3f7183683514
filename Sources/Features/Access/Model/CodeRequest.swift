import Core
import Policy

/// That somebody asked for an activation code of a user, which another must give (искане за код).
///
/// Who makes accounts could otherwise make one for herself, with any role, and see what that post sees (threat T4).
struct CodeRequest: Sendable, Hashable {
    /// Why a code is needed.
    enum Reason: String, CaseIterable, Sendable {
        /// The account is new.
        case added
        /// What she signed in with was lost.
        case reset
        /// The account had ended and is open again.
        case opened
    }

    /// How it ended.
    enum Verdict: String, Sendable {
        case given
        case refused
        /// The account ended first.
        case dropped
    }

    let id: Identifier<CodeRequest>
    let user: UserID
    /// Where the post is for which it is asked.
    let organisation: OrganisationID
    let reason: Reason
    let askedAt: Instant
    let askedBy: UserID
}

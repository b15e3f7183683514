import Core
import Web

/// A stay in the system, from signing in to its end (сесия).
struct Session: Sendable {
    let id: Identifier<Session>
    /// From which the tokens of its forms are made.
    let formSecret: String
    let user: UserID
    /// The post in which she acts; nil for users who hold none.
    let holding: Identifier<Holding.Kind>?
    /// She has given her password and sets up her second factor.
    let isEnrolling: Bool
    /// She signed in, or last gave a fresh factor, with a security key; or she added her first one in it.
    let isByKey: Bool
    /// Kind of browser and system, in words.
    let device: String
    let madeAt: Instant
    let seenAt: Instant
    let provedAt: Instant?
    let endsAt: Instant

    /// It lasts ten hours at most, a working day with what comes between.
    static let longestMilliseconds: Int64 = 10 * 3_600_000
    /// How stale the time of the last request may be in the database, so that not every request writes.
    static let noticeMilliseconds: Int64 = 20_000

    /// By how much the clocks of two servers may differ.
    static let skewMilliseconds: Int64 = 60_000
    /// How long after a session's last request a form sent in it is still kept for its writer.
    static let keptMilliseconds: Int64 = 24 * 3_600_000

    /// Neither left alone too long nor older than a session may be. A clock set back ends it, too: nothing was seen in the future.
    func isLive(at now: Instant) -> Bool {
        let idle = now.milliseconds - seenAt.milliseconds
        return now < endsAt && idle < Int64(Navigation.idleSeconds) * 1000 && idle > -Session.skewMilliseconds
    }

    /// Ended by time, and not long ago.
    func isRecent(at now: Instant) -> Bool { now.milliseconds - seenAt.milliseconds < Session.keptMilliseconds }
}

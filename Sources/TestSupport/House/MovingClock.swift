public import Core
import Synchronization

/// A clock that stands still until a test moves it.
public final class MovingClock: Sendable {
    private let moment: Mutex<Instant>

    /// By default 14 April 2026, noon in Sofia: a working day.
    public init(_ start: Instant = Instant(milliseconds: 1_776_157_200_000)) {
        moment = Mutex(start)
    }

    /// The moment at which it stands.
    public var now: Instant { moment.withLock(\.self) }

    /// Moves it on, or back with a negative number.
    public func advance(seconds: Int) {
        moment.withLock { $0 = Instant(milliseconds: $0.milliseconds + Int64(seconds) * 1000) }
    }

    /// The same in minutes.
    public func advance(minutes: Int) { advance(seconds: minutes * 60) }
    /// The same in days.
    public func advance(days: Int) { advance(seconds: days * 86_400) }
}

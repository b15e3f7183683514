import Foundation

/// Whether `scripts/test --long` asked for the long runs.
public enum LongRun {
    /// True when `ZAKRILA_TEST_LONG` is 1 in the environment.
    public static var isAsked: Bool { ProcessInfo.processInfo.environment["ZAKRILA_TEST_LONG"] == "1" }
}

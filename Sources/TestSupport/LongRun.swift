import Foundation

/// Whether `scripts/test --long` asked for the long runs.
public enum LongRun {
    public static var isAsked: Bool { ProcessInfo.processInfo.environment["ZAKRILA_TEST_LONG"] == "1" }
}

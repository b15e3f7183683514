import Core
import TestSupport
import Testing

@testable import Access

@Suite struct DelayTests {
    private let start = Instant(milliseconds: 1_776_157_200_000)

    private func after(_ milliseconds: Int64) -> Instant { Instant(milliseconds: start.milliseconds + milliseconds) }

    @Test(arguments: Delay.Scope.allCases)
    func `a delay grows with every failure, never beyond its longest, and ends by itself`(scope: Delay.Scope) {
        var random = SeededGenerator(1)
        for _ in 0..<2000 {
            let failures = Int.random(in: 0...200, using: &random)
            let moment = after(.random(in: -100_000_000...100_000_000, using: &random))
            let left = Delay.left(scope, failures: failures, last: start, now: moment)
            #expect(left <= Delay.left(scope, failures: failures + 1, last: start, now: moment))
            #expect((0...scope.longest * 1000).contains(left))
            #expect(Delay.left(scope, failures: failures, last: start, now: after(scope.longest * 1000)) == 0)
            let later = Instant(milliseconds: moment.milliseconds + .random(in: 0...10_000_000, using: &random))
            #expect(Delay.left(scope, failures: failures, last: start, now: later) <= left)
        }
        #expect(Delay.left(scope, failures: scope.free - 1, last: start, now: start) == 0)
        #expect(Delay.left(scope, failures: scope.free, last: start, now: start) == 15_000)
        #expect(Delay.left(scope, failures: 10_000, last: start, now: start) == scope.longest * 1000)
    }

    @Test func `failures are forgiven one by one, no faster than anybody waits`() {
        var random = SeededGenerator(2)
        for _ in 0..<2000 {
            let failures = Int.random(in: 0...200, using: &random)
            let passed = Int64.random(in: -1_000_000...200_000_000, using: &random)
            let counting = Delay.counting(failures, last: start, now: after(passed))
            #expect((0...failures).contains(counting))
            #expect(counting >= Delay.counting(failures, last: start, now: after(passed + 1000)))
            #expect(counting <= Delay.counting(failures + 1, last: start, now: after(passed)))
        }
        #expect(Delay.counting(40, last: start, now: after(Delay.forgivingMilliseconds - 1)) == 40)
        #expect(Delay.counting(40, last: start, now: after(Delay.forgivingMilliseconds)) == 39)
        #expect(Delay.counting(40, last: start, now: after(-5_000_000)) == 40)
        for scope in Delay.Scope.allCases { #expect(scope.longest * 1000 <= Delay.forgivingMilliseconds) }
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.200", true), ("192.0.2.7", "192.0.3.7", false), ("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", true),
        ("2001:db8::1", "2001:db8::2", true), ("2001:db8::1", "2001:db8:0:0:5::2", true), ("2001:db8::1", "2001:DB8:0000::1", true),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", false), ("::1", "::2", true), ("::ffff:192.0.2.7", "192.0.2.9", true),
        ("::ffff:192.0.2.7", "::ffff:192.0.9.7", false), ("2001:db8::", "2001:db9::", false), ("", "192.0.2.1", false),
    ])
    func `addresses are of one network however they are written`(one: String, other: String, isOne: Bool) {
        #expect((Delay.network(one) == Delay.network(other)) == isOne, "\(Delay.network(one)) and \(Delay.network(other))")
    }

    @Test func `no text is an address that stops the program`() {
        var random = SeededGenerator(3)
        for _ in 0..<2000 {
            let text = String((0..<Int.random(in: 0...40, using: &random)).map { _ in ":.0aF:g1".randomElement(using: &random) ?? ":" })
            #expect(Delay.network(text).utf8.count <= text.utf8.count + 3)
        }
    }
}

import Core
import Policy
import Testing

@testable import Access

@Suite struct ReviewTests {
    private let start = Instant(milliseconds: 1_776_157_200_000)

    private func holding(_ roles: Set<Role>) -> Holding {
        Holding(
            id: .new(), user: .new(), post: Post(id: .new(), organisation: .new(), title: "експерт", roles: roles), since: start,
            until: nil,
            confirmedAt: start)
    }

    private func state(_ roles: Set<Role>, _ days: Int64) -> AccessReview.State {
        AccessReview.state(holding(roles), at: Instant(milliseconds: start.milliseconds + days * 86_400_000))
    }

    @Test func `a post is due two weeks before ninety days, and lapses on the ninetieth`() {
        #expect(state([.analyst], 0) == .confirmed(daysLeft: 90))
        #expect(state([.analyst], 75) == .confirmed(daysLeft: 15))
        #expect(state([.analyst], 76) == .due(daysLeft: 14))
        #expect(state([.analyst], 89) == .due(daysLeft: 1))
        #expect(state([.analyst], 90) == .lapsed)
        #expect(state([.analyst], 4000) == .lapsed)
    }

    @Test func `an administrator's post warns and does not lapse`() {
        #expect(state([.administrator], 89) == .due(daysLeft: 1))
        #expect(state([.administrator], 90) == .due(daysLeft: 0))
        #expect(state([.administrator], 4000) == .due(daysLeft: 0))
    }
}

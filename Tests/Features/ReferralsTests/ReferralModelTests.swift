import Core
import Policy
import Testing

@testable import Referrals

@Suite struct ReferralModelTests {
    @Test func `a letter loses white space at its ends and none within`() {
        #expect(ReferralDraft.text("  ред\n\n втори  \n") == "ред\n\n втори")
        #expect(ReferralDraft.text(" \n ") == "" && ReferralDraft.text(nil) == "")
    }
}

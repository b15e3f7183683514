import Policy
import Testing

@Suite struct RoleTests {
    @Test func `roles keep the order in which they are declared`() {
        #expect(Role.allCases.sorted() == Role.allCases)
        #expect(Role.administrator > .coordinator)
    }
}

public import Policy

/// The entries of the navigation for people who are signed in. Each is shown to those alone who may do something there.
public struct Navigation: Sendable {
    /// One entry.
    public struct Item: Sendable {
        let path: String
        let word: String
        let section: String
        let act: Act

        /// - Parameters:
        ///   - word: key of its text.
        ///   - section: what its pages are marked with.
        ///   - act: what somebody must be allowed to see it.
        public init(_ path: String, word: String, section: String, act: Act) {
            self.path = path
            self.word = word
            self.section = section
            self.act = act
        }
    }

    private let all: [Item]
    let isDemo: Bool
    let hasSignIn: Bool

    /// - Parameters:
    ///   - isDemo: all persons are invented, and every page says so.
    ///   - hasSignIn: there are users who can sign in.
    public init(_ items: [Item], isDemo: Bool = false, hasSignIn: Bool) {
        all = items
        self.isDemo = isDemo
        self.hasSignIn = hasSignIn
    }

    /// For sites without users.
    public static let none = Navigation([], hasSignIn: false)

    /// How long a session may be left alone, in seconds: 15 minutes.
    public static let idleSeconds = 15 * 60

    func items(for visitor: Visitor?) -> [Item] {
        guard let visitor, !visitor.isEnrolling else { return [] }
        return all.filter { Policy.mayEver(visitor.actor, $0.act) }
    }
}

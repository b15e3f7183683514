import Core
import Database
public import Policy

/// Asks routes of objects as everybody who could, and compares each answer with what the policy alone decides: route × role × standing
/// (матрица на достъпа).
public struct AccessMatrix: Sendable {
    /// A route, what is sent to it, and what it answers where the policy allows the act.
    public struct Asked: Sendable {
        /// An address, in which words in capitals stand for what an ``Subject`` has in their place; ``object`` for its identifier.
        public let path: String
        let act: Act
        let form: [(String, String)]?
        let allowed: Int
        let hidden: Int
        let asksCodeFirst: Bool
        let isCompared: Bool
        let asksCode: Bool

        /// - Parameters:
        ///   - form: what is sent; nil for a page that is read.
        ///   - hidden: the status where there is nothing for her, or nothing at all.
        ///   - asksCodeFirst: the code is asked for before anything is looked up.
        ///   - isCompared: false where what is allowed looks like what is hidden, so that pages can't be compared.
        ///   - asksCode: false where the act needs a fresh code and this step of it does not.
        public init(
            _ path: String, _ act: Act, form: [(String, String)]? = nil, allowed: Int, hidden: Int = 404, asksCodeFirst: Bool = false,
            isCompared: Bool = true, asksCode: Bool = true
        ) {
            self.path = path
            self.act = act
            self.form = form
            self.allowed = allowed
            self.hidden = hidden
            self.asksCodeFirst = asksCodeFirst
            self.isCompared = isCompared
            self.asksCode = asksCode
        }
    }

    /// What is asked for.
    public struct Subject: Sendable {
        let words: [String: String]
        let holder: String
        let isThere: Bool

        /// - Parameters:
        ///   - id: its identifier.
        ///   - holder: the object whose relations decide, where it is not this one: the organisation of a user.
        ///   - isThere: false for one that is not, or no longer.
        ///   - words: what else stands in addresses and forms.
        public init(_ id: String, decidedBy holder: String? = nil, isThere: Bool = true, words: [String: String] = [:]) {
            self.words = words.merging([AccessMatrix.object: id]) { $1 }
            self.holder = holder ?? id
            self.isThere = isThere
        }

        /// One that is nowhere.
        public static func absent() -> Subject { Subject(Identifier<Subject>.new().text, isThere: false) }

        func filled(_ text: String) -> String { words.reduce(text) { $0.replacing($1.key, with: $1.value) } }
    }

    /// Stands for the identifier of the object.
    public static let object = "OBJECT"

    private let house: TestHouse
    private let sight: [Act]
    private let routes: [Asked]

    /// - Parameter sight: acts of which any one, allowed, means that she may know of the object.
    public init(_ house: TestHouse, seenBy sight: [Act], _ routes: [Asked]) {
        self.house = house
        self.sight = sight
        self.routes = routes
    }

    /// How many answers were looked at, and those that are not the policy's, in words.
    public struct Report: Sendable {
        /// Answers.
        public fileprivate(set) var asked = 0
        /// Of them those that are wrong.
        public fileprivate(set) var wrong: [String] = []
    }

    /// Asks as each role for an object of each standing, with a fresh code, and without one where that counts.
    public func report<Standing: CaseIterable & RawRepresentable<String>>(
        _ roles: [Role], _ standings: Standing.Type, _ subject: (Standing, Actor) async throws -> Subject
    ) async throws -> Report {
        var report = Report()
        let actors = try await house.actors()
        for (place, role) in roles.enumerated() {
            let desk = try await house.signedIn(as: role, from: "198.51.\(place).1")
            guard let actor = actors[role] else { throw TestHouseFault("no user \(role)") }
            var nothing = Nothing()
            for standing in Standing.allCases {
                let found = try await subject(standing, actor)
                // Without a code nothing is done: that goes first.
                for isFresh in [false, true] {
                    try await house.prove(isFresh)
                    for one in routes where isFresh || one.asksCode && AccessMatrix.freshFactor.contains(one.act) {
                        let answer = try await ask(desk, found, one)
                        let expected = try await expectation(actor, one, found, isFresh)
                        let what = "\(role) / \(standing.rawValue) / \(one.path) \(one.form?.count ?? -1), fresh \(isFresh)"
                        report.asked += 1
                        if answer.status != expected { report.wrong.append("\(what): \(answer.status), not \(expected)") }
                        guard expected == one.hidden, one.isCompared else { continue }
                        let (other, absent) = try await nothing.answer(what: "\(one.path) \(one.form?.count ?? -1) \(isFresh)") {
                            try await ask(desk, $0, one)
                        }
                        if !AccessMatrix.isSame(answer, found, other, absent) {
                            report.wrong.append("\(what): told from one that is not there")
                        }
                    }
                }
            }
        }
        return report
    }

    /// What is answered about an object that is nowhere, asked once for each route.
    private struct Nothing {
        private let absent = Subject.absent()
        private var answers: [String: TestAnswer] = [:]

        mutating func answer(what: String, _ ask: (Subject) async throws -> TestAnswer) async throws -> (TestAnswer, Subject) {
            if let known = answers[what] { return (known, absent) }
            let answer = try await ask(absent)
            answers[what] = answer
            return (answer, absent)
        }
    }

    /// Where a code given long ago is not enough.
    private static let freshFactor = Policy.rules.filter { $0.id == .freshFactor }.reduce(into: Set<Act>()) { $0.formUnion($1.acts) }

    private func ask(_ desk: TestBrowser, _ subject: Subject, _ one: Asked) async throws -> TestAnswer {
        let path = subject.filled(one.path)
        guard let form = one.form else { return try await desk.get(path) }
        return try await desk.post(path, form.map { ($0.0, subject.filled($0.1)) })
    }

    /// What must be answered, worked out from the policy alone: hidden is as absent, visible and refused is forbidden.
    private func expectation(_ actor: Actor, _ one: Asked, _ subject: Subject, _ isFresh: Bool) async throws -> Int {
        let now = house.clock.now
        let facts = try await house.database.read { connection in try RelationStore.facts(of: subject.holder, at: now, connection) }
        let best = Context(now: now, hasFreshFactor: true, purpose: Policy.purposes(of: actor).first)
        guard Policy.decide(actor, one.act, on: nil, in: best).isAllowed else { return 403 }
        guard isFresh || !one.asksCodeFirst else { return 422 }
        guard subject.isThere else { return one.hidden }
        if Policy.decide(actor, one.act, on: facts, in: best).isAllowed {
            var plain = best
            plain.hasFreshFactor = isFresh
            return Policy.decide(actor, one.act, on: facts, in: plain).needsFreshFactor ? 422 : one.allowed
        }
        let isVisible = sight.contains { Policy.decide(actor, $0, on: facts, in: best).isAllowed }
        return isVisible ? 403 : one.hidden
    }

    /// Alike but for the identifiers of object and request: status, headers, page and its length.
    static func isSame(_ one: TestAnswer, _ object: Subject, _ other: TestAnswer, _ otherObject: Subject) -> Bool {
        func plain(_ answer: TestAnswer, _ subject: Subject) -> [String] {
            let headers = answer.headers.filter { $0.name.lowercased() != "x-request-id" }.map { "\($0.name): \($0.value)" }.sorted()
            let body = subject.words.reduce(answer.bodyWithoutTokens) { $0.replacing($1.value, with: $1.key) }
            return ["\(answer.status)", body] + headers
        }
        return plain(one, object) == plain(other, otherObject) && one.body.utf8.count == other.body.utf8.count
    }
}

/// How she may be reached without danger (безопасна връзка), in codes that everybody sees before anything else. Names and numbers stay sealed.
struct ContactRule: Sendable, Hashable {
    var ways: Set<Way>
    var never: Set<Never>
    var hours: Hours

    enum Way: String, CaseIterable, Sendable {
        case inPerson = "in-person"
        /// Чрез социалния работник.
        case throughWorker = "through-worker"
        case phone
        case message
        case email
        /// Чрез доверено лице, named in the sealed field.
        case trustedPerson = "trusted-person"
    }

    enum Never: String, CaseIterable, Sendable {
        case home
        case callHome = "call-home"
        case voicemail
        case letters
        case work
        case relatives
        /// Да не се казва кой търси.
        case sayWho = "say-who"
    }

    enum Hours: String, CaseIterable, Sendable {
        case any
        case day
        case evening
        /// След уговорка.
        case arranged
    }
}

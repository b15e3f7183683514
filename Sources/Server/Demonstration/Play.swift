import Core
import Policy
import Web

/// The events of the script as what is typed into forms.
struct Play: Sendable {
    let stage: Stage
    private(set) var signals = 0
    private(set) var referrals = 0
    private var known: [Int: Known] = [:]

    init(stage: Stage) {
        self.stage = stage
    }

    /// Where what came of a signal is found.
    private struct Known {
        var signal = ""
        var person = ""
        var file = ""
        var consent = ""
        var referral = ""
    }

    mutating func callAsFunction(_ event: Script.Event) async throws {
        let (number, now) = (event.number, event.at)
        var known = known[number] ?? Known()
        switch event.what {
        case .call:
            known.signal = try await call(number, now)
            signals += 1
        case .passOn:
            let commission = try stage.organisation(.caseWorker)
            try await stage.send(known.signal + "/pass", [("organisation", commission)], as: .hotlineOperator, at: now)
        case .openCase:
            known.person = try await person(number, from: known.signal, now)
            known.file = try await stage.address("/cases/", on: known.person, as: .caseWorker, at: now)
        case .decide: try await decide(number, known.signal, now)
        case .consent:
            known.consent = try await stage.send(
                known.person + "/consents/new", try shared(number) + [("id", formNumber), ("form", "signed")], as: .caseWorker, at: now)
        case .refer:
            known.referral = try await refer(number, known.person, known.consent, now)
            referrals += 1
        case .accept: try await stage.send(known.referral + "/answer", [("answer", "accept")], as: receiver(number), at: now)
        case .arrive: try await stage.send(known.referral + "/report", [("report", "arrived")], as: receiver(number), at: now)
        case .report:
            try await stage.send(
                known.referral + "/report", [("report", "feedback"), ("feedback", "completed")], as: receiver(number), at: now)
        case .close:
            try await stage.send(known.referral + "/end", [("end", "close"), ("close", "done")], as: .caseWorker, at: now)
            try await stage.send(known.file + "/close", [("reason", "plan-fulfilled")], as: .caseWorker, at: now)
        }
        self.known[number] = known
    }

    /// Sent twice, a form is there once: it names what it makes.
    private var formNumber: String { SignalID.new().text }

    private func call(_ number: Int, _ now: Instant) async throws -> String {
        let channels = ["phone", "phone", "phone", "site", "message", "email", "institution"]
        let reporters = ["victim", "relative", "witness", "unknown", "professional"]
        let forms = ["sexual", "labour", "sexual", "begging", "labour"]
        let districts = ["BG-02", "BG-16", "BG-22", "BG-13", "BG-20", "BG-08", "BG-01"]
        let abroad = ["DE", "IT", "GR"]
        let place = number % 3 == 0 ? [("country", abroad[number / 3 % 3])] : [("country", "BG"), ("district", districts[number % 7])]
        let isUrgent = number % 19 == 5
        return try await stage.send(
            "/signals/new",
            place + [
                ("id", formNumber), ("kind", "signal"), ("channel", channels[number % 7]), ("reporter", reporters[number % 5]),
                ("danger", isUrgent ? "now" : "no"), ("child", number % 11 == 3 ? "yes" : "no"), ("form", forms[number % 5]),
                (number % 4 == 1 ? "count-men" : "count-women", String(1 + number % 3)), ("anyway", "1"),
            ] + (isUrgent ? [("told", "emergency")] : []), as: .hotlineOperator, at: now)
    }

    private func decide(_ number: Int, _ signal: String, _ now: Instant) async throws {
        guard !Script.isHelped(number) else {
            try await stage.send(signal + "/decide", [("outcome", "case")], as: .caseWorker, at: now)
            return
        }
        let outcomes = [("at-risk", ""), ("not-trafficking", ""), ("redirected", "ДАЗД"), ("redirected", "ГДБОП"), ("statistics-only", "")]
        let (outcome, institution) = outcomes[number % outcomes.count]
        let fields = [("outcome", outcome)] + (institution.isEmpty ? [] : [("institution", institution)])
        try await stage.send(signal + "/decide", fields, as: .hotlineOperator, at: now)
    }

    /// Flowers with surnames that nobody has.
    private func person(_ number: Int, from signal: String, _ now: Instant) async throws -> String {
        let given = ["Роза", "Иглика", "Теменуга", "Невена", "Калина", "Детелина", "Латинка"]
        let family = ["Измислена", "Небивала", "Примерова", "Пробна"]
        let place = number / 4
        return try await stage.send(
            "/persons/new",
            [
                ("age-group", "adult"), ("sex", "female"), ("given-name", given[place % given.count]),
                ("family-name", family[place % family.count]), ("signal", String(signal.split(separator: "/").last ?? "")),
            ], as: .caseWorker, at: now)
    }

    private func receiver(_ number: Int) -> Role { number % 3 == 1 ? .identifyingOfficer : .shelterManager }

    private func shared(_ number: Int) throws -> [(String, String)] {
        let purpose = receiver(number) == .shelterManager ? "shelter" : "identification"
        return [
            ("purpose", purpose), ("recipient", try stage.organisation(receiver(number))), ("fact", "age-group"), ("group", "identity"),
        ]
    }

    private func refer(_ number: Int, _ person: String, _ consent: String, _ now: Instant) async throws -> String {
        let shared = try shared(number).map { $0.0 == "recipient" ? ("receiver", $0.1) : $0 }
        return try await stage.send(
            person + "/referrals/new",
            shared + [
                ("id", formNumber), ("step", "go"), ("standing", "citizen"), ("letter", "Има нужда от помощта Ви (измислено)."),
                ("meeting", ""), ("ground", "consent"), ("consent", String(consent.split(separator: "/").last ?? "")),
            ], as: .caseWorker, at: now)
    }
}

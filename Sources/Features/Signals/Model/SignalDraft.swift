import Core
import Reference
import Web

/// A signal as it was typed: either a whole one or what is wrong with it, field by field.
struct SignalDraft: Sendable {
    let facts: SignalFacts
    let sealed: [SignalField: String]
    let receivedAt: Instant
    /// Fields in the order of the form, each with the key of the words that say what is wrong.
    let wrong: [(field: String, word: String)]

    /// The longest note: no room for a story, which would be told once more in court and held against her (trauma-informed practice).
    static let longestNote = 400
    private static let longestLine = 120

    static let single: Set<String> = Set(
        [
            "id", "kind", "channel", "reporter", "danger", "child", "country", "district", "received-day", "received-time", "same-as",
            "keep-caller",
        ]
            + SignalField.allCases.map(\.rawValue) + ConcernedPersons.Group.allCases.map { "count-" + $0.rawValue })
    static let lists: Set<String> = Set(["told", "form"] + SeenIndicator.How.allCases.map { "indicator-" + $0.rawValue })

    /// Reads a form.
    ///
    /// - Parameter now: nothing was received later.
    init(_ form: FormData, places: PlaceRegister, now: Instant) {
        var wrong: [(field: String, word: String)] = []
        func choice<Code: RawRepresentable<String>>(_ name: String, _ usual: Code?) -> Code? {
            form[name].flatMap(Code.init(rawValue:)) ?? usual
        }
        let kind: SignalFacts.Kind? = choice("kind", nil)
        if kind == nil { wrong.append(("kind", "signal_kind_missing")) }
        let isSignal = kind == .signal
        let danger: SignalFacts.Danger? = choice("danger", nil)
        if isSignal, danger == nil { wrong.append(("danger", "signal_danger_missing")) }
        let told = Set(form.all("told").compactMap(SignalFacts.Told.init))
        if isSignal, danger == .now, told.isEmpty { wrong.append(("told", "signal_told_missing")) }
        if told.contains(.nobody), told.count > 1 { wrong.append(("told", "signal_told_nobody")) }
        let country = form["country"].flatMap { $0.isEmpty ? nil : $0 }
        if let country, places.country(country) == nil { wrong.append(("country", "signal_country_unknown_code")) }
        let district = country == PlaceRegister.bulgaria ? form["district"].flatMap { $0.isEmpty ? nil : $0 } : nil
        if let district, places.district(district) == nil { wrong.append(("district", "signal_district_unknown_code")) }
        let persons = SignalDraft.persons(form, &wrong)
        let sealed = SignalDraft.sealed(form, &wrong)
        receivedAt = SignalDraft.received(form, now, &wrong)
        facts = SignalFacts(
            kind: kind ?? .signal, channel: choice("channel", .phone) ?? .phone, reporter: choice("reporter", .unknown) ?? .unknown,
            danger: danger ?? .unknown, told: told, child: choice("child", .unknown) ?? .unknown, country: country, district: district,
            forms: Set(form.all("form").compactMap(ExploitationForm.init)), persons: persons, indicators: SignalDraft.indicators(form),
            sameAs: form["same-as"].flatMap(SignalID.init))
        self.sealed = sealed
        self.wrong = wrong
    }

    private static func persons(_ form: FormData, _ wrong: inout [(field: String, word: String)]) -> [ConcernedPersons] {
        var persons: [ConcernedPersons] = []
        for group in ConcernedPersons.Group.allCases {
            guard let text = form.line("count-" + group.rawValue) else { continue }
            guard let count = Int(text), (0...ConcernedPersons.most).contains(count) else {
                wrong.append(("count-" + group.rawValue, "signal_count_bad"))
                continue
            }
            if count > 0 { persons.append(ConcernedPersons(group: group, count: count)) }
        }
        return persons
    }

    private static func sealed(_ form: FormData, _ wrong: inout [(field: String, word: String)]) -> [SignalField: String] {
        var sealed: [SignalField: String] = [:]
        // Who called is kept only where somebody says so: the line may be used without a name.
        let isKept = form["keep-caller"] != nil
        for field in SignalField.allCases where isKept || ![.caller, .phone].contains(field) {
            guard let text = form.line(field.rawValue) else { continue }
            if field == .phone, ContactForm.phone(text) == nil { wrong.append((field.rawValue, "signal_phone_bad")) }
            let most = field == .note ? longestNote : longestLine
            if text.unicodeScalars.count > most { wrong.append((field.rawValue, "signal_text_long")) }
            sealed[field] = text
        }
        return sealed
    }

    /// The moment of the contact: now, unless another one was typed.
    private static func received(_ form: FormData, _ now: Instant, _ wrong: inout [(field: String, word: String)]) -> Instant {
        let (typedDay, typedTime) = (form.line("received-day"), form.line("received-time"))
        guard typedDay != nil || typedTime != nil else { return now }
        guard let day = typedDay.map(Day.init(typed:)) ?? now.dayInSofia, day.year >= 2000 else {
            wrong.append(("received-day", "signal_day_bad"))
            return now
        }
        guard let moment = typedTime.map({ Instant(on: day, typedTime: $0) }) ?? day.startInSofia else {
            wrong.append(("received-time", "signal_time_bad"))
            return now
        }
        if moment > now { wrong.append(("received-day", "signal_future")) }
        return moment
    }

    private static func indicators(_ form: FormData) -> Set<SeenIndicator> {
        var seen: Set<SeenIndicator> = []
        for how in SeenIndicator.How.allCases {
            for code in form.all("indicator-" + how.rawValue).compactMap(ScreeningIndicator.init) {
                seen.insert(SeenIndicator(code: code, how: how))
            }
        }
        return seen
    }
}

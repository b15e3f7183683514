import Core
import Reference
import Web

/// Acts in words.
struct ActivityLines: Sendable {
    let words: Words
    let format: Format
    private let places: PlaceRegister
    private let register: InstitutionRegister

    init(_ words: Words, _ places: PlaceRegister, _ register: InstitutionRegister) {
        self.words = words
        self.places = places
        self.register = register
        format = Format(words.language)
    }

    func kind(_ kind: ActivityKind) -> String { words("act_kind." + kind.rawValue) }

    /// „12 март 2026 г.“, „12–14 март 2026 г.“, „30 април – 2 май 2026 г.“, „от 12 март 2026 г.“
    func when(_ facts: ActivityFacts) -> String {
        let (first, last) = (facts.startsOn, facts.endsOn)
        if facts.isOpenEnded { return words("act_since", ["day": format.day(first)]) }
        if first == last { return format.day(first) }
        guard first.year == last.year else { return format.day(first) + " – " + format.day(last) }
        let start = first.month == last.month ? "\(first.day)–" : "\(first.day)\u{a0}\(format.monthName(first.month)) – "
        return start + format.day(last)
    }

    /// Shorter, where the year is known: „14 май“, „14–16 май“, „30 април – 2 май“, „от 14 май“.
    func days(_ facts: ActivityFacts) -> String {
        func short(_ day: Day) -> String { "\(day.day)\u{a0}" + format.monthName(day.month) }
        let (first, last) = (facts.startsOn, facts.endsOn)
        if facts.isOpenEnded { return words("act_since", ["day": short(first)]) }
        if first == last { return short(first) }
        guard first.year == last.year else { return when(facts) }
        return first.month == last.month ? "\(first.day)–" + short(last) : short(first) + " – " + short(last)
    }

    /// „Варна, гр. Девня“, or the country where it is another one.
    func place(_ facts: ActivityFacts) -> String {
        let area = facts.district.flatMap(places.district) ?? facts.country.flatMap { $0 == "BG" ? nil : places.country($0) }
        guard let area = area?.name(words.language) else { return facts.town ?? "" }
        // „Сливен, Сливен“ is one too many, in whichever language one of them is.
        let own = facts.district.flatMap(places.district)?.name(.bg) ?? area
        guard let town = facts.town, !Folding.word(own).hasPrefix(Folding.word(town)) else { return area }
        return area + ", " + town
    }

    func state(_ facts: ActivityFacts) -> String { words(facts.sameAs == nil ? "act_state." + facts.state.rawValue : "act_merged") }

    func institution(_ code: String) -> String { register.institution(code)?.shortName(words.language) ?? code }

    /// The values of a field; empty where there are none. What another act is called is asked of the caller.
    func value(_ field: ActivityField, _ facts: ActivityFacts, acts: [String: String] = [:]) -> String {
        if case .amount = field.kind { return facts.amounts[field.code].map(format.integer) ?? "" }
        let codes = facts.codes[field.code, default: []]
        let names: [String] =
            switch field.kind {
            case .one(let list), .several(let list): list.codes.filter(codes.contains).map { words(list.words + $0) }
            case .institution: codes.sorted().map(institution)
            case .country: codes.sorted().map { places.country($0)?.name(words.language) ?? $0 }
            case .act: codes.sorted().map { acts[$0] ?? "" }
            case .amount: []
            }
        return names.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// „31 участници“; empty where heads are not counted or none were.
    func heads(_ facts: ActivityFacts) -> String { facts.heads.isEmpty ? "" : words.count("act_heads", facts.headCount) }

    func sex(_ code: String?) -> String { words(code.map { "act_term.sex." + $0 } ?? "act_sex_unknown") }

    func profession(_ code: String?) -> String { words(code.map { "act_term.profession." + $0 } ?? "metric_unknown") }

    /// The number that says most of an act: heads, copies, surfaces.
    func measure(_ activity: Activity) -> String {
        let heads = heads(activity.facts)
        guard heads.isEmpty else { return heads }
        for field in activity.kind.fields {
            guard case .amount = field.kind, let amount = activity.facts.amounts[field.code] else { continue }
            return words("act_field." + field.code) + ": " + format.integer(amount)
        }
        return ""
    }
}

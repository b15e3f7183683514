import Core
import Reference
import Web

/// Signals in words.
struct SignalLines: Sendable {
    private let words: Words
    private let places: PlaceRegister

    init(_ words: Words, _ places: PlaceRegister) {
        self.words = words
        self.places = places
    }

    /// „Сексуална експлоатация · Варна · 1 жена“.
    func facts(_ facts: SignalFacts) -> String {
        guard facts.kind == .signal else { return words("signal_kind." + facts.kind.rawValue) }
        return [forms(facts), place(facts), persons(facts)].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    func forms(_ facts: SignalFacts) -> String {
        ExploitationForm.allCases.filter(facts.forms.contains).map { words("exploitation." + $0.rawValue) }.joined(separator: ", ")
    }

    /// The district, or the country where it is not Bulgaria or not known nearer.
    func place(_ facts: SignalFacts) -> String {
        let place = facts.district.flatMap(places.district) ?? facts.country.flatMap(places.country)
        return place?.name(words.language) ?? ""
    }

    /// „2 жени, 1 момиче“.
    func persons(_ facts: SignalFacts) -> String {
        facts.persons.map { words.count("signal_group." + $0.group.rawValue, $0.count) }.joined(separator: ", ")
    }

    func indicators(_ facts: SignalFacts) -> [String] {
        facts.indicators.sorted().map { words("indicator." + $0.code.rawValue) + " (" + words("signal_how." + $0.how.rawValue) + ")" }
    }

    func outcome(_ signal: Signal) -> String {
        guard signal.facts.kind == .signal else { return words("signal_no_outcome") }
        return words(signal.outcome.map { "signal_outcome." + $0.kind.rawValue } ?? "signal_open")
    }
}

import Core
import Reference
import Web

/// The one screen on which a signal is written down: everything that is asked, with what was typed or what stands there.
struct SignalForm: Encodable {
    let kind: FormQuestion
    let danger: FormQuestion
    let told: FormQuestion
    let child: FormQuestion
    let country: FormQuestion
    let district: FormQuestion
    let forms: FormQuestion
    let persons: [FormField]
    let indicators: [IndicatorLine]
    let indicatorsOpen: Bool
    let channel: FormQuestion
    let reporter: FormQuestion
    let keepsCaller: Bool
    let caller: FormField
    let phone: FormField
    let place: FormField
    let note: FormField
    let day: FormField
    let time: FormField
    let isLateOpen: Bool

    /// One indicator with its two boxes.
    struct IndicatorLine: Encodable {
        let code: String
        let text: String
        let isObserved: Bool
        let isTold: Bool
    }

    /// - Parameters:
    ///   - form: what was typed; its values go before those of the facts.
    ///   - facts: those of a signal that is corrected.
    ///   - usualChannel: how a new one came, unless told otherwise.
    init(
        _ form: FormData, facts: SignalFacts?, wrong: [String: String], usualChannel: SignalFacts.Channel, places: PlaceRegister,
        _ words: Words
    ) {
        let isTyped = !form.pairs.isEmpty
        func chosen(_ name: String, _ own: [String], _ usual: String = "") -> Set<String> {
            if isTyped { return Set(form.all(name)) }
            return facts == nil ? [usual] : Set(own)
        }
        func question(
            _ name: String, _ codes: [String], own: [String], usual: String = "", isMultiple: Bool = false
        ) -> FormQuestion {
            let chosen = chosen(name, own, usual)
            return FormQuestion(
                name, label: words("signal_ask." + name), hint: words.find("signal_hint." + name) ?? "",
                wrong: wrong[name] ?? "", isMultiple: isMultiple,
                choices: codes.map { code in
                    FormChoice(
                        code, words((name == "form" ? "exploitation." : "signal_\(name).") + code), isChosen: chosen.contains(code))
                })
        }
        func select(_ name: String, _ list: [Place], own: String?, usual: String) -> FormQuestion {
            let chosen = chosen(name, [own ?? ""], usual)
            let sorted = Collation.sorted(list) { $0.name(words.language) }
            return FormQuestion(
                name, label: words("signal_ask." + name), wrong: wrong[name] ?? "",
                choices: [FormChoice("", words("signal_none." + name), isChosen: chosen.isEmpty || chosen.contains(""))]
                    + sorted.map { FormChoice($0.code, $0.name(words.language), isChosen: chosen.contains($0.code)) })
        }
        func field(_ name: String, own: String = "", isNumeric: Bool = false, type: String = "text") -> FormField {
            FormField(
                name, label: words(SignalField(rawValue: name) == nil ? "signal_ask." + name : "signal_field." + name),
                hint: words.find("signal_hint." + name) ?? "", value: isTyped ? form[name] ?? "" : own, wrong: wrong[name] ?? "",
                type: type,
                isNumeric: isNumeric)
        }
        kind = question("kind", SignalFacts.Kind.allCases.map(\.rawValue), own: [facts?.kind.rawValue ?? ""])
        danger = question("danger", SignalFacts.Danger.allCases.map(\.rawValue), own: [facts?.danger.rawValue ?? ""])
        told = question("told", SignalFacts.Told.allCases.map(\.rawValue), own: facts?.told.map(\.rawValue) ?? [], isMultiple: true)
        child = question("child", SignalFacts.Answer.allCases.map(\.rawValue), own: [facts?.child.rawValue ?? ""], usual: "unknown")
        country = select("country", places.countries, own: facts?.country, usual: PlaceRegister.bulgaria)
        district = select("district", places.districts, own: facts?.district, usual: "")
        forms = question("form", ExploitationForm.allCases.map(\.rawValue), own: facts?.forms.map(\.rawValue) ?? [], isMultiple: true)
        persons = ConcernedPersons.Group.allCases.map { group in
            let own = facts?.persons.first { $0.group == group }.map { String($0.count) }
            return field("count-" + group.rawValue, own: own ?? "", isNumeric: true)
        }
        let (observed, told) = (Set(form.all("indicator-observed")), Set(form.all("indicator-told")))
        indicators = ScreeningIndicator.allCases.map { indicator in
            func isSeen(_ how: SeenIndicator.How, _ typed: Set<String>) -> Bool {
                isTyped
                    ? typed.contains(indicator.rawValue)
                    : facts?.indicators.contains(SeenIndicator(code: indicator, how: how)) ?? false
            }
            return IndicatorLine(
                code: indicator.rawValue, text: words("indicator." + indicator.rawValue), isObserved: isSeen(.observed, observed),
                isTold: isSeen(.told, told))
        }
        indicatorsOpen = indicators.contains { $0.isObserved || $0.isTold }
        channel = question(
            "channel", SignalFacts.Channel.allCases.map(\.rawValue), own: [facts?.channel.rawValue ?? ""], usual: usualChannel.rawValue)
        reporter = question(
            "reporter", SignalFacts.Reporter.allCases.map(\.rawValue), own: [facts?.reporter.rawValue ?? ""], usual: "unknown")
        keepsCaller = form["keep-caller"] != nil
        caller = field("caller")
        phone = field("phone", type: "tel")
        place = field("place")
        note = field("note")
        day = field("received-day")
        time = field("received-time")
        isLateOpen = form["received-day"] != nil || form["received-time"] != nil || wrong["received-day"] != nil
    }
}

import Core
import Policy
import Web

/// Consents and referrals in words.
struct ReferralLines: Sendable {
    let words: Words
    let organisations: [OrganisationID: String]

    init(_ words: Words, _ organisations: [(id: OrganisationID, name: String)]) {
        self.words = words
        self.organisations = Dictionary(organisations.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    func name(_ organisation: OrganisationID) -> String { organisations[organisation] ?? words("referral_organisation_gone") }

    func groups(_ groups: Set<FieldGroup>) -> [String] {
        SharedData.offered.filter(groups.contains).map { words("fields." + $0.rawValue) }
    }

    /// „Самоличност, Здраве, възрастова група“.
    func shared(_ shared: SharedData, _ records: ReferralSources.Records) -> String {
        (groups(shared.groups) + records.factCodes.filter(shared.facts.contains).map { records.name($0, words) }).joined(separator: ", ")
    }

    func state(_ state: Referral.State) -> String { words("referral_state." + state.rawValue) }

    /// The shape and colour of a state's badge.
    static func badge(_ state: Referral.State) -> String {
        switch state {
        case .waiting, .asked: "warn"
        case .accepted: "info"
        case .arrived: "ok"
        case .declined, .withdrawn: "bad"
        case .takenBack, .closed, .expired: ""
        }
    }

    /// Whether a consent holds, in a word, with the shape and colour of its badge.
    func state(_ consent: Consent, at now: Instant) -> (text: String, badge: String) {
        if consent.withdrawal != nil { return (words("consent_state.withdrawn"), "bad") }
        if consent.isLive(at: now) { return (words("consent_state.live"), "ok") }
        return (words("consent_state.expired"), "")
    }

    func holds(_ consent: Consent) -> String {
        let format = Format(words.language)
        let given = words("consent_given", ["date": format.day(consent.givenOn)])
        return given + (consent.expiresOn.map { ", " + words("consent_until", ["date": format.day($0)]) } ?? "")
    }

    /// What happened, with its reason: „Не е приета: няма място“.
    func event(_ event: ReferralEvent) -> String {
        let text = words("referral_event." + event.kind.rawValue)
        guard let reason = event.reason else { return text }
        let list =
            switch event.kind {
            case .declined: "referral_decline."
            case .feedback: "referral_feedback."
            case .sent: "referral_child."
            case .corrected: "referral_correction."
            default: "referral_close."
            }
        return text + ": " + words(list + reason)
    }
}

extension Day {
    /// As a form takes it: „3.11.2026“.
    var typed: String { "\(day).\(month).\(year)" }
}

extension FormQuestion {
    /// Cases of a type as choices, their words under a beginning; hints where there are any.
    static func cases<Case: CaseIterable & RawRepresentable<String>>(
        _ type: Case.Type, _ id: String, name: String? = nil, beginning: String, chosen: String?, wrong: String = "", among: [Case]? = nil,
        hint: String = "",
        _ words: Words
    ) -> FormQuestion {
        FormQuestion(
            name ?? id, id: id, label: words("referral_ask." + id), hint: hint, wrong: wrong,
            choices: (among ?? Array(Case.allCases)).map {
                FormChoice(
                    $0.rawValue, words(beginning + $0.rawValue), hint: words.find("referral_hint." + beginning + $0.rawValue) ?? "",
                    isChosen: $0.rawValue == chosen)
            })
    }

    /// What of a record can be shared, as two questions: coded facts, and groups of sealed fields.
    static func shared(
        _ form: FormData, wrong: String, _ records: ReferralSources.Records, _ words: Words
    ) -> (facts: FormQuestion, groups: FormQuestion) {
        let (facts, groups) = (Set(form.all("fact")), Set(form.all("group")))
        return (
            FormQuestion(
                "fact", label: words("referral_ask.fact"), isMultiple: true,
                choices: records.factCodes.map { FormChoice($0, records.name($0, words), isChosen: facts.contains($0)) }),
            FormQuestion(
                "group", label: words("referral_ask.group"), hint: words("referral_hint.group"), wrong: wrong, isMultiple: true,
                choices: SharedData.offered.map {
                    FormChoice(
                        $0.rawValue, words("fields." + $0.rawValue), hint: words("referral_group_hint." + $0.rawValue),
                        isChosen: groups.contains($0.rawValue))
                })
        )
    }
}

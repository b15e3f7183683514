import Core
import Policy
import Web

/// The paper that a person signs, filled in or empty, for the template `referrals-sheet`. Our own layout: the official form was not obtained.
struct ConsentSheet: Encodable {
    let title: String
    let isBlank: Bool
    let lines: [Disclosure.Line]
    let purposes: [Box]
    let shared: [Box]

    /// A box to be ticked.
    struct Box: Encodable {
        let text: String
        let isTicked: Bool
    }

    /// An empty one, to be filled in by hand.
    init(blank words: Words, _ records: ReferralSources.Records) {
        title = words("sheet_title")
        isBlank = true
        lines = [
            "sheet_name", "sheet_birth", "referral_ask.recipient", "sheet_given", "sheet_expires", "sheet_explained", "sheet_interpreter",
        ]
        .map { Disclosure.Line(label: words($0), value: "") }
        purposes = ReferralPurpose.allCases.map { Box(text: words("referral_purpose." + $0.rawValue), isTicked: false) }
        shared = ConsentSheet.boxes(nil, records, words)
    }

    /// One that was given.
    init(
        _ consent: Consent, own: [ReferralSources.Records.Value], other: [ConsentField: String], explainedBy: String,
        _ lines: ReferralLines, _ records: ReferralSources.Records
    ) {
        let (words, format) = (lines.words, Format(lines.words.language))
        title = words("sheet_title")
        isBlank = false
        let spoken = [
            words("consent_language." + consent.language.rawValue), words("consent_interpreter." + consent.interpreter.rawValue),
            other[.interpreter] ?? "",
        ]
        let facts: [(String, String)] = [
            ("referral_ask.recipient", consent.recipients.map(lines.name).sorted().joined(separator: "; ")),
            ("sheet_given", format.day(consent.givenOn)),
            ("sheet_expires", consent.expiresOn.map(format.day) ?? words("sheet_until_withdrawn")),
            ("sheet_explained", explainedBy), ("sheet_interpreter", spoken.filter { !$0.isEmpty }.joined(separator: ", ")),
            ("referral_ask.form", words("consent_form." + consent.form.rawValue)), ("referral_ask.witness", other[.witness] ?? ""),
        ]
        self.lines =
            own.map { Disclosure.Line(label: $0.label, value: $0.text) }
            + facts.filter { !$0.1.isEmpty }.map { Disclosure.Line(label: words($0.0), value: $0.1) }
        purposes = [Box(text: words("referral_purpose." + consent.purpose.rawValue), isTicked: true)]
        shared = ConsentSheet.boxes(consent.shared, records, words)
    }

    /// Everything that could be shared: what is not ticked is refused, and that can be seen on the paper.
    private static func boxes(_ shared: SharedData?, _ records: ReferralSources.Records, _ words: Words) -> [Box] {
        records.factCodes.map { Box(text: records.name($0, words), isTicked: shared?.facts.contains($0) ?? false) }
            + SharedData.offered.map {
                Box(
                    text: words("fields." + $0.rawValue) + " – " + words("referral_group_hint." + $0.rawValue),
                    isTicked: shared?.groups.contains($0) ?? false)
            }
    }
}

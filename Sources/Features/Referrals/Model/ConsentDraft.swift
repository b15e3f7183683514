import Core
import Policy
import Web

/// A consent as it was typed: either a whole one or what is wrong with it, field by field.
struct ConsentDraft: Sendable {
    let purpose: ReferralPurpose?
    let recipients: Set<OrganisationID>
    let shared: SharedData
    let language: Consent.Language
    let interpreter: Consent.Interpreter
    let form: Consent.Form?
    let explainedBy: UserID?
    let givenOn: Day
    let expiresOn: Day?
    let names: [ConsentField: String]
    /// Fields in the order of the form, each with the key of the words that say what is wrong.
    let wrong: [(field: String, word: String)]

    static let single: Set<String> = Set(
        ["id", "purpose", "language", "interpreter", "form", "explained", "given", "expires"] + ConsentField.allCases.map(\.rawValue))
    static let lists: Set<String> = ["recipient", "group", "fact"]
    private static let longestName = 120

    /// Reads a form.
    ///
    /// - Parameters:
    ///   - known: organisations that can be chosen.
    ///   - factCodes: facts that can be.
    ///   - isAdult: nobody gives it for her.
    init(_ form: FormData, known: [OrganisationID], factCodes: [String], isAdult: Bool, today: Day) {
        var wrong: [(field: String, word: String)] = []
        purpose = form["purpose"].flatMap(ReferralPurpose.init)
        if purpose == nil { wrong.append(("purpose", "consent_purpose_missing")) }
        recipients = Set(known).intersection(form.all("recipient").compactMap(OrganisationID.init))
        if recipients.isEmpty { wrong.append(("recipient", "consent_recipient_missing")) }
        shared = SharedData(groups: form.all("group"), facts: form.all("fact"), known: factCodes)
        if shared.isEmpty { wrong.append(("group", "consent_data_missing")) }
        language = form["language"].flatMap(Consent.Language.init) ?? .bg
        interpreter = form["interpreter"].flatMap(Consent.Interpreter.init) ?? .none
        let way = form["form"].flatMap(Consent.Form.init)
        if way == nil { wrong.append(("form", "consent_form_missing")) }
        if way == .guardian, isAdult { wrong.append(("form", "consent_guardian_adult")) }
        self.form = way
        var names: [ConsentField: String] = [:]
        for field in ConsentField.allCases {
            guard let name = form.line(field.rawValue) else { continue }
            if name.unicodeScalars.count > ConsentDraft.longestName { wrong.append((field.rawValue, "referral_long")) }
            names[field] = name
        }
        if let way, way != .signed, names[.witness] == nil { wrong.append(("witness", "consent_witness_missing")) }
        self.names = names
        explainedBy = form["explained"].flatMap(UserID.init)
        let given = form.line("given").map(Day.init(typed:)) ?? today
        givenOn = given ?? today
        if given.map({ $0 > today || $0.year < 2000 }) ?? true { wrong.append(("given", "consent_day_bad")) }
        let typed = form.line("expires")
        expiresOn = typed.flatMap(Day.init(typed:))
        if typed != nil, expiresOn.map({ $0 < today }) ?? true { wrong.append(("expires", "consent_expires_bad")) }
        self.wrong = wrong
    }
}

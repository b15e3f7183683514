import Core
import Policy
import Web

/// A referral as far as it was typed, step by step (стъпки).
struct ReferralDraft: Sendable {
    let receiver: OrganisationID?
    let purpose: ReferralPurpose?
    let standing: Referral.Standing?
    let shared: SharedData
    let letter: String
    let meeting: String
    let ground: Referral.Ground?
    let danger: Referral.Danger?
    let consent: ConsentID?
    let child: ChildReason?

    /// The four steps, one a page.
    enum Step: String, CaseIterable, Sendable, Comparable {
        case who
        case what
        case ground
        case send

        static func < (left: Step, right: Step) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }

        /// What is asked on it.
        var fields: [String] {
            switch self {
            case .who: ["receiver", "purpose", "standing"]
            case .what: ["fact", "group", "letter", "meeting"]
            case .ground: ["ground", "danger", "consent", "child"]
            case .send: []
            }
        }
    }

    static let single: Set<String> = [
        "id", "step", "values", "receiver", "purpose", "standing", "letter", "meeting", "ground", "danger", "consent", "child", "code",
    ]
    static let lists: Set<String> = ["group", "fact"]

    init(_ form: FormData, known: [OrganisationID], factCodes: [String]) {
        let chosen = form["receiver"].flatMap(OrganisationID.init)
        receiver = chosen.flatMap { known.contains($0) ? $0 : nil }
        purpose = form["purpose"].flatMap(ReferralPurpose.init)
        standing = form["standing"].flatMap(Referral.Standing.init)
        shared = SharedData(groups: form.all("group"), facts: form.all("fact"), known: factCodes)
        letter = ReferralDraft.text(form["letter"])
        meeting = ReferralDraft.text(form["meeting"])
        ground = form["ground"].flatMap(Referral.Ground.init)
        danger = form["danger"].flatMap(Referral.Danger.init)
        consent = form["consent"].flatMap(ConsentID.init)
        child = form["child"].flatMap(ChildReason.init)
    }

    /// White space at the ends left out; lines stay.
    static func text(_ typed: String?) -> String {
        let text = typed ?? ""
        let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
        let end = scalars.lastIndex { !$0.properties.isWhitespace }
        return end.map { String(String.UnicodeScalarView(scalars[...$0])) } ?? ""
    }

    /// What is wrong with a step by itself, each with the key of the words that say it.
    func wrong(_ step: Step) -> [(field: String, word: String)] {
        var wrong: [(field: String, word: String)] = []
        switch step {
        case .who:
            if receiver == nil { wrong.append(("receiver", "referral_receiver_missing")) }
            if purpose == nil { wrong.append(("purpose", "referral_purpose_missing")) }
            if standing == nil { wrong.append(("standing", "referral_standing_missing")) }
        case .what:
            if shared.isEmpty { wrong.append(("group", "referral_data_missing")) }
            for (field, text) in [("letter", letter), ("meeting", meeting)] where text.unicodeScalars.count > SealedReferral.longest {
                wrong.append((field, "referral_long"))
            }
        case .ground:
            if ground == nil { wrong.append(("ground", "referral_ground_missing")) }
            if ground == .danger, danger == nil { wrong.append(("danger", "referral_danger_missing")) }
            if ground == .consent, consent == nil { wrong.append(("consent", "referral_consent_missing")) }
        case .send: break
        }
        return wrong
    }

    /// Ready to be sent; nil where something is missing.
    ///
    /// - Parameter isChild: known to be one: nobody asks why she is taken for it.
    func sending(isChild: Bool) -> ReferralActs.Sending? {
        guard let receiver, let purpose, let standing, let ground, Step.allCases.allSatisfy({ wrong($0).isEmpty }) else { return nil }
        return ReferralActs.Sending(
            receiver: receiver, purpose: purpose, standing: standing, ground: ground, danger: danger,
            consent: ground == .consent ? consent : nil, child: ground == .child && !isChild ? child : nil, shared: shared, letter: letter,
            meeting: meeting)
    }
}

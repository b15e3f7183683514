import Core
import Policy
import Web

/// What the receiver of a referral sees, for the template `referrals-disclosure`: the page of a referral and the preview before it is sent are
/// written by the same hand.
struct Disclosure: Encodable {
    let isLocked: Bool
    let lines: [Line]
    let letter: String
    let hasLetter: Bool
    let isOpen: Bool
    let meeting: String
    let hasMeeting: Bool
    let groups: [Group]
    let later: String
    let hasLater: Bool

    struct Line: Encodable {
        let label: String
        let value: String
    }

    /// A group of sealed fields: shown, or ready to be shown for a code.
    struct Group: Encodable {
        let title: String
        let isShown: Bool
        let lines: [Line]
        let isNothing: Bool
    }

    /// What goes into it, however it comes there.
    struct Content: Sendable {
        let sender: String
        let purpose: ReferralPurpose
        let ground: Referral.Ground
        let danger: Referral.Danger?
        let facts: [SharedFact]
        let letter: String
        let meeting: String
        let until: Instant?
        /// She seeks protection, by whatever was said of her.
        let isLocked: Bool
        /// The groups that the receiver may unmask, before she is taken in and after.
        let sight: ReceiverSight
    }

    /// - Parameters:
    ///   - isAccepted: the receiver has taken her in. A danger to life opens everything before.
    ///   - values: of the groups that were just unmasked.
    init(
        _ content: Content, isAccepted: Bool, values: [FieldGroup: [ReferralSources.Records.Value]]?, _ records: ReferralSources.Records,
        _ words: Words
    ) {
        let format = Format(words.language)
        isLocked = content.isLocked
        isOpen = isAccepted || content.ground == .danger
        let ground = [
            words("referral_ground_seen." + content.ground.rawValue),
            content.ground == .danger ? content.danger.map { words("referral_danger." + $0.rawValue) } : nil,
        ].compactMap(\.self).joined(separator: ": ")
        let until = content.until.map { Day(ordinal: $0.dayInSofia.ordinal - 1) }
        let own = [
            Line(label: words("referral_from"), value: content.sender),
            Line(label: words("referral_purpose_label"), value: words("referral_purpose." + content.purpose.rawValue)),
            Line(label: words("referral_ground_label"), value: ground),
        ]
        lines =
            own + (until.map { [Line(label: words("referral_until_label"), value: format.day($0))] } ?? [])
            + content.facts.sorted { $0.code < $1.code }.map {
                let value = records.words($0, words)
                return Line(label: value.label, value: value.text)
            }
        letter = content.letter
        hasLetter = !letter.isEmpty
        meeting = isOpen ? content.meeting : ""
        hasMeeting = !meeting.isEmpty
        let (opening, all) = (isAccepted ? content.sight.after : content.sight.before, content.sight.after)
        groups = SharedData.offered.filter(opening.contains).map { group in
            let shown = values?[group]
            return Group(
                title: words("fields." + group.rawValue), isShown: shown != nil,
                lines: (shown ?? []).map { Line(label: $0.label, value: $0.text) }, isNothing: shown?.isEmpty ?? false)
        }
        let rest = SharedData.offered.filter { all.contains($0) && !opening.contains($0) }
        later =
            rest.isEmpty
            ? "" : words("referral_later", ["fields": rest.map { words("fields." + $0.rawValue) }.joined(separator: ", ")])
        hasLater = !later.isEmpty
    }
}

/// Sealed fields that are shown or kept back together (раздел).
public enum FieldGroup: String, CaseIterable, Sendable, Codable {
    /// Names, EGN or LNCh, date of birth, documents.
    case identity
    /// How she can be reached.
    case contact
    /// Where she lives, unless it is a shelter.
    case address
    /// Where the shelter is.
    case shelterAddress = "shelter-address"
    /// What she told.
    case narrative
    /// What she confided to a counsellor or psychologist.
    case counselling
    /// Illness, pregnancy, medicines.
    case health
    /// What she was made to do against the law (GDPR art. 10; non-punishment: Directive 2011/36/EU, art. 8).
    case offences
    /// What police and prosecution keep for their own work.
    case investigation
    /// Files that belong to no other group.
    case attachments
}

/// In which cases groups of sealed fields may be shown or written, once the act itself is allowed.
struct FieldRule: Sendable {
    let groups: Set<FieldGroup>
    let acts: Set<Act>
    let condition: Condition

    init(_ groups: Set<FieldGroup>, _ acts: Set<Act>, when condition: Condition) {
        self.groups = groups
        self.acts = acts
        self.condition = condition
    }
}

extension Policy {
    static let fieldRules: [FieldRule] = [
        // What nobody can be helped without. Who only has a referral that is not accepted sees none of it.
        FieldRule([.identity, .contact, .address, .narrative, .attachments], shown, when: team),
        // Health is for those who help; under Directive (EU) 2016/680, art. 10, only in an emergency (below).
        FieldRule([.health], shown, when: .all([team, .regime(.gdpr)])),
        // A police officer must not learn what a psychologist heard, in whatever organisation her post is.
        FieldRule([.counselling], shown, when: .all([team, confidant])),
        // The reverse: what an investigation holds stays with those who investigate.
        FieldRule(
            [.investigation], shown, when: .all([team, .regime(.lawEnforcement), .role([.identifyingOfficer, .supervisor])])),
        // Even the case worker of the leading organisation knows the region only. What the shelter itself wrote needs nobody's consent to be
        // seen there.
        FieldRule([.shelterAddress], staying, when: .all([isTeam, .organisation([.shelter])])),
        FieldRule([.offences], staying, when: .all([leadTeam, confidant])),
        // To find her and to keep her alive: no shelter, no confidences, no investigation.
        FieldRule([.identity, .contact, .address, .health], [.personUnmask], when: .user([.glass])),
        // What a danger to life makes known at once is what is needed to find her and to keep her alive.
        FieldRule(
            [.identity, .contact, .address, .health], [.referralUnmask], when: .all([.organisation([.warned]), .role(Role.onDuty)])),
        // The name on the paper that she signs.
        FieldRule([.identity], [.consentPrint], when: leadTeam),
        // Of a signal: who reported it, where, and the few words noted down.
        FieldRule([.contact, .address, .narrative], [.signalUnmask, .signalChange], when: .all([involved, .role(Role.caseWork)])),
    ]

    private static let shown: Set<Act> = staying.union([.personExport])
    /// Of what no copy leaves the system.
    private static let staying: Set<Act> = [.personUnmask, .personChange, .referralUnmask]
    private static let confidant = Condition.all([.regime(.gdpr), .role(Role.confidants), .not(.role([.identifyingOfficer]))])
}

extension Policy {
    /// The whole policy. Of several rules that allow, the first gives its name: those that open more stand first.
    public static let rules: [Rule] = refusing + ofPersons + ofSignals + ofOrganisations + ofPlans + ofActivities + ofSupervision

    /// What is refused whatever else allows it.
    private static let refusing: [Rule] = [
        // Who makes the accounts must not be able to give herself a look, and who may be looked at must not read the ledger: the
        // administrator sees no person, even when her post has other roles (threat T4: administrator and hoster).
        Rule(
            .administratorSeesNobody, .refuse, Act.confidential.union([.glassReview, .ledgerRead, .ledgerExport, .alertsRead]),
            when: .role([.administrator])),
        // A conflict of interest ends every look, also in an emergency: somebody else must act.
        Rule(.barred, .refuse, Act.confidential.union([.glassReview]), when: .user([.barred])),
        // GDPR art. 5(1)(b); Directive (EU) 2016/680, art. 4(1)(b) and 9: every look is for something, and for something of hers.
        Rule(
            .purpose, .refuse,
            [
                .personOpen, .personUnmask, .personChange, .personExport, .personBreakGlass, .signalOpen, .signalUnmask,
                .signalChange, .consentOpen, .consentGive, .consentWithdraw, .consentPrint, .referralSend, .referralOpen, .referralUnmask,
                .referralAnswer, .referralReply, .referralReport, .referralCorrect, .referralEnd, .obligationOpen, .obligationAnswer,
            ], when: .not(Purpose.isOwn)),
        // The emergency door is no habit: the next opening waits until the last was judged.
        Rule(.glassUnreviewed, .refuse, [.personBreakGlass], when: .unreviewedGlass),
        // Nobody judges herself.
        Rule(.ownGlass, .refuse, [.glassReview], when: .user([.glass, .unreviewedGlass])),
        // Withdrawing a consent is not among them: it must be as easy as giving it (GDPR art. 7(3)).
        // OWASP ASVS 5.0, 7.5.3: a session left open is not enough for what cannot be taken back.
        Rule(
            .freshFactor, .refuse,
            [
                .staffRelease, .keysManage, .personUnmask, .personExport, .personRevoke, .personBreakGlass, .personErase,
                .signalUnmask, .signalExport, .ledgerExport, .consentPrint, .referralSend, .referralUnmask, .referralCorrect,
            ],
            when: .not(.freshFactor)),
    ]

    /// Who opens, changes, shares and ends the records of persons.
    private static let ofPersons: [Rule] = [
        // A person comes to whoever she meets first.
        Rule(.personAdd, .allow, [.personAdd], when: .role(Role.caseWork)),
        // Who works with her, in an organisation that leads or has accepted.
        Rule(
            .worker, .allow,
            goingOn.union([.personList, .personOpen, .personUnmask, .personChange, .personLooks, .personWho]),
            when: .all([involved, .user([.worker]), .role(Role.caseWork)])),
        // Who answers for those who work with her, and steps in for them.
        Rule(
            .leader, .allow,
            goingOn.union([
                .personList, .personOpen, .personUnmask, .personChange, .personAssign, .personBar, .personLooks, .personWho,
            ]),
            when: .all([involved, .role(Role.leading)])),
        // Only the organisation that leads lets others in, lets them go, and takes copies out: the consent was given to it.
        Rule(
            .leadTeam, .allow,
            [
                .personRevoke, .personExport, .consentOpen, .consentGive, .consentWithdraw, .consentPrint, .referralSend,
                .referralReply, .referralCorrect,
            ], when: leadTeam),
        // As long as the emergency lasts, whatever her organisation has to do with the record.
        Rule(
            .emergency, .allow, [.personList, .personOpen, .personUnmask], when: .all([.user([.glass]), .role(Role.caseWork)])),
        // Until it is accepted, a referral gives what was sent and nothing more: not even that there is a record.
        Rule(
            .referred, .allow, [.referralList, .referralOpen, .referralAnswer], reach: .sent,
            when: .all([.organisation([.referred]), .role(Role.onDuty)])),
        // Danger to life is told at once, to whoever is on duty (NRM, measure 1.4; GDPR art. 6(1)(d), 9(2)(c)).
        Rule(.warned, .allow, [.referralUnmask], reach: .sent, when: .all([.organisation([.warned]), .role(Role.onDuty)])),
        // GDPR art. 7(3), 19: whose access ended has something left to do, and sees nothing else.
        Rule(.obliged, .allow, [.obligationOpen, .obligationAnswer], when: .all([.organisation([.obliged]), .role(Role.caseWork)])),
        // A life in danger (GDPR art. 6(1)(d), 9(2)(c)): anyone who works with persons, any record.
        Rule(.breakGlass, .allow, [.personBreakGlass], when: .role(Role.caseWork)),
        // GDPR art. 17, decided by the one who neither worked with her nor leads those who did.
        Rule(.erasure, .allow, [.personErase], when: protectionOfficer),
        // GDPR art. 39: the officer sees who looked and who can, not what they saw.
        Rule(.dataProtection, .allow, [.personLooks, .personWho], when: protectionOfficer),
    ]

    /// Who takes in signals and says what comes of them. No signal has a worker of its own: the next on duty goes on where the last one ended.
    private static let ofSignals: [Rule] = [
        // A signal comes to whoever picks up the telephone (NRM: any institution or organisation).
        Rule(.signalAdd, .allow, [.signalAdd], when: .role(Role.caseWork)),
        Rule(
            .signalDesk, .allow, [.signalList, .signalOpen, .signalUnmask, .signalChange, .signalDecide, .signalPass, .signalExport],
            when: .all([.organisation([.lead]), .role(Role.caseWork)])),
        // Who was given a signal takes it on: reads it and answers with what came of it.
        Rule(
            .signalPassed, .allow, [.signalList, .signalOpen, .signalUnmask, .signalDecide, .signalExport],
            when: .all([.organisation([.receiving]), .role(Role.caseWork)])),
    ]

    /// Who adds organisations, and posts and users in them.
    private static let ofOrganisations: [Rule] = [
        // The organisation that runs the system manages itself; no other adds organisations.
        Rule(
            .host, .allow, [.organisationAdd], when: .all([.role([.administrator]), .ownOrganisation, .organisation([.manager])])),
        Rule(.staffOwn, .allow, staff, when: .all([.role([.administrator]), .ownOrganisation])),
        // For small organisations that have no administrator.
        Rule(.staffManaged, .allow, staff, when: .all([.role([.administrator]), .organisation([.manager])])),
        // Who gives out work must see to whom; who watches over data must see who can reach them.
        Rule(
            .staffSeen, .allow, [.staffRead],
            when: .all([.role(Role.leading.union([.dataProtectionOfficer])), .ownOrganisation])),
        // One who makes accounts could make one for herself and see what that post sees: another hands over what opens it.
        Rule(
            .staffSecond, .allow, [.staffRelease],
            when: .all([
                .role(Role.leading.union([.dataProtectionOfficer, .administrator])), .any([.ownOrganisation, .organisation([.manager])]),
            ])),
    ]

    /// Who counts, and who says what was done.
    private static let ofPlans: [Rule] = [
        // Counting needs no identity: whoever answers for the figures sees coded facts, never whose they are.
        Rule(.metricReader, .allow, [.metricRead], when: .role([.coordinator, .validator, .analyst])),
        // What is counted is agreed once, by the commission's administration, not by those who are measured.
        Rule(.planKeeper, .allow, [.indicatorBind], when: .role([.coordinator])),
        // The commission's administration and whoever publishes for it make the plans; who carries them out sees what is found in them.
        Rule(.planEditor, .allow, [.planRead, .planKeep], when: .role([.coordinator, .publisher])),
        Rule(.planReader, .allow, [.planRead], when: .role([.localSecretary, .reporter, .validator, .analyst])),
        // Her own institution's, or as coordinator what others sent on paper.
        Rule(.planReporter, .allow, [.indicatorReport], when: .role([.reporter, .coordinator])),
    ]

    /// Who writes down what was done for plans. It names nobody, and what is published of it is published as numbers.
    private static let ofActivities: [Rule] = [
        // Whoever did it, in whatever organisation: NGOs lead a third of the programme.
        Rule(.activityOrganiser, .allow, [.activityList, .activityEvidence, .activityAdd, .activityChange], when: .role(Role.organising)),
        // Who answers for figures opens them to the acts behind.
        Rule(
            .activityReader, .allow, [.activityList, .activityAll, .activityEvidence], when: .role([.coordinator, .validator, .analyst])),
    ]

    /// Who watches those who look.
    private static let ofSupervision: [Rule] = [
        // The auditor, too: where the leading organisation has nobody who may judge, the opener would stay kept from the door.
        Rule(
            .glassReview, .allow, [.glassReview],
            when: .any([
                .all([.organisation([.lead]), .role([.supervisor, .coordinator, .dataProtectionOfficer])]), .role([.auditor]),
            ])),
        // Outside every chain of command: a bought insider's head may be bought, too (threat T1).
        Rule(.ledgerWhole, .allow, [.ledgerRead, .ledgerExport, .alertsRead], when: .role([.auditor])),
        Rule(
            .ledgerOwn, .allow, [.ledgerRead, .ledgerExport, .alertsRead], when: .all([.role([.dataProtectionOfficer]), .ownOrganisation])),
    ]

    /// What goes on between the organisation that sent a referral and the one that took it up.
    private static let goingOn: Set<Act> = [.referralList, .referralOpen, .referralUnmask, .referralReport, .referralEnd]
    private static let staff: Set<Act> = [.staffRead, .staffManage, .staffReview, .keysManage]
    static let involved = Condition.organisation([.lead, .receiving])
    static let isTeam = Condition.all([.role(Role.caseWork), .any([.user([.worker]), .role(Role.leading)])])
    private static let protectionOfficer = Condition.all([.organisation([.lead]), .role([.dataProtectionOfficer])])

    /// Works with her, or answers for those who do, in an organisation that leads or has accepted.
    static let team = Condition.all([involved, isTeam])
    /// The same in the organisation that leads.
    static let leadTeam = Condition.all([.organisation([.lead]), isTeam])
}

extension Act {
    /// By their names, so that no later one is forgotten where an administrator or who is barred must be refused.
    static let ofPersons = Set(allCases.filter { $0.rawValue.hasPrefix("person.") })
    /// Of persons, their consents and referrals, of signals, and of the rows behind figures: nothing that only watches over a machine or over users may come near them.
    static let confidential = ofPersons.union(
        allCases.filter { act in ["signal.", "consent.", "referral.", "obligation.", "metric."].contains { act.rawValue.hasPrefix($0) } })
}

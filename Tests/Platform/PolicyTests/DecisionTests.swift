import Core
import Testing

@testable import Policy

@Suite struct DecisionTests {
    @Test func `what no rule allows is refused by none`() {
        for role in Role.allCases {
            for act in Act.allCases {
                let actor = Cast.actor(role)
                let decision = Cast.decide(actor, act, Cast.record())
                let needsNoRelation: Set<Act> = [
                    .personAdd, .signalAdd, .personBreakGlass, .ledgerRead, .ledgerExport, .alertsRead, .metricRead, .indicatorBind,
                    .planRead, .planKeep,
                    .indicatorReport, .activityList, .activityAll, .activityEvidence, .activityAdd, .activityChange,
                ]
                if !needsNoRelation.contains(act), (role, act) != (.auditor, .glassReview) {
                    #expect(!decision.isAllowed, "\(role) \(act)")
                }
            }
            #expect(!Cast.decide(Cast.actor(), .personOpen, Cast.record(.lead, .worker)).isAllowed)
        }
        #expect(Cast.decide(Cast.actor(.clerk), .personOpen, Cast.record(.lead, .worker)).rule == .noRule)
        #expect(Cast.decide(Cast.actor(.caseWorker), .personOpen, Cast.record(.lead)).rule == .noRule)
    }

    @Test func `an administrator sees no person, whatever else she is`() {
        for role in Role.allCases {
            for act in Act.confidential.union([.glassReview, .ledgerRead]) {
                let actor = Cast.actor(role, .administrator)
                let decision = Cast.decide(actor, act, Cast.record(.lead, .receiving, .worker, .glass, .manager))
                #expect(decision.rule == .administratorSeesNobody, "\(role) \(act)")
                #expect(!Cast.decide(actor, act, nil).isAllowed)
            }
        }
    }

    @Test func `who is barred is refused whatever else she holds`() {
        for role in Role.allCases {
            for act in Act.confidential {
                let everything = Cast.record(.lead, .receiving, .referred, .shelter, .worker, .glass, .barred)
                #expect(!Cast.decide(Cast.actor(role), act, everything).isAllowed, "\(role) \(act)")
            }
        }
        #expect(Cast.decide(Cast.actor(.hotlineOperator), .personBreakGlass, Cast.record(.barred)).rule == .barred)
    }

    @Test func `a fresh code never takes away, and its lack is told only where it alone is lacking`() {
        let objects = [
            Cast.record(.lead, .worker), Cast.record(.lead), Cast.record(.referred), Cast.record(.glass), Cast.record(),
            ObjectFacts(id: Cast.organisation.text, relations: []), nil,
        ]
        for actor in Role.allCases.flatMap({ role in Regime.allCases.map { Cast.actor(role, regime: $0) } }) {
            for act in Act.allCases {
                for object in objects {
                    var context = Cast.context(actor)
                    let with = Policy.decide(actor, act, on: object, in: context)
                    context.hasFreshFactor = false
                    let without = Policy.decide(actor, act, on: object, in: context)
                    #expect(!without.isAllowed || with == without)
                    #expect(!with.needsFreshFactor)
                    #expect(without.needsFreshFactor == (with.isAllowed && !without.isAllowed))
                    if without.needsFreshFactor { #expect(without.rule == .freshFactor && without.mask.isEmpty) }
                }
            }
        }
        let actor = Cast.actor(.caseWorker)
        let asked = Context(now: Cast.now, purpose: .help)
        #expect(Policy.decide(actor, .personUnmask, on: Cast.record(.lead, .worker), in: asked).needsFreshFactor)
        #expect(!Policy.decide(actor, .personUnmask, on: Cast.record(.lead), in: asked).needsFreshFactor)
    }

    @Test func `a purpose is named for every look, and only one of hers`() {
        let record = Cast.record(.lead, .worker)
        func rule(_ actor: Actor, _ purpose: Purpose?) -> RuleID {
            Policy.decide(actor, .personOpen, on: record, in: Context(now: Cast.now, purpose: purpose)).rule
        }
        #expect(rule(Cast.actor(.caseWorker), .help) == .worker)
        #expect(rule(Cast.actor(.caseWorker), nil) == .purpose)
        #expect(rule(Cast.actor(.caseWorker), .investigation) == .purpose)
        #expect(rule(Cast.actor(.caseWorker), .statistics) == .purpose)
        #expect(rule(Cast.actor(.identifyingOfficer, regime: .lawEnforcement), .investigation) == .worker)
        #expect(rule(Cast.actor(.identifyingOfficer, regime: .lawEnforcement), .help) == .purpose)
        #expect(Policy.purposes(of: Cast.actor(.administrator)).isEmpty)
        #expect(Policy.purposes(of: Cast.actor(.analyst)) == [.statistics])
        for role in Role.caseWork {
            for regime in Regime.allCases { #expect(!Policy.purposes(of: Cast.actor(role, regime: regime)).isEmpty, "\(role)") }
        }
    }

    @Test func `the emergency door opens to those who work with persons, once until it is judged`() {
        let actor = Cast.actor(.hotlineOperator)
        var context = Cast.context(actor)
        #expect(Policy.decide(actor, .personBreakGlass, on: Cast.record(), in: context).rule == .breakGlass)
        context.hasUnreviewedGlass = true
        #expect(Policy.decide(actor, .personBreakGlass, on: Cast.record(), in: context).rule == .glassUnreviewed)
        #expect(Policy.decide(actor, .personOpen, on: Cast.record(.glass), in: context).rule == .emergency)
        #expect(!Cast.decide(Cast.actor(.analyst), .personBreakGlass, Cast.record()).isAllowed)
        #expect(Cast.decide(Cast.actor(.supervisor), .glassReview, Cast.record(.lead)).isAllowed)
        #expect(Cast.decide(Cast.actor(.supervisor), .glassReview, Cast.record(.lead, .unreviewedGlass)).rule == .ownGlass)
        #expect(!Cast.decide(Cast.actor(.supervisor), .glassReview, Cast.record(.receiving)).isAllowed)
    }

    @Test func `without an object it is told whether there could be one`() {
        let unasked = Context(now: Cast.now)
        #expect(Policy.decide(Cast.actor(.caseWorker), .personOpen, on: nil, in: unasked).isAllowed)
        #expect(Policy.decide(Cast.actor(.caseWorker), .personUnmask, on: nil, in: unasked).needsFreshFactor)
        #expect(!Policy.decide(Cast.actor(.caseWorker), .personAssign, on: nil, in: unasked).isAllowed)
        #expect(!Policy.decide(Cast.actor(.analyst), .personOpen, on: nil, in: unasked).isAllowed)
        #expect(!Policy.decide(Cast.actor(.administrator), .personList, on: nil, in: unasked).isAllowed)
        #expect(Policy.decide(Cast.actor(.administrator), .staffManage, on: nil, in: unasked).isAllowed)
        #expect(Cast.decide(Cast.actor(.supervisor), .personUnmask, nil).mask.isEmpty)
    }

    @Test func `organisations are managed by their own administrator and by the one set over them`() {
        let administrator = Cast.actor(.administrator)
        let own = ObjectFacts(id: Cast.organisation.text, relations: [])
        let host = ObjectFacts(id: Cast.organisation.text, relations: [Cast.held(.manager)])
        let managed = ObjectFacts(id: Cast.otherOrganisation.text, relations: [Cast.held(.manager)])
        let foreign = ObjectFacts(
            id: Cast.otherOrganisation.text, relations: [HeldRelation(.manager, Cast.otherOrganisation.text)])
        for act in [Act.staffRead, .staffManage, .staffReview, .keysManage] {
            #expect(Cast.decide(administrator, act, own).rule == .staffOwn)
            #expect(Cast.decide(administrator, act, managed).rule == .staffManaged)
            #expect(!Cast.decide(administrator, act, foreign).isAllowed)
        }
        #expect(Cast.decide(administrator, .organisationAdd, host).rule == .host)
        for object in [own, managed, foreign] { #expect(!Cast.decide(administrator, .organisationAdd, object).isAllowed) }
        #expect(Cast.decide(Cast.actor(.supervisor), .staffRead, own).rule == .staffSeen)
        #expect(!Cast.decide(Cast.actor(.supervisor), .staffRead, managed).isAllowed)
    }

    @Test func `the ledger is open to the auditor whole and to the data protection officer as far as it is her organisation's`() {
        let own = ObjectFacts(id: Cast.organisation.text, relations: [])
        let other = ObjectFacts(id: Cast.otherOrganisation.text, relations: [])
        for act in [Act.ledgerRead, .alertsRead] {
            #expect(Cast.decide(Cast.actor(.auditor), act, other).rule == .ledgerWhole)
            #expect(Cast.decide(Cast.actor(.dataProtectionOfficer), act, own).rule == .ledgerOwn)
            #expect(!Cast.decide(Cast.actor(.dataProtectionOfficer), act, other).isAllowed)
            #expect(!Cast.decide(Cast.actor(.caseWorker), act, own).isAllowed)
        }
    }
}

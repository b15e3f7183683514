import Core
import Testing

@testable import Policy

@Suite struct MaskTests {
    private func mask(_ actor: Actor, _ act: Act = .personUnmask, _ relations: Relation...) -> Set<FieldGroup> {
        let record = ObjectFacts(id: "record", relations: relations.map(Cast.held))
        return Cast.decide(actor, act, record).mask
    }

    @Test func `police and prosecution never see counselling, whatever their organisation`() {
        for regime in Regime.allCases {
            for role in Role.allCases {
                let officer = Cast.actor(.identifyingOfficer, role, regime: regime)
                for act in Act.allCases { #expect(!mask(officer, act, .lead, .worker, .shelter).contains(.counselling)) }
            }
        }
        for role in Role.allCases {
            #expect(!mask(Cast.actor(role, regime: .lawEnforcement), .personUnmask, .lead, .worker).contains(.counselling))
        }
        #expect(mask(Cast.actor(.caseWorker), .personUnmask, .lead, .worker).contains(.counselling))
    }

    @Test func `nobody outside law enforcement sees the investigation`() {
        for role in Role.allCases {
            #expect(!mask(Cast.actor(role, .identifyingOfficer), .personUnmask, .lead, .worker, .glass).contains(.investigation))
        }
        let officer = Cast.actor(.identifyingOfficer, regime: .lawEnforcement)
        #expect(mask(officer, .personUnmask, .receiving, .worker).contains(.investigation))
    }

    @Test func `where the shelter is, only the shelter knows`() {
        #expect(!mask(Cast.actor(.supervisor), .personUnmask, .lead, .worker, .glass).contains(.shelterAddress))
        #expect(mask(Cast.actor(.shelterManager), .personUnmask, .receiving, .shelter).contains(.shelterAddress))
        #expect(!mask(Cast.actor(.hotlineOperator), .personUnmask, .receiving, .shelter, .glass).contains(.shelterAddress))
    }

    @Test func `a referral that is not accepted shows what was sent and nothing sealed`() {
        for role in Role.onDuty {
            let opened = Cast.decide(Cast.actor(role), .personOpen, Cast.record(.referred, .worker))
            if opened.isAllowed { #expect(opened.reach == .sent) }
            #expect(mask(Cast.actor(role), .personUnmask, .referred, .worker).isEmpty)
        }
        #expect(Cast.decide(Cast.actor(.supervisor), .personOpen, Cast.record(.referred)).reach == .sent)
        #expect(Cast.decide(Cast.actor(.supervisor), .personOpen, Cast.record(.referred, .receiving)).reach == .record)
    }

    @Test func `where the shelter is and what she was made to do leave the system in no copy`() {
        #expect(mask(Cast.actor(.caseWorker), .personUnmask, .lead, .worker).contains(.offences))
        #expect(!mask(Cast.actor(.caseWorker), .personUnmask, .receiving, .worker).contains(.offences))
        for role in Role.allCases {
            for regime in Regime.allCases {
                let actor = Cast.actor(role, regime: regime)
                #expect(mask(actor, .personExport, .lead, .worker, .shelter).isDisjoint(with: [.offences, .shelterAddress]))
                if regime == .lawEnforcement { #expect(!mask(actor, .personUnmask, .lead, .worker).contains(.offences)) }
            }
        }
    }

    @Test func `an emergency shows what finds her and keeps her alive`() {
        #expect(mask(Cast.actor(.hotlineOperator), .personUnmask, .glass) == [.identity, .contact, .address, .health])
        #expect(mask(Cast.actor(.hotlineOperator), .personExport, .glass).isEmpty)
    }

    @Test func `opening a record shows nothing sealed`() {
        for role in Role.allCases {
            for act in [Act.personList, .personOpen, .personLooks, .personWho] {
                #expect(mask(Cast.actor(role), act, .lead, .worker, .shelter, .glass).isEmpty)
            }
        }
    }
}

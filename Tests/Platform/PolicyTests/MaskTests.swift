import Core
import TestSupport
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
            let opened = Cast.decide(Cast.actor(role), .referralOpen, Cast.record(.referred, .worker))
            #expect(opened.isAllowed && opened.reach == .sent)
            #expect(!Cast.decide(Cast.actor(role), .personOpen, Cast.record(.referred, .worker)).isAllowed)
            for act in Act.allCases { #expect(mask(Cast.actor(role), act, .referred, .worker).isEmpty) }
        }
        #expect(Cast.decide(Cast.actor(.supervisor), .referralOpen, Cast.record(.referred, .receiving)).reach == .record)
    }

    @Test func `whoever is warned of a danger to life sees what keeps her alive, and the record only once it is accepted`() {
        for role in Role.allCases {
            let seen = mask(Cast.actor(role), .referralUnmask, .referred, .warned)
            #expect(seen == (Role.onDuty.contains(role) ? [.identity, .contact, .address, .health] : []))
            #expect(mask(Cast.actor(role), .personUnmask, .referred, .warned).isEmpty)
            #expect(!Cast.decide(Cast.actor(role), .personOpen, Cast.record(.warned, .obliged)).isAllowed)
        }
    }

    @Test func `what was received for some groups shows these and no others, to nobody and for no act`() {
        var generator = SeededGenerator(7)
        for _ in 0..<2_000 {
            let scope = Set(FieldGroup.allCases.filter { _ in Bool.random(using: &generator) })
            let roles = [Role.allCases.randomElement(using: &generator), Role.allCases.randomElement(using: &generator)]
            let actor = Actor(
                user: Cast.user, organisation: Cast.organisation, regime: Bool.random(using: &generator) ? .gdpr : .lawEnforcement,
                roles: Set(roles.compactMap(\.self)))
            let act = Act.allCases.randomElement(using: &generator) ?? .personUnmask
            let whole = Cast.decide(actor, act, Cast.record(.receiving, .worker))
            let limited = Cast.decide(actor, act, Cast.record(.receiving, .worker, of: scope))
            #expect(limited.isAllowed == whole.isAllowed && limited.mask == whole.mask.intersection(scope))
            // Whoever leads, or knows in her own right, is limited by nothing that was received beside it.
            let leads = Cast.decide(actor, act, Cast.record(.lead, .receiving, .worker, of: scope))
            #expect(leads.mask == Cast.decide(actor, act, Cast.record(.lead, .receiving, .worker)).mask)
            let shelter = Cast.decide(actor, act, Cast.record(.receiving, .shelter, .worker, of: scope))
            let sheltered = Cast.decide(actor, act, Cast.record(.receiving, .shelter, .worker)).mask
            #expect(shelter.mask == sheltered.intersection(scope.union([.shelterAddress])))
        }
        let limited = Cast.record(.receiving, .worker, of: [.health])
        #expect(limited.limit(of: Cast.organisation) == [.health] && limited.limit(of: Cast.otherOrganisation) == nil)
        #expect(Cast.record(.lead, .receiving, of: [.health]).limit(of: Cast.organisation) == nil)
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

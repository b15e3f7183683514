import Core
import Policy
import Testing

@Suite struct ExplanationTests {
    @Test func `why can I see this: the rule, the role and the relations it rested on`() {
        let actor = Cast.actor(.caseWorker, .reporter)
        let record = Cast.record(.lead, .worker, .shelter, .unreviewedGlass)
        let explanation = Policy.explain(actor, .personOpen, on: record, in: Cast.context(actor))
        #expect(explanation.decision == Cast.decide(actor, .personOpen, record))
        #expect(explanation.decision.rule == .worker)
        #expect(explanation.grounds.roles == [.caseWorker])
        #expect(explanation.grounds.relations == [Cast.held(.lead), Cast.held(.worker)])
    }

    @Test func `why can I not: the relation that keeps her away`() {
        let actor = Cast.actor(.supervisor)
        let explanation = Policy.explain(actor, .personOpen, on: Cast.record(.lead, .barred), in: Cast.context(actor))
        #expect(explanation.decision.rule == .barred)
        #expect(explanation.grounds.relations == [Cast.held(.barred)])
        let stranger = Policy.explain(actor, .personOpen, on: Cast.record(), in: Cast.context(actor))
        #expect(stranger.decision.rule == .noRule)
        #expect(stranger.grounds.relations.isEmpty && stranger.grounds.roles.isEmpty)
    }

    @Test func `who can see this: everyone the decisions let in, and nobody else`() {
        let record = ObjectFacts(
            id: "record",
            relations: [
                Cast.held(.lead), Cast.held(.worker), HeldRelation(.receiving, Cast.otherOrganisation.text),
                HeldRelation(.barred, Cast.otherUser.text),
            ])
        let worker = Cast.actor(.caseWorker)
        let officer = Actor(user: .new(), organisation: Cast.otherOrganisation, regime: .lawEnforcement, roles: [.supervisor])
        let barred = Actor(user: Cast.otherUser, organisation: Cast.organisation, regime: .gdpr, roles: [.supervisor])
        let colleague = Actor(user: .new(), organisation: Cast.organisation, regime: .gdpr, roles: [.caseWorker])
        let administrator = Actor(user: .new(), organisation: Cast.organisation, regime: .gdpr, roles: [.administrator])
        let viewers = Policy.viewers(of: record, among: [barred, worker, colleague, officer, administrator], at: Cast.now)
        #expect(viewers.map(\.actor) == [worker, officer])
        #expect(viewers.map(\.explanation.decision.rule) == [.worker, .leader])
        #expect(viewers[0].mask.contains(.counselling) && !viewers[0].mask.contains(.investigation))
        #expect(viewers[1].mask.contains(.investigation) && !viewers[1].mask.contains(.counselling))
    }

    @Test func `who can see this: also whoever was told at once because a life is in danger, as far as she was`() {
        let warned = HeldRelation(.warned, Cast.otherOrganisation.text)
        let record = ObjectFacts(
            id: "record", relations: [Cast.held(.lead), HeldRelation(.referred, Cast.otherOrganisation.text), warned],
            scopes: [warned: [.identity, .narrative]])
        let line = Actor(user: .new(), organisation: Cast.otherOrganisation, regime: .gdpr, roles: [.hotlineOperator])
        let clerk = Actor(user: .new(), organisation: Cast.otherOrganisation, regime: .gdpr, roles: [.clerk])
        let viewers = Policy.viewers(of: record, among: [line, clerk], at: Cast.now)
        #expect(viewers.map(\.actor) == [line])
        #expect(viewers.first?.explanation.decision.rule == .warned && viewers.first?.mask == [.identity])
    }
}

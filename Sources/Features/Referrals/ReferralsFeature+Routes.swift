import Policy
public import Web

extension ReferralsFeature {
    /// The addresses of this room. Nothing that says who she is stands in any of them.
    public var routes: [Route] {
        let (list, consent, new) = (
            ReferralListPages(referrals: self), ConsentPages(referrals: self), NewReferralPages(referrals: self)
        )
        let (referral, obligation) = (ReferralPages(referrals: self), ObligationPages(referrals: self))
        return [
            .get("/persons/:person/referrals", for: .allowed(.consentOpen), list.sharing),
            .get("/persons/:person/referrals/new", for: .allowed(.referralSend), new.ask),
            .post(
                "/persons/:person/referrals/new", for: .allowed(.referralSend),
                fields: FormFields(ReferralDraft.single, lists: ReferralDraft.lists), keepsDraft: true, new.go),
            .get("/persons/:person/consents/new", for: .allowed(.consentGive), consent.ask),
            .post(
                "/persons/:person/consents/new", for: .allowed(.consentGive),
                fields: FormFields(ConsentDraft.single, lists: ConsentDraft.lists), keepsDraft: true, consent.give),
            .get("/persons/:person/consents/:consent", for: .allowed(.consentOpen), consent.consent),
            .post(
                "/persons/:person/consents/:consent/withdraw", for: .allowed(.consentWithdraw), fields: ["way", "day"],
                consent.withdraw),
            .post("/persons/:person/consents/:consent/print", for: .allowed(.consentPrint), fields: ["code"], consent.print),
            .get("/consents/blank", for: .allowed(.consentGive), consent.blank),
            .get("/referrals", for: .allowed(.referralList), list.list),
            .get("/referrals/:referral", for: .allowed(.referralOpen), referral.referral),
            .post("/referrals/:referral/unmask", for: .allowed(.referralUnmask), fields: ["code"], referral.unmask),
            .post("/referrals/:referral/answer", for: .allowed(.referralAnswer), fields: ["answer", "reason", "text"], referral.answer),
            .post("/referrals/:referral/reply", for: .allowed(.referralReply), fields: ["text"], referral.reply),
            .post(
                "/referrals/:referral/report", for: .allowed(.referralReport), fields: ["report", "feedback", "day", "text"],
                referral.report),
            .post(
                "/referrals/:referral/accommodation", for: .allowed(.referralReport), fields: ["district", "address", "day"], referral.house
            ),
            .post(
                "/referrals/:referral/standing", for: .allowed(.referralCorrect), fields: ["reason", "code"], referral.correct),
            .post("/referrals/:referral/end", for: .allowed(.referralEnd), fields: ["end", "close"], referral.end),
            .get("/obligations/:obligation", for: .allowed(.obligationOpen), obligation.obligation),
            .post("/obligations/:obligation/answer", for: .allowed(.obligationAnswer), fields: ["answer", "law"], obligation.answer),
        ]
    }
}

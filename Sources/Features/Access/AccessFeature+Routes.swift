import Policy
public import Web

extension AccessFeature {
    /// The addresses of this room.
    public var routes: [Route] {
        signInRoutes + accountRoutes + staffRoutes + (isDemo ? demoRoutes : [])
    }

    private var demoRoutes: [Route] {
        let demo = DemoPages(access: self)
        return [
            .get("/demo", for: .everyone, cached: false, demo.users),
            .post("/demo", for: .everyone, fields: ["user"], demo.fill),
        ]
    }

    /// Where signed-in users find this room.
    public static let navigation: [Navigation.Item] = [
        Navigation.Item("/staff", word: "nav_staff", section: "staff", act: .staffRead),
        Navigation.Item("/staff/codes", word: "nav_codes", section: "codes", act: .staffRelease),
        Navigation.Item("/organisations", word: "nav_organisations", section: "organisations", act: .organisationAdd),
        Navigation.Item("/keys", word: "nav_keys", section: "keys", act: .keysManage),
    ]

    private var signInRoutes: [Route] {
        let signIn = SignInPages(access: self)
        return [
            .get("/sign-in", for: .everyone, cached: false, signIn.signIn),
            .post("/sign-in", for: .everyone, fields: ["login", "password", "code", "next"], signIn.signedIn),
            .post("/sign-in/key", for: .everyone, fields: ["key", "next"], signIn.signedInByKey),
            .post("/challenge", for: .everyone, fields: [], SecurityKeyPages(access: self).question),
            .get("/activate", for: .everyone, cached: false, signIn.activate),
            .post("/activate", for: .everyone, fields: ["login", "code", "new-password"], signIn.activated),
            .get("/enrol", for: .inSession, signIn.enrol),
            .post("/enrol", for: .inSession, fields: ["code"], signIn.enrolled),
            .post("/sign-out", for: .inSession, fields: [], signIn.signedOut),
            .get("/session/ended", for: .everyone, cached: false, signIn.ended),
        ]
    }

    private var accountRoutes: [Route] {
        let account = AccountPages(access: self)
        let keys = SecurityKeyPages(access: self)
        return [
            .get("/account", for: .ownAccount, account.account),
            .post("/account/post", for: .ownAccount, fields: ["post"], account.actAs),
            .post("/account/sessions/end", for: .ownAccount, fields: ["session"], account.endSession),
            .post("/account/sessions/end-others", for: .ownAccount, fields: [], account.endOthers),
            .get("/account/password", for: .ownAccount, account.password),
            .post("/account/password", for: .ownAccount, fields: ["password", "new-password", "code"], account.changePassword),
            .get("/account/recovery", for: .ownAccount, account.recovery),
            .post("/account/recovery", for: .ownAccount, fields: ["code"], account.newCodes),
            .get("/account/keys", for: .ownAccount, keys.keys),
            .post("/account/keys", for: .ownAccount, fields: ["key-name", "key", "code"], keys.add),
            .post("/account/keys/remove", for: .ownAccount, fields: ["key", "code"], keys.remove),
            .post("/session/stay", for: .inSession, fields: [], account.stay),
        ]
    }

    private var staffRoutes: [Route] {
        let staff = StaffPages(access: self)
        let organisations = OrganisationPages(access: self)
        let keys = KeyPages(access: self)
        let codes = CodePages(access: self)
        return [
            .get("/staff", for: .allowed(.staffRead), staff.staff),
            .get("/staff/new", for: .allowed(.staffManage), staff.new),
            .post(
                "/staff/new", for: .allowed(.staffManage), fields: FormFields(["organisation", "name", "login", "post"], lists: ["role"]),
                keepsDraft: true, staff.add),
            .get("/staff/codes", for: .allowed(.staffRelease), codes.codes),
            .post("/staff/codes/:request", for: .allowed(.staffRelease), fields: ["answer", "code"], codes.answer),
            .get("/staff/:user", for: .allowed(.staffRead), staff.user),
            .post("/staff/:user/reset", for: .allowed(.staffManage), fields: [], staff.reset),
            .post("/staff/:user/disable", for: .allowed(.staffManage), fields: ["reason"], staff.disable),
            .post("/staff/:user/enable", for: .allowed(.staffManage), fields: [], staff.enable),
            .post("/staff/:user/confirm", for: .allowed(.staffReview), fields: ["post"], staff.confirm),
            .post("/staff/:user/hand-over", for: .allowed(.staffManage), fields: ["colleague"], staff.handWorkOver),
            .post(
                "/staff/:user/posts", for: .allowed(.staffManage), fields: FormFields(["post"], lists: ["role"]), staff.addPost),
            .post("/staff/:user/posts/end", for: .allowed(.staffManage), fields: ["post"], staff.endPost),
            .get("/keys", for: .allowed(.keysManage), keys.keys),
            .post("/keys", for: .allowed(.keysManage), fields: ["organisation", "code"], keys.replace),
            .get("/organisations", for: .allowed(.organisationAdd), organisations.list),
            .get("/organisations/new", for: .allowed(.organisationAdd), organisations.new),
            .post(
                "/organisations/new", for: .allowed(.organisationAdd), fields: ["institution", "name", "regime"], keepsDraft: true,
                organisations.add),
        ]
    }
}

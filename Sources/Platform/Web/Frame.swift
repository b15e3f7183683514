import Core

/// What the frame of every page needs.
struct Frame: Encodable {
    let title: String
    let lang: String
    let home: String
    let plans: String
    let institutions: String
    let search: String
    let about: String
    let accessibility: String
    let data: String
    let events: String
    let hasEvents: Bool
    let inPlans: Bool
    let inInstitutions: Bool
    let inSearch: Bool
    let isEnglish: Bool
    let bulgarian: String
    let english: String
    let style: String
    let script: String
    let icon: String
    let query: String
    let printed: String
    let form: String
    let isSignedIn: Bool
    let hasKey: Bool
    let mayComeIn: Bool
    let isDemo: Bool
    let demo: String
    let links: [Link]
    let visitor: String
    let organisation: String
    let account: String
    let signIn: String
    let signOut: String
    let inAccount: Bool
    let stay: String
    let ended: String
    let hasDraft: Bool
    let draftSaved: String
    let ownAddress: String
    let idleSeconds: Int
    let hasForm: Bool

    /// An entry of the navigation.
    struct Link: Encodable {
        let href: String
        let text: String
        let isCurrent: Bool
    }

    init(_ request: WebRequest, _ words: Words, _ assets: Assets, _ navigation: Navigation, title: String, section: String, hasForm: Bool) {
        self.hasForm = hasForm
        form = request.formToken
        isSignedIn = request.visitor != nil
        hasKey = request.visitor?.hasKey ?? false
        mayComeIn = navigation.hasSignIn && request.visitor == nil
        isDemo = navigation.isDemo
        demo = request.link("/demo")
        links = navigation.items(for: request.visitor).map {
            Link(href: request.link($0.path), text: words($0.word), isCurrent: $0.section == section)
        }
        visitor = request.visitor?.name ?? ""
        organisation = request.visitor?.organisation ?? ""
        account = request.link("/account")
        signIn = request.link("/sign-in")
        signOut = request.link("/sign-out")
        inAccount = section == "account"
        stay = request.link("/session/stay")
        ended = request.link("/session/ended")
        hasDraft = request.draftSavedAt != nil
        draftSaved = request.draftSavedAt.map { words("draft_restored", ["time": Format(request.language).moment($0)]) } ?? ""
        ownAddress = request.link(in: request.language)
        idleSeconds = Navigation.idleSeconds
        self.title = title == words("service") ? title : "\(title) – \(words("service"))"
        lang = request.language.rawValue
        home = request.link("/")
        plans = request.link("/")
        institutions = request.link("/institutions")
        search = request.link("/search")
        about = request.link("/about")
        accessibility = request.link("/accessibility")
        data = request.link("/data")
        events = request.link("/events")
        // Acts are written down by those who sign in.
        hasEvents = navigation.hasSignIn
        inPlans = section == "plans"
        inInstitutions = section == "institutions"
        inSearch = section == "search"
        isEnglish = request.language == .en
        bulgarian = request.link(in: .bg)
        english = request.link(in: .en)
        style = assets.path("zakrila.css")
        script = assets.path("zakrila.js")
        icon = assets.path("favicon.svg")
        query = request.path == "/search" ? request.typed["q"] ?? "" : ""
        printed = words("printed", ["day": Format(request.language).day(request.today)])
    }
}

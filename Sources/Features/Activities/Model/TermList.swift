/// A closed list of terms that a field of an act may have (класификация). The words of a code are `act_term.<name>.<code>`.
struct TermList: Sendable, Hashable {
    let name: String
    let codes: [String]

    /// The beginning of its words.
    var words: String { "act_term.\(name)." }
}

extension TermList {
    /// Form of a training (форма на обучението).
    static let trainingForm = TermList(name: "training-form", codes: ["seminar", "course", "on-the-job", "study-visit", "online"])
    /// What somebody does for a living, as plans ask for it (професия).
    static let profession = TermList(
        name: "profession",
        codes: [
            "judge", "prosecutor", "investigator", "investigating-officer", "police", "border-police", "migration-officer", "guard",
            "labour-inspector", "labour-adviser", "consul", "official", "child-protection", "social-worker", "reception-worker",
            "registrar", "mkbppmn", "teacher", "psychologist", "health-mediator", "roma-mediator", "pastor", "adviser-abroad",
            "hotline-operator", "volunteer", "conductor", "driver", "airport-staff", "medic", "ngo-worker", "local-secretary", "dans",
            "journalist", "lawyer", "other",
        ])
    static let sex = TermList(name: "sex", codes: ["woman", "man"])
    /// To whom something is addressed (целева група).
    static let audience = TermList(
        name: "audience",
        codes: [
            "kindergarten", "pupils", "students", "youth-homes", "youth", "parents", "job-seekers", "roma", "reception",
            "third-country-women",
            "third-country-workers", "citizens-abroad", "uninsured", "travellers", "public",
        ])
    static let topic = TermList(
        name: "topic",
        codes: [
            "trafficking", "sexual-exploitation", "labour-exploitation", "child-trafficking", "online-safety", "identification", "referral",
            "support", "investigation", "compensation", "asylum", "migration", "return", "integration", "statistics", "other",
        ])
    static let placeKind = TermList(
        name: "place-kind",
        codes: [
            "school", "university", "youth-home", "labour-office", "labour-fair", "reception-centre", "community", "airport", "bus-station",
            "border", "market", "embassy", "workplace", "online", "other",
        ])
    static let occasion = TermList(name: "occasion", codes: ["marathon", "july-30", "october-18", "walk-for-freedom"])
    static let campaignChannel = TermList(name: "channel", codes: ["present", "paper", "online", "social", "mass-media"])
    static let distributionChannel = TermList(
        name: "distribution",
        codes: [
            "asp-office", "rzi", "consular-box", "embassy-site", "school", "labour-fair", "labour-office", "reception-centre", "airport",
            "street", "event", "partner", "other",
        ])
    static let materialKind = TermList(name: "material", codes: ["flyer", "brochure", "poster", "film", "gadget", "electronic", "other"])
    static let language = TermList(
        name: "language", codes: ["bg", "en", "de", "fr", "es", "it", "nl", "el", "ro", "tr", "ru", "uk", "ar", "fa", "ps", "rom", "other"])
    /// How heads were counted (начин на преброяване).
    static let method = TermList(name: "method", codes: ["list", "count", "estimate"])
    static let eventKind = TermList(
        name: "event",
        codes: ["opening", "march", "exhibition", "film", "fair", "capacity", "press", "performance", "competition", "other"])
    static let mediaKind = TermList(
        name: "media", codes: ["announcement", "press-release", "publication", "report", "interview", "broadcast"])
    static let ownership = TermList(name: "ownership", codes: ["own", "earned"])
    static let advertKind = TermList(
        name: "advert", codes: ["banner", "branding", "billboard", "city-light", "audio-spot", "video-spot", "online", "paid-publication"])
    static let reachChannel = TermList(name: "reach", codes: ["online", "social", "mass-media", "site"])
    static let meetingKind = TermList(
        name: "meeting",
        codes: ["national", "expert", "conference", "coordination", "bilateral", "consular", "session", "mixed-commission", "other"])
    static let level = TermList(name: "level", codes: ["expert", "head"])
    static let format = TermList(
        name: "format",
        codes: [
            "inter-ministerial", "working-group", "council-body", "commission", "crisis-network", "emn", "euaa", "frontex", "empact",
            "colep",
            "budapest-process", "prague-process", "videoconference", "osce", "un", "council-of-europe", "labour-fair", "operation",
            "initiative", "other",
        ])
    static let documentKind = TermList(
        name: "document",
        codes: [
            "opinion", "position", "analysis", "trend-analysis", "information", "contribution", "memo", "mission-report", "letter",
            "methodology", "rules", "plan", "strategy", "specification", "toolkit", "teaching-aid", "proposal", "report", "other",
        ])
    static let requestChannel = TermList(
        name: "request", codes: ["imi", "emn", "consular", "social-service", "embassy", "liaison", "other"])
    static let inspectionKind = TermList(name: "inspection", codes: ["planned", "surprise", "monthly", "monitoring"])
    static let inspectionObject = TermList(
        name: "object",
        codes: ["social-service", "reception-centre", "detention-home", "border-room", "employer", "address", "border", "other"])
    static let agreementKind = TermList(
        name: "agreement",
        codes: ["readmission", "labour-migration", "social-security", "programme", "memorandum", "mechanism", "protocol", "other"])
    static let law = TermList(
        name: "law",
        codes: [
            "criminal-code", "criminal-procedure", "trafficking", "asylum", "foreigners", "labour-migration", "child-protection", "by-law",
            "internal-rules", "other",
        ])
    static let contractKind = TermList(name: "contract", codes: ["grant", "service", "supply", "works", "research"])
    static let projectRole = TermList(name: "project-role", codes: ["lead", "partner"])
    static let source = TermList(name: "source", codes: ["platform", "outlet", "ministry", "owner", "list"])
    static let answer = TermList(name: "answer", codes: ["yes", "no"])
}

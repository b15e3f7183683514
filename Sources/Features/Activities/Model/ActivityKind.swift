/// What sort of work an act is (вид дейност). One declaration makes its form, its page, its states and what is missing from it.
enum ActivityKind: String, CaseIterable, Sendable, Codable {
    /// Обучение, семинар, курс, учебно посещение.
    case training
    /// Учебен модул или програма, приета за употреба.
    case module
    /// Информационна среща, беседа, училищна програма.
    case session
    /// Кампания.
    case campaign
    /// Публично събитие.
    case event
    /// Издадени материали.
    case production
    /// Раздадени материали.
    case distribution
    /// Медийна изява.
    case media
    /// Реклама.
    case advert
    /// Достигнати хора по данни на платформа.
    case reach
    /// Проверка на терен от смесен екип.
    case screening
    /// Работна среща, заседание, конференция.
    case meeting
    /// Участие в чужд формат.
    case participation
    /// Изготвен документ.
    case document
    /// Получено запитване.
    case requestReceived = "request-received"
    /// Изпратено запитване.
    case requestSent = "request-sent"
    /// Консултация с чужда социална служба.
    case consultation
    /// Проверка, мониторинг.
    case inspection
    /// Споразумение.
    case agreement
    /// Кръг преговори.
    case negotiation
    /// Нормативен акт.
    case legislation
    /// Изпълнение на повтарящо се задължение.
    case occurrence
    /// Договор.
    case contract
    /// Проект.
    case project
    /// Удостоверени стандарти за грижа за екипа.
    case attestation
    /// Групова програма.
    case programme
    /// Обхванати деца по данни на министерство.
    case enrolment
    /// Посещения на сайт.
    case visits
}

extension ActivityKind {
    /// How an act of this kind stands in time.
    enum Span: Sendable {
        /// On one day.
        case day
        /// On one day, or from one to another.
        case days
        /// From a day on, perhaps until another: in force, under way.
        case open
    }

    /// Whether and how heads are counted.
    enum Heads: Sendable {
        case none
        /// One number with its method.
        case count
        /// By profession and sex.
        case list
    }

    var span: Span {
        switch self {
        case .training, .campaign, .advert, .reach, .programme, .enrolment, .visits, .participation, .meeting, .event: .days
        case .contract, .project, .attestation: .open
        default: .day
        }
    }

    var heads: Heads {
        switch self {
        case .training: .list
        case .session, .event, .meeting, .programme: .count
        default: .none
        }
    }

    /// What it goes through after it was begun (етапи), in their usual order; each is reached on a day of its own.
    var stages: [ActivityStage] {
        switch self {
        case .agreement: [.draft, .signed, .inForce]
        case .legislation: [.proposal, .draft, .coordinated, .consultation, .ministers, .parliament, .gazette]
        case .requestReceived: [.answered]
        case .requestSent: [.answerReceived]
        case .participation: [.reportDelivered]
        case .project: [.reported]
        default: []
        }
    }

    /// Whether something may be left to do afterwards: decisions of a meeting, prescriptions of an inspection.
    var task: ActivityTask.Kind? {
        switch self {
        case .meeting, .participation: .decision
        case .inspection: .prescription
        default: nil
        }
    }

    /// Its own fields in the order of the form.
    var fields: [ActivityField] {
        switch self {
        case .training:
            [
                .one("training-form", .trainingForm, isNeeded: true), .topic, .amount("hours"), .amount("certificates"),
                .amount("feedback"),
                .amount("score-before"), .amount("score-after"), .one("recruits", .answer),
            ]
        case .module: [.topic, .several("learners", .profession)]
        case .session: [.audience, .one("place-kind", .placeKind), .topic, .one("mediator", .answer), .method]
        case .campaign: [.one("occasion", .occasion), .topic, .several("campaign-channel", .campaignChannel), .audience]
        case .event: [.one("event", .eventKind, isNeeded: true), .campaign, .audience, .method]
        case .production: [.one("material-kind", .materialKind, isNeeded: true), .amount("copies", isNeeded: true), .language, .campaign]
        case .distribution:
            [
                .material, .amount("copies", isNeeded: true), .one("distribution", .distributionChannel, isNeeded: true), .language,
                .audience, .campaign,
            ]
        case .media: [.one("media", .mediaKind, isNeeded: true), .one("ownership", .ownership), .campaign]
        case .advert:
            [
                .one("advert", .advertKind, isNeeded: true), .campaign, .amount("surfaces"), .amount("spots"), .amount("formats"),
                .amount("outlets"), .amount("rotations"), .amount("impressions"), .one("source", .source),
            ]
        case .reach: [.one("reach", .reachChannel, isNeeded: true), .amount("reached", isNeeded: true), .source, .campaign, .audience]
        case .screening:
            [
                .one("place-kind", .placeKind, isNeeded: true), .amount("hours"), .amount("spoken", isNeeded: true),
                .amount("with-signs", isNeeded: true), .amount("to-signal"),
            ]
        case .meeting:
            [
                .one("meeting", .meetingKind, isNeeded: true), .one("level", .level), .topic, .isOnline, .partner,
                .method,
            ]
        case .participation: [.one("format", .format, isNeeded: true), .one("level", .level), .topic, .isOnline, .partner]
        case .document: [.one("document", .documentKind, isNeeded: true), .addressee, .topic, .language]
        case .requestReceived: [.one("request", .requestChannel, isNeeded: true), .partner, .topic]
        case .requestSent: [.one("request", .requestChannel, isNeeded: true), .partner, .topic, .one("usable", .answer)]
        case .consultation: [.partner, .topic, .isOnline]
        case .inspection:
            [
                .one("inspection", .inspectionKind, isNeeded: true), .one("object", .inspectionObject, isNeeded: true),
                .one("children", .answer),
            ]
        case .agreement: [.one("agreement", .agreementKind, isNeeded: true), .partner, .addressee]
        case .negotiation: [.one("agreement", .agreementKind), .partner]
        case .legislation: [.one("law", .law, isNeeded: true)]
        case .occurrence: [.topic]
        case .contract: [.one("contract", .contractKind)]
        case .project: [.one("project-role", .projectRole)]
        case .attestation: []
        case .programme: [.audience, .one("place-kind", .placeKind), .topic, .method]
        case .enrolment: [.amount("enrolled", isNeeded: true), .source]
        case .visits: [.amount("visits"), .amount("users"), .amount("new-users"), .source]
        }
    }

    /// Kinds that people look for together, as the page of choosing one shows them.
    enum Group: String, CaseIterable, Sendable {
        case people
        case campaigns
        case bodies
        case papers
        case field
        case running

        var kinds: [ActivityKind] {
            switch self {
            case .people: [.training, .session, .event, .programme, .module]
            case .campaigns: [.campaign, .production, .distribution, .media, .advert, .reach, .visits]
            case .bodies: [.meeting, .participation, .consultation, .requestReceived, .requestSent]
            case .papers: [.document, .agreement, .negotiation, .legislation]
            case .field: [.screening, .inspection, .enrolment]
            case .running: [.occurrence, .project, .contract, .attestation]
            }
        }
    }
}

/// A stage that an act reaches on a day of its own (етап). Its words are `act_stage.<code>`.
enum ActivityStage: String, CaseIterable, Sendable {
    case proposal
    case draft
    case coordinated
    case consultation
    case ministers
    case parliament
    case gazette
    case signed
    case inForce = "in-force"
    case answered
    case answerReceived = "answer-received"
    case reportDelivered = "report-delivered"
    case reported
}

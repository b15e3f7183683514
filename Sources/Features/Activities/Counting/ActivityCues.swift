import Counting

/// By which words of plans the metrics of this room are recognised, by the name of the metric.
///
/// What is proposed must be right: an indicator that asks for what no act answers gets nothing. A filter stands only where the plan says it.
enum ActivityCues {
    static let all: [String: [MetricCue]] =
        ofPeople.merging(ofMaterials) { first, _ in first }.merging(ofBodies) { first, _ in first }
        .merging(ofPapers) { first, _ in first }.merging(ofField) { first, _ in first }

    // MARK: Terms

    private static let professions: [MetricTerm] = [
        .init("profession", ["judge"], "съди|магистрат"), .init("profession", ["prosecutor"], "прокурор|магистрат"),
        .init("profession", ["investigator"], "следовател|магистрат"),
        .init("profession", ["investigator", "investigating-officer"], "разследвач|разследващи. прокурори|разследващи. съдии"),
        .init("profession", ["investigating-officer"], "разследващи полицаи"), .init("profession", ["police"], "полицейски служител"),
        .init("profession", ["border-police"], "гранични служители|гранични полицаи"),
        .init("profession", ["migration-officer"], "дирекция миграция|дм."),
        .init("profession", ["consul"], "дипломатическ|консулите|консулски служители"),
        .init("profession", ["official"], "администрацията"),
        .init("profession", ["social-worker"], "социални работници"), .init("profession", ["mkbppmn"], "служители на мкбппмн"),
        .init("profession", ["teacher"], "педаго|учители"), .init("profession", ["psychologist"], "психолози"),
        .init("profession", ["roma-mediator"], "ромски медиатори"), .init("profession", ["health-mediator"], "здравни медиатори"),
        .init("profession", ["hotline-operator"], "оператори.|горещата телефонна линия|гореща телефонна линия"),
        .init("profession", ["volunteer"], "доброволци"), .init("profession", ["conductor"], "кондуктори|бдж кондуктори"),
        .init("profession", ["driver"], "шофьори|автобусни шофьори"), .init("profession", ["medic"], "медицински специалисти|медиците"),
        .init("profession", ["labour-inspector"], "трудови инспектори"), .init("profession", ["journalist"], "журналист"),
        .init("profession", ["lawyer"], "адвокат"),
    ]

    private static let audiences: [MetricTerm] = [
        .init("audience", ["kindergarten"], "детски градини|деца ученици и студенти"), .init("audience", ["pupils"], "ученици|училища"),
        .init("audience", ["students"], "студенти|висши учебни"), .init("audience", ["youth-homes"], "цнст"),
        .init("audience", ["reception"], "бежан"), .init("audience", ["roma"], "ромски|ромските"),
        .init("audience", ["third-country-women"], "жени и момичета от трети|момичета и жени от трети"),
    ]

    private static let materialKinds: [MetricTerm] = [
        .init("material-kind", ["flyer"], "флаер|листовк"), .init("material-kind", ["brochure"], "брошур"),
        .init("material-kind", ["poster"], "плакат"),
    ]

    // MARK: People

    private static let ofPeople: [String: [MetricCue]] = [
        "trainings.held": [
            MetricCue(["обучения|обучителни семинари|семинари|обучителни сесии"], without: ["анализ"]),
            MetricCue(["събития"], around: ["обучителен семинар|семинар за"]),
        ],
        "trainings.participants": [
            MetricCue(["обучени.|обучените"], without: ["обучени деца"], terms: professions),
            MetricCue(["участници"], around: ["обучителни сесии|обучение на|обученията|общи обучения"], terms: professions),
            MetricCue(["обучени."], around: ["българоговорящи|говорещи български"], filters: ["profession": ["adviser-abroad"]]),
            MetricCue(["обучени."], around: ["рпц"], filters: ["profession": ["reception-worker", "registrar"]]),
            MetricCue(
                ["обучени."], around: ["дирекции социално подпомагане|обучения за дсп"], filters: ["profession": ["child-protection"]]),
            MetricCue(["обучени."], around: ["випуск медиатори"], filters: ["profession": ["health-mediator", "roma-mediator"]]),
        ],
        "modules.completed": [MetricCue(["модул"], without: ["на терен"])],
        "events.held": [
            MetricCue(
                ["събитие|събития"], without: ["анонс", "достигн", "материали"],
                terms: [.init("event", ["capacity"], "повишаване на капацитета|административния капацитет")]),
            MetricCue(["проведен маратон|маратон."]),
        ],
        "events.participants": [MetricCue(["участници"], around: ["поход"], filters: ["event": ["march"]])],
        "sessions.held": [
            MetricCue(["сесии|лекции|беседи"], without: ["обучителни", "участници"], terms: audiences),
            MetricCue(["сесии", "рисковите групи|рискови групи"]),
            MetricCue(["проведени програми"], terms: audiences),
            MetricCue(["проведени."], around: ["превенционни сесии"], terms: audiences),
            MetricCue(["събития"], around: ["информационни сесии|информационни срещи и модули"]),
            MetricCue(["информационни мероприятия"]),
            MetricCue(["проведени срещи"], around: ["информационни срещи в центровете"], filters: ["audience": ["reception"]]),
        ],
        "sessions.participants": [
            MetricCue(["обучени ученици|обхванати ученици|достигнати ученици"], terms: audiences, weight: 10),
            MetricCue(["участвали в срещите|участници в срещите|участници в сесиите"], weight: 10),
            MetricCue(
                ["обучени."],
                around: ["превенционни сесии|сесии за превенция|програми за силно уязвими|специални занятия|информационна сесия"],
                terms: audiences),
            MetricCue(["достигн"], around: ["пастори"], terms: audiences),
        ],
        "people.reached": [
            MetricCue(["достигн"]), MetricCue(["достигн"], around: ["социалните мрежи"], filters: ["way": ["online"]]),
        ],
        "groups.completed": [
            MetricCue(
                ["жени", "умения"],
                terms: [.init("audience", ["third-country-women"], "жени и момичета от трети|момичета и жени от трети")])
        ],
    ]

    // MARK: Campaigns and materials

    private static let ofMaterials: [String: [MetricCue]] = [
        "campaigns.run": [
            MetricCue(["кампани"], without: ["достигн", "материал"], terms: [.init("campaign-channel", ["social"], "социалните мрежи")])
        ],
        "materials.produced": [
            MetricCue(
                ["изработен|отпечатан|създаден", "материал|брошур|флаер"], without: ["разпростран|раздад|раздаван"], terms: materialKinds),
            MetricCue(["информационни материали", "флаери|брошури"], without: ["разпростран|раздад|раздаван"], terms: materialKinds),
        ],
        "materials.distributed": [
            MetricCue(
                ["разпростран|раздад|раздаван", "материал|брошур|флаер"], without: ["публикации", "събития"],
                terms: [.init("distribution", ["asp-office"], "поделения на асп|поделенията на асп")]),
            MetricCue(["материали", "посолства"], filters: ["distribution": ["embassy-site", "consular-box"]], weight: 5),
        ],
        "media.items": [
            MetricCue(["анонс"], filters: ["media": ["announcement"]]),
            MetricCue(["прессъобщ|съобщение за пресата|съобщения за пресата"], filters: ["media": ["press-release"]]),
            MetricCue(["публикации", "репортажи"], filters: ["media": ["publication", "report"]]),
        ],
        "ads.placed": [
            MetricCue(["банери", "брандинг|брандиране"], filters: ["advert": ["banner", "branding"]]),
            MetricCue(["билбордове", "сити лайт|ситилайт"], filters: ["advert": ["billboard", "city-light"]]),
        ],
        "ads.spots": [MetricCue(["спот"], without: ["ротаци"], terms: [.init("advert", ["audio-spot"], "аудио|звуков")])],
        "ads.rotations": [MetricCue(["ротаци"], terms: [.init("advert", ["audio-spot"], "аудио")])],
        "ads.formats": [MetricCue(["онлайн реклама", "размер"])],
        "ads.outlets": [MetricCue(["онлайн издания"])],
        "ads.impressions": [MetricCue(["импреси"])],
        "site.visitors": [MetricCue(["уникални посещения"])],
        "site.users": [
            MetricCue(["общо потребители|потребители общо"], unit: "user"), MetricCue(["нови потребители"], unit: "new-user"),
        ],
    ]

    // MARK: Bodies

    private static let ofBodies: [String: [MetricCue]] = [
        "meetings.held": [
            MetricCue(["проведени срещи|работни срещи"], without: ["запитван", "участия"]),
            MetricCue(["работни срещи с консулските"], filters: ["meeting": ["consular"]], weight: 5),
            MetricCue(["национална работна среща"], filters: ["meeting": ["national"]]),
            MetricCue(["експертни работни срещи"], filters: ["meeting": ["expert"]], weight: 5),
            MetricCue(["конференци"], filters: ["meeting": ["conference"]]),
            MetricCue(
                ["проведени срещи"], around: ["координационния механизъм"], filters: ["meeting": ["coordination"]]),
        ],
        "participations.made": [
            MetricCue(["участия", "други формати"], without: ["становища"], weight: 5),
            MetricCue(["участия в междуведомствени работни групи"], filters: ["format": ["inter-ministerial", "working-group"]]),
            MetricCue(["участия в проведени срещи"]), MetricCue(["участие", "трудови борси"], filters: ["format": ["labour-fair"]]),
            MetricCue(["дни за действие"], filters: ["format": ["empact"]]),
            MetricCue(["участия", "съвета"], without: ["анализ"], filters: ["format": ["council-body"]]),
            MetricCue(["участия в срещи", "аесу"], filters: ["format": ["euaa"]]),
            MetricCue(["участие"], around: ["инициативата colep"], filters: ["format": ["colep"]]),
            MetricCue(["участие"], around: ["parim"]),
            MetricCue(["участие"], around: ["будапещенския процес"], filters: ["format": ["budapest-process"]]),
            MetricCue(["срещи и заседания"], around: ["мрежата на ес"], filters: ["format": ["crisis-network"]]),
            MetricCue(["видеоконференци"], filters: ["format": ["videoconference"]]),
        ],
        "consultations.foreign": [MetricCue(["консултации"], around: ["чуждестранни социални|чужди социални"])],
        "requests.processed": [MetricCue(["обработени заявки"], terms: [.init("request", ["imi"], "исвп")])],
    ]

    // MARK: Papers

    private static let ofPapers: [String: [MetricCue]] = [
        "documents.made": [
            MetricCue(["становища и документи"]),
            MetricCue(["становища и позиции"], without: ["анализ"], filters: ["document": ["opinion", "position"]]),
            MetricCue(["писма"], filters: ["document": ["letter"]]),
            MetricCue(
                ["разработен анализ|изготвени анализи|изготвен анализ"], without: ["тенденция|тендеция"],
                filters: ["document": ["analysis", "trend-analysis"]]),
            MetricCue(["доклад.|доклади"], without: ["участия", "принос", "анализ"], filters: ["document": ["report"]]),
            MetricCue(["принос", "доклади"], filters: ["document": ["contribution"]]),
            MetricCue(["изготвени информации|подготвени информации"], filters: ["document": ["information"]]),
            MetricCue(["докладни записки"], filters: ["document": ["memo"]]),
            MetricCue(["помагал"], without: ["а2|a2"], filters: ["document": ["teaching-aid"]]),
            MetricCue(["спецификаци"], filters: ["document": ["specification"]]),
            MetricCue(["разработена методология"], filters: ["document": ["methodology"]]),
            MetricCue(["изготвени предложения"], filters: ["document": ["proposal"]]),
            MetricCue(["инструментариум|наръчник"], filters: ["document": ["toolkit"]]),
            MetricCue(["вътрешни правила"], filters: ["document": ["rules"]]),
            MetricCue(["национален план"], filters: ["document": ["plan"]]),
        ],
        "agreements.concluded": [
            MetricCue(["спогодба"], around: ["преговори за сключване|преговори с трети"], filters: ["agreement": ["labour-migration"]]),
            MetricCue(
                ["сключени споразумения"], without: ["срещи"], around: ["обратно приемане|реадмисия"],
                filters: ["agreement": ["readmission"]]),
            MetricCue(["сключени спогодби"], filters: ["agreement": ["labour-migration", "social-security"]]),
            MetricCue(["подписан", "координационен механизъм"], filters: ["agreement": ["mechanism"]]),
        ],
        "agreements.drafted": [MetricCue(["изготвени проекти на споразумения"])],
        "legislation.advanced": [
            MetricCue(
                ["изменени нк и нпк"], unit: "law", filters: ["law": ["criminal-code", "criminal-procedure"], "stage": ["gazette"]]),
            MetricCue(
                ["изготвен закон|подготвени изменения", "трудовата миграция"], unit: "law",
                filters: ["law": ["labour-migration", "foreigners"], "stage": ["draft"]]),
            MetricCue(
                ["проект за", "закона за убежището|зуб."], unit: "law", filters: ["law": ["asylum"], "stage": ["draft"]]),
            MetricCue(
                ["приети", "закон за убежището|зуб."], unit: "law", filters: ["law": ["asylum"], "stage": ["gazette"]]),
            MetricCue(
                ["изготвени предложения за"], around: ["нормативн|подзаконови"], unit: "law", filters: ["stage": ["proposal"]]),
        ],
    ]

    // MARK: In the field, and what goes on

    private static let ofField: [String: [MetricCue]] = [
        "screenings.held": [MetricCue(["скрийнинг"], terms: [.init("place-kind", ["airport"], "летищ")])],
        "inspections.made": [
            MetricCue(
                ["проверки"], without: ["справки", "за контрол"],
                terms: [
                    .init("object", ["social-service"], "социалните услуги"),
                    .init("object", ["reception-centre"], "рпц|центрове на даб|център на даб"),
                ]),
            MetricCue(
                ["мониторинги"], around: ["регистрационно приемателните центрове"], filters: ["object": ["reception-centre"]]),
            MetricCue(["проверки"], without: ["справки", "рпц"], around: ["сдвнч"], filters: ["object": ["detention-home"]]),
        ],
        "children.enrolled": [MetricCue(["записани", "деца и ученици"])],
        "recurrences.done": [MetricCue(["мероприятия ддд"]), MetricCue(["месеци с"], around: ["охрана"])],
        "projects.reported": [MetricCue(["проекти", "отчетени"])],
        "contracts.active": [MetricCue(["действащи", "договори"])],
        "providers.staff_care": [MetricCue(["организаци", "стандарти"])],
    ]
}

/// A field of an act that a column of a sheet may fill, by its name on the form of an act.
struct ImportField: Sendable, Hashable {
    let name: String
    /// Key of its label.
    let label: String
    let reading: Reading
    /// Without it no act can be written down.
    var isNeeded = false
    /// Further words by which headings call it.
    var synonyms: [String] = []

    enum Reading: Sendable, Hashable {
        case text
        case day
        case amount
        case state
        case district
        case country
        case institution
        /// Several institutions.
        case institutions
        case term(TermList)
        case terms(TermList)
        /// An act of one's own organisation, by its reference or title.
        case act(ActivityKind)
    }
}

extension ActivityKind {
    /// What a sheet of such acts may have, in the order of the form.
    var importFields: [ImportField] {
        var all: [ImportField] = [
            ImportField(
                name: "title", label: "act_ask.title", reading: .text, isNeeded: true,
                synonyms: [
                    "тема", "наименование", "име", "дейност", "събитие", "описание", "какво", "title", "name", "activity", "subject",
                ]),
            ImportField(
                name: "starts", label: "act_ask.starts", reading: .day, isNeeded: true,
                synonyms: [
                    "дата", "начало", "от", "от дата", "начална дата", "ден", "първи ден", "кога", "период", "date", "start", "start date",
                    "from",
                    "day", "when", "first day",
                ]),
        ]
        if span != .day {
            all.append(
                ImportField(
                    name: "ends", label: span == .open ? "act_ask.ends-open" : "act_ask.ends", reading: .day,
                    synonyms: [
                        "край", "до", "до дата", "крайна дата", "последен ден", "приключване", "end", "end date", "to", "until", "last day",
                    ]))
        }
        all += [
            ImportField(
                name: "state", label: "acts_state", reading: .state,
                synonyms: ["състояние", "статус", "състоя ли се", "проведено", "state", "status"]),
            ImportField(
                name: "district", label: "act_ask.district", reading: .district,
                synonyms: ["област", "обл", "окръг", "district", "region", "province"]),
            ImportField(
                name: "town", label: "act_ask.town", reading: .text,
                synonyms: [
                    "град", "населено място", "община", "място", "гр", "град/село", "консулство", "пост", "представителство", "служба",
                    "town", "city",
                    "municipality", "place", "location", "post", "consulate",
                ]),
            ImportField(
                name: "country", label: "act_ask.country", reading: .country, synonyms: ["държава", "страна", "country", "state of stay"]),
        ]
        all += fields.map(ImportField.init)
        switch heads {
        case .none: break
        case .count: all += ImportField.heads("heads-", "")
        case .list:
            all.append(
                ImportField(
                    name: "head-profession-1", label: "act_ask.profession", reading: .term(.profession),
                    synonyms: ["професия", "длъжност", "участници по професия", "целева група", "profession", "occupation"]))
            all += ImportField.heads("head-", "-1")
            all.append(
                ImportField(
                    name: "head-institution-1", label: "act_ask.institution", reading: .institution,
                    synonyms: ["институция", "институция на участниците", "institution"]))
        }
        return all + [
            ImportField(
                name: "evidence", label: "act_ask.evidence", reading: .text,
                synonyms: ["доказателство", "линк", "връзка", "протокол", "номер", "url", "link", "evidence", "адрес в интернет"]),
            ImportField(
                name: "co-organiser", label: "act_ask.co-organisers", reading: .institutions,
                synonyms: ["съорганизатор", "съорганизатори", "партньори", "съвместно с", "co-organisers", "partners", "together with"]),
            ImportField(
                name: "note", label: "act_ask.note", reading: .text,
                synonyms: ["бележка", "бележки", "забележка", "коментар", "note", "notes", "comment", "remark", "remarks"]),
        ]
    }
}

extension ImportField {
    init(_ field: ActivityField) {
        let reading: Reading =
            switch field.kind {
            case .amount: .amount
            case .one(let list): .term(list)
            case .several(let list): .terms(list)
            case .institution: .institution
            case .country: .country
            case .act(let kind): .act(kind)
            }
        self.init(
            name: field.name, label: "act_field." + field.code, reading: reading, isNeeded: field.isNeeded,
            synonyms: ImportField.synonyms[field.code, default: []])
    }

    fileprivate static func heads(_ before: String, _ after: String) -> [ImportField] {
        let words: [String: [String]] = [
            "women": ["жени", "брой жени", "участници жени", "момичета", "women", "female", "girls"],
            "men": ["мъже", "брой мъже", "участници мъже", "момчета", "men", "male", "boys"],
            "unknown": [
                "участници", "брой участници", "общо участници", "брой", "присъстващи", "хора", "общо", "participants", "people", "number",
                "total",
                "attendance",
            ],
        ]
        return ActivityDraft.sexes.map { sex in
            ImportField(
                name: before + sex.field + after, label: "act_ask.heads-" + sex.field, reading: .amount,
                synonyms: words[sex.field, default: []])
        }
    }

    private static let synonyms: [String: [String]] = [
        "copies": [
            "брой", "бройки", "бройка", "екземпляри", "тираж", "количество", "брой материали", "раздадени", "разпространени", "copies",
            "number",
            "quantity", "pieces", "circulation",
        ],
        "language": ["език", "езици", "language", "languages"],
        "distribution": ["канал", "канал на разпространение", "място на разпространение", "начин", "channel", "where", "distributed at"],
        "campaign-channel": ["канал", "канали", "channel", "channels"],
        "request": ["канал", "channel"],
        "reach": ["канал", "платформа", "channel", "platform"],
        "material": ["материал", "вид на материала", "material"],
        "material-kind": ["вид", "вид материал", "kind", "type", "material type"],
        "audience": ["целева група", "за кого", "аудитория", "audience", "target group"],
        "topic": ["тематика", "теми", "тематична област", "topic", "topics"],
        "reached": ["достигнати", "достигнати хора", "брой", "reached", "people reached", "number"],
        "enrolled": ["деца", "обхванати", "брой деца", "брой", "children", "number"],
        "hours": ["часове", "продължителност", "учебни часове", "hours", "duration"],
        "certificates": ["удостоверения", "сертификати", "certificates"],
        "feedback": ["анкети", "анкетни карти", "feedback forms"],
        "method": ["метод", "метод на преброяване", "method"],
        "partner": ["държава партньор", "партньор", "с коя държава", "partner country"],
        "addressee": ["адресат", "до кого", "addressee", "recipient"],
        "training-form": ["форма", "форма на обучението", "вид обучение", "form", "training type"],
        "visits": ["посещения", "брой посещения", "visits"],
        "users": ["потребители", "users"],
        "source": ["източник", "източник на данните", "source"],
        "campaign": ["кампания", "campaign"],
        "spoken": ["разговори", "интервюирани", "брой лица", "spoken", "interviewed"],
        "with-signs": ["с признаци", "потенциални жертви", "with signs"],
    ]
}

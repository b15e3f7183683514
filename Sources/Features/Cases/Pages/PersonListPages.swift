import Admission
import Core
import Database
import Ledger
import Policy
import Vault
import Web

/// The pages on which a record is found or opened anew.
struct PersonListPages: Sendable {
    let cases: CasesFeature

    private var pages: Pages { cases.pages }

    /// A record in a line.
    struct Line: Encodable {
        let href: String
        let reference: String
        let facts: String
        let opened: String
        let match: String
        let isSame: Bool
    }

    /// The records that somebody may see.
    struct ListPage: Encodable {
        let title: String
        let persons: [Line]
        let isEmpty: Bool
        let isMine: Bool
        let chips: [Chip]
        let search: String
        let mayAdd: Bool
        let new: String
        let emergency: String
        let mayBreakGlass: Bool
        let notice: String
        let hasNotice: Bool
        let told: String
        let hasTold: Bool
        let emergencies: String
        let more: String
        let hasMore: Bool

        struct Chip: Encodable {
            let href: String
            let text: String
            let isCurrent: Bool
        }
    }

    private static let limit = 50

    func list(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        let words = pages.words(request.language)
        let isMine = request.query["mine"] != nil
        let context = Context(now: request.now, purpose: Policy.purposes(of: visitor.actor).first)
        let cursor = request.query["before"].flatMap(PersonID.init)
        try await cases.admission.rememberList(.personList, request)
        let (persons, told) = try await cases.database.read { connection in
            (
                try PersonStore.list(visitor.actor, context, mine: isMine, before: cursor, limit: PersonListPages.limit + 1, connection),
                try EmergencyStore.told(visitor.actor.user, connection).count
            )
        }
        let shown = persons.prefix(PersonListPages.limit)
        let isErased = request.query["done"] == "erased"
        let query = isMine ? "?mine=1&" : "?"
        let model = ListPage(
            title: words("persons_title"), persons: shown.map { line($0, request) }, isEmpty: shown.isEmpty, isMine: isMine,
            chips: [(false, "persons_all"), (true, "persons_mine")].map { mine, word in
                ListPage.Chip(href: request.link("/persons") + (mine ? "?mine=1" : ""), text: words(word), isCurrent: mine == isMine)
            }, search: request.link("/persons/search"), mayAdd: Policy.mayEver(visitor.actor, .personAdd),
            new: request.link("/persons/search"),
            emergency: request.link("/persons/emergency"), mayBreakGlass: Policy.mayEver(visitor.actor, .personBreakGlass),
            notice: isErased ? words("record_done.erased") : "", hasNotice: isErased,
            told: words.count("emergencies_told", told), hasTold: told > 0, emergencies: request.link("/persons/emergencies"),
            more: request.link("/persons") + query + "before=" + (shown.last?.id.text ?? ""),
            hasMore: persons.count > PersonListPages.limit)
        return try pages.page("cases-list", model, title: model.title, for: request, section: "persons")
    }

    private func line(_ person: Person, score: Int? = nil, _ request: WebRequest) -> Line {
        let words = pages.words(request.language)
        return Line(
            href: request.link("/persons/" + person.id.text), reference: person.reference, facts: PersonWords.facts(person, words),
            opened: Format(request.language).day(person.madeAt.dayInSofia),
            match: score.map { words($0 == 100 ? "match_same" : "match_like") } ?? "", isSame: score == 100)
    }

    // MARK: Search before create

    /// The question, its answers, and below them the form for a new record.
    struct SearchPage: Encodable {
        let title: String
        let action: String
        let summary: FormErrors
        let name: FormField
        let number: FormField
        let wasAsked: Bool
        let found: [Line]
        let isNothing: Bool
        let count: String
        let mayAdd: Bool
        let add: AddForm
        let signal: String
        let signalText: String
        let hasSignal: Bool
    }

    /// The form for a new record.
    struct AddForm: Encodable {
        let action: String
        let id: String
        let ageGroup: FormQuestion
        let sex: FormQuestion
        let fields: [FormField]
    }

    /// What may be given when a record is opened; the rest comes later.
    static let firstFields: [PersonField] = [
        .givenName, .middleName, .familyName, .egn, .lnch, .birth, .citizenship, .phone, .safeContact,
    ]

    func ask(_ request: WebRequest) async throws -> WebResponse {
        try await searchPage(request, hits: nil)
    }

    /// Where an unsent form for a new record comes back. Without one a search goes first.
    func new(_ request: WebRequest) async throws -> WebResponse {
        guard request.draftSavedAt != nil else { return .redirect(to: request.link("/persons/search")) }
        return try await searchPage(request, hits: [], isAdding: true)
    }

    func search(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        let question = FindPersons.Question(name: request.form.line("name"), number: request.form.line("number"))
        guard !question.isEmpty else { return try await searchPage(request, hits: nil, wrong: ["name": words("search_empty")]) }
        let find = FindPersons(database: cases.database, vault: cases.vault, names: cases.names)
        return try await searchPage(request, hits: try await find(question, visitor, at: request.now, request: request.id))
    }

    func add(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        let decision = Policy.decide(visitor.actor, .personAdd, on: nil, in: Context(now: request.now))
        guard decision.isAllowed else { throw WebError.forbidden }
        var wrong: [String: String] = [:]
        var values: [PersonField: String] = [:]
        for field in PersonListPages.firstFields {
            guard let value = request.form.line(field.rawValue) else { continue }
            if let problem = field.problem(value, today: request.now.dayInSofia) {
                wrong[field.rawValue] = words(problem)
            } else {
                values[field] = value
            }
        }
        let ageGroup = request.form["age-group"].flatMap(Person.AgeGroup.init)
        let sex = request.form["sex"].flatMap(Person.Sex.init)
        if ageGroup == nil { wrong["age-group"] = words("age_group_missing") }
        if sex == nil { wrong["sex"] = words("sex_missing") }
        guard wrong.isEmpty, let ageGroup, let sex else { return try await searchPage(request, hits: [], wrong: wrong, isAdding: true) }
        let acts = PersonActs(database: cases.database, vault: cases.vault, names: cases.names)
        let draft = PersonActs.Draft(ageGroup: ageGroup, sex: sex, values: values)
        let person = try await acts.add(
            draft, visitor, rule: decision.rule, at: request.now, request: request.id, SentForm(request), link: cases.link(request))
        return .redirect(to: request.link("/persons/" + person.id.text) + "?done=added")
    }

    private func searchPage(
        _ request: WebRequest, hits: [FindPersons.Hit]?, wrong: [String: String] = [:], isAdding: Bool = false
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        let signal = request.typed["signal"].flatMap(SignalID.init)
        var reference: String?
        if let signal {
            reference = try await cases.database.read { connection in
                try cases.sources.signals.reference(signal, visitor.actor, request.now, connection)
            }
        }
        let order = ["name", "number", "age-group", "sex"] + PersonListPages.firstFields.map(\.rawValue)
        let model = SearchPage(
            title: words("person_search_title"), action: request.link("/persons/search"),
            summary: FormErrors(order.compactMap { field in wrong[field].map { (field, $0) } }),
            name: FormField(
                "name", label: words("search_name"), hint: words("search_name_hint"), value: request.form["name"] ?? "",
                wrong: wrong["name"] ?? ""),
            number: FormField("number", label: words("search_number"), value: request.form["number"] ?? ""),
            wasAsked: hits != nil && !isAdding, found: (hits ?? []).map { line($0.person, score: $0.score, request) },
            isNothing: hits?.isEmpty ?? false, count: words.count("persons_found", hits?.count ?? 0),
            mayAdd: hits != nil && Policy.mayEver(visitor.actor, .personAdd), add: addForm(request, wrong, isAdding: isAdding),
            signal: reference == nil ? "" : signal?.text ?? "",
            signalText: reference.map { words("record_for_signal", ["reference": $0]) } ?? "", hasSignal: reference != nil)
        return try pages.page(
            "cases-search", model, title: model.title, for: request, section: "persons", hasForm: true, status: wrong.isEmpty ? 200 : 422)
    }

    /// What was asked for goes into the form: nothing is typed twice.
    private func addForm(_ request: WebRequest, _ wrong: [String: String], isAdding: Bool) -> AddForm {
        let words = pages.words(request.language)
        let asked = PersonListPages.split(request.form.line("name"), request.form.line("number"))
        func question(_ name: String, _ all: [String], _ word: String) -> FormQuestion {
            FormQuestion(
                name, label: words(word), wrong: wrong[name] ?? "",
                choices: all.map { FormChoice($0, words("\(word).\($0)"), isChosen: request.form[name] == $0) })
        }
        return AddForm(
            action: request.link("/persons/new"), id: SentForm.number(request.form),
            ageGroup: question("age-group", Person.AgeGroup.allCases.map(\.rawValue), "age_group"),
            sex: question("sex", Person.Sex.allCases.map(\.rawValue), "sex"),
            fields: PersonListPages.firstFields.map { field in
                PersonWords.field(
                    field, value: isAdding ? request.form[field.rawValue] ?? "" : asked[field] ?? "", wrong: wrong[field.rawValue] ?? "",
                    words)
            })
    }

    private static func split(_ name: String?, _ number: String?) -> [PersonField: String] {
        var values: [PersonField: String] = [:]
        let parts = (name ?? "").split(separator: " ").map(String.init)
        values[.givenName] = parts.first
        if parts.count > 1 { values[.familyName] = parts.last }
        if parts.count > 2 { values[.middleName] = parts[1..<parts.count - 1].joined(separator: " ") }
        if let number {
            let isEGN = (try? PersonalNumber.egn(typed: number)) != nil
            let isLNCH = (try? PersonalNumber.lnch(typed: number)) != nil
            let index = IndexName.possible(number).last ?? .personalNumber
            values[index == .personalNumber && isLNCH && !isEGN ? .lnch : SealedPerson.indexed(index)[0]] = number
        }
        return values
    }
}

/// Coded facts and fields in words.
enum PersonWords {
    /// A value as people read it.
    static func shown(_ value: String, _ field: PersonField, _ words: Words) -> String {
        field == .birth ? Day(iso: value).map { Format(words.language).day($0) } ?? value : value
    }

    static func facts(_ person: Person, _ words: Words) -> String {
        [words("age_group." + person.ageGroup.rawValue), words("sex." + person.sex.rawValue)].joined(separator: ", ")
    }

    static func field(_ field: PersonField, value: String, hint: String? = nil, wrong: String, _ words: Words) -> FormField {
        let isNumeric = [.egn, .lnch, .phone].contains(field)
        let hinted: Set<PersonField> = [.egn, .lnch, .birth, .safeContact, .otherNames]
        return FormField(
            field.rawValue, label: words("person_field." + field.rawValue),
            hint: hint ?? (hinted.contains(field) ? words("person_hint." + field.rawValue) : ""), value: value, wrong: wrong,
            isNumeric: isNumeric)
    }
}

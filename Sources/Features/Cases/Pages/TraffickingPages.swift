import Admission
import Core
import Database
import Policy
import Reference
import Web

/// What is known of the trafficking, in codes, and the form that writes it anew.
struct TraffickingPages: ThreadPages {
    let cases: CasesFeature
    static let part = CaseHead.Part.trafficking

    static let fields = FormFields(
        Set(["principal", "citizenship", "began", "ended", "purpose", "version"])
            .union(TraffickingFacts.CountryRole.allCases.flatMap { role in (1...countries).map { "country-\(role.rawValue)-\($0)" } }),
        lists: ["act", "means", "form"])
    /// Countries that can be named in one part of the way.
    static let countries = 2

    struct Page: Encodable {
        let head: CaseHead
        let summary: FormErrors
        let facts: [Line]
        let isEmpty: Bool
        let isKeptBack: Bool
        let isOpen: Bool
        let mayChange: Bool
        let action: String
        let version: String
        let acts: FormQuestion
        let means: FormQuestion
        let forms: FormQuestion
        let principal: FormQuestion
        let countries: [FormQuestion]
        let citizenship: FormQuestion
        let began: FormField
        let ended: FormField

        struct Line: Encodable {
            let label: String
            let value: String
        }
    }

    func page(_ request: WebRequest, _ work: CaseWork, _ showing: ThreadShowing) async throws -> WebResponse {
        let words = cases.pages.words(request.language)
        let (person, file) = (work.person.id, work.file.id)
        let (all, version) = try await cases.database.read { connection in
            (
                try TraffickingStore.facts(of: [person], in: file, connection)[person],
                try TraffickingStore.version(of: person, in: file, connection)
            )
        }
        let facts = work.isShared ? all : nil
        let ask = CaseAsking(words, showing.typed(request), showing.wrong)
        let forms = ExploitationForm.allCases
        let model = Page(
            head: try await head(work, request), summary: FormErrors(showing.wrong.map { ($0.field, words($0.word)) }),
            facts: facts.map { lines($0, request, words) } ?? [], isEmpty: facts == nil,
            isKeptBack: !work.isShared, isOpen: facts == nil || !showing.wrong.isEmpty || request.draftSavedAt != nil,
            // A new version takes the place of the whole: who does not see the last one would lose it.
            mayChange: work.mayChange && work.isShared,
            action: request.link(work.path + "/trafficking"), version: showing.version(String(version), request),
            acts: ask.question(
                "act", TraffickingAct.allCases.map(\.rawValue), "trafficking_act.", own: Set(facts?.acts.map(\.rawValue) ?? []),
                isMultiple: true),
            means: ask.question(
                "means", TraffickingMeans.allCases.map(\.rawValue), "trafficking_means.", own: Set(facts?.means.map(\.rawValue) ?? []),
                isMultiple: true),
            forms: ask.question(
                "form", forms.map(\.rawValue), "exploitation.", own: Set(facts?.purposes.map(\.rawValue) ?? []), isMultiple: true),
            principal: ask.select(
                "principal", [("", words("choose"))] + forms.map { ($0.rawValue, words("exploitation." + $0.rawValue)) },
                own: facts?.principal.rawValue ?? ""),
            countries: TraffickingFacts.CountryRole.allCases.flatMap { role in
                let own = (facts?.countries[role] ?? []).sorted()
                return (1...TraffickingPages.countries).map { number in
                    let name = "country-\(role.rawValue)-\(number)"
                    return ask.country(
                        name, cases.places, own: own.count >= number ? own[number - 1] : nil,
                        label: words("country_role." + role.rawValue) + (number > 1 ? " (\(number))" : ""))
                }
            }, citizenship: ask.country("citizenship", cases.places, own: facts?.citizenship),
            began: ask.field("began", own: facts?.began.map { DateWords.typed($0, words) } ?? ""),
            ended: ask.field("ended", own: facts?.ended.map { DateWords.typed($0, words) } ?? ""))
        return try render("cases-trafficking", model, request, showing)
    }

    private func lines(_ facts: TraffickingFacts, _ request: WebRequest, _ words: Words) -> [Page.Line] {
        func names(_ codes: Set<String>) -> String {
            Collation.sorted(codes.compactMap(cases.places.country)) { $0.name(request.language) }.map { $0.name(request.language) }
                .joined(separator: ", ")
        }
        func list<Code: RawRepresentable<String> & CaseIterable & Hashable>(_ codes: Set<Code>, _ prefix: String) -> String {
            Code.allCases.filter(codes.contains).map { words(prefix + $0.rawValue) }.joined(separator: ", ")
        }
        let others = facts.purposes.subtracting([facts.principal])
        var all: [(String, String)] = [
            (words("case_ask.principal"), words("exploitation." + facts.principal.rawValue)),
            (words("case_other_purposes"), list(others, "exploitation.")), (words("case_ask.act"), list(facts.acts, "trafficking_act.")),
            (words("case_ask.means"), list(facts.means, "trafficking_means.")),
        ]
        for role in TraffickingFacts.CountryRole.allCases {
            all.append((words("country_role." + role.rawValue), names(facts.countries[role] ?? [])))
        }
        all.append((words("case_ask.citizenship"), facts.citizenship.map { names([$0]) } ?? ""))
        all.append((words("case_ask.began"), facts.began.map { DateWords.text($0, words) } ?? ""))
        all.append((words("case_ask.ended"), facts.ended.map { DateWords.text($0, words) } ?? ""))
        return all.filter { !$0.1.isEmpty }.map { Page.Line(label: $0.0, value: $0.1) }
    }

    func set(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "trafficking") { work in
            guard work.isShared else { throw WebError.forbidden }
            var reading = CodedForm(request.form)
            let principal: ExploitationForm? = reading.one("principal", missing: "principal_missing")
            let (acts, means): (Set<TraffickingAct>, Set<TraffickingMeans>) = (reading.many("act"), reading.many("means"))
            var forms: Set<ExploitationForm> = reading.many("form")
            if let principal { forms.insert(principal) }
            var countries: [TraffickingFacts.CountryRole: Set<String>] = [:]
            for role in TraffickingFacts.CountryRole.allCases {
                for number in 1...TraffickingPages.countries {
                    let name = "country-\(role.rawValue)-\(number)"
                    guard let code = country(name, &reading) else { continue }
                    countries[role, default: []].insert(code)
                }
            }
            let citizenship = country("citizenship", &reading)
            let (began, ended) = (date("began", request.today, &reading), date("ended", request.today, &reading))
            if let began, let ended, ended.to < began.from { reading.fault("ended", "date_order") }
            guard reading.wrong.isEmpty, let principal else { return reading.wrong }
            let facts = TraffickingFacts(
                acts: acts, means: means, purposes: forms, principal: principal, countries: countries, citizenship: citizenship,
                began: began,
                ended: ended)
            try await cases.caseActs.describe(facts, after: request.form["version"].flatMap(Int.init) ?? 0, work)
            return []
        }
    }

    private func country(_ name: String, _ reading: inout CodedForm) -> String? {
        guard let code = reading.form[name] else { return nil }
        if cases.places.country(code) == nil { reading.fault(name, "country_unknown") }
        return code
    }

    private func date(_ name: String, _ today: Day, _ reading: inout CodedForm) -> ApproximateDate? {
        guard let text = reading.form.line(name) else { return nil }
        guard let date = ApproximateDate(typed: text) else {
            reading.fault(name, "date_bad")
            return nil
        }
        if date.from > today { reading.fault(name, "day_future") }
        return date
    }
}

/// Approximate dates in words.
enum DateWords {
    /// „лято 2024“, „ноември 2023“.
    static func text(_ date: ApproximateDate, _ words: Words) -> String {
        switch date.precision {
        case .day: Format(words.language).day(date.from)
        case .month: Format(words.language).month(Month(date.from))
        case .season: words("season." + (date.season?.rawValue ?? "")) + " " + String(date.to.year)
        case .year: String(date.from.year)
        }
    }

    /// As somebody types it.
    static func typed(_ date: ApproximateDate, _ words: Words) -> String {
        switch date.precision {
        case .day: CaseAsking.typed(date.from)
        case .month: "\(date.from.month).\(date.from.year)"
        case .season, .year: text(date, words)
        }
    }
}

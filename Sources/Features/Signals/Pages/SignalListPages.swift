import Admission
import Core
import Database
import Documents
import Ledger
import Policy
import Reference
import Web

/// The signals that somebody may see, and the same as a file.
struct SignalListPages: Sendable {
    let signals: SignalsFeature

    private var pages: Pages { signals.pages }
    private static let limit = 50
    private static let fileLimit = 10_000

    /// A page of the list.
    struct ListPage: Encodable {
        let title: String
        let new: String
        let chips: [Chip]
        let action: String
        let state: String
        let forms: FormQuestion
        let from: FormField
        let to: FormField
        let summary: FormErrors
        let isFiltered: Bool
        let signals: [Line]
        let isEmpty: Bool
        let emptyText: String
        let isPlainlyEmpty: Bool
        let more: String
        let hasMore: Bool
        let file: FileForm
        let mayTake: Bool

        struct Chip: Encodable {
            let href: String
            let text: String
            let isCurrent: Bool
        }

        struct Line: Encodable {
            let href: String
            let reference: String
            let received: String
            let isLate: Bool
            let facts: String
            let outcome: String
            let isOpen: Bool
            let isDanger: Bool
            let isChild: Bool
            let hasIndicators: Bool
            let indicators: String
        }
    }

    func list(_ request: WebRequest) async throws -> WebResponse { try await list(request, wrongCode: nil) }

    private func list(_ request: WebRequest, wrongCode: String?) async throws -> WebResponse {
        let words = pages.words(request.language)
        let visitor = try request.signedIn()
        let filter = SignalFilter(request.query)
        try await signals.admission.rememberList(.signalList, request)
        let found = try await find(filter, request, limit: SignalListPages.limit + 1)
        let shown = found.prefix(SignalListPages.limit)
        let home = request.link("/signals")
        let isFiltered = filter.form != nil || filter.from != nil || filter.to != nil
        let model = ListPage(
            title: words("signals_title"), new: request.link("/signals/new"),
            chips: SignalFilter.State.allCases.map { state in
                var one = filter
                one.state = state
                return ListPage.Chip(
                    href: home + one.query, text: words("signal_state." + state.rawValue), isCurrent: state == filter.state)
            }, action: home, state: filter.state.rawValue,
            forms: FormQuestion(
                "form", label: words("signal_ask.form"),
                choices: [FormChoice("", words("signal_form_any"), isChosen: filter.form == nil)]
                    + ExploitationForm.allCases.map {
                        FormChoice($0.rawValue, words("exploitation." + $0.rawValue), isChosen: filter.form == $0)
                    }),
            from: day("from", filter, request, words), to: day("to", filter, request, words),
            summary: FormErrors(filter.wrong.map { ($0, words("signal_day_bad")) }), isFiltered: isFiltered,
            signals: shown.map { line($0, request, words) }, isEmpty: shown.isEmpty,
            emptyText: words(isFiltered ? "signals_empty_filtered" : "signals_empty." + filter.state.rawValue),
            isPlainlyEmpty: shown.isEmpty && !isFiltered,
            more: home + filter.query + "&before=" + (shown.last?.id.text ?? ""), hasMore: found.count > SignalListPages.limit,
            file: FileForm(
                request.link("/signals/file") + filter.query,
                limit: words("signals_csv_limit", ["n": Format(request.language).integer(SignalListPages.fileLimit)]), for: visitor,
                wrong: wrongCode, words, request), mayTake: Policy.mayEver(visitor.actor, .signalExport))
        return try pages.page(
            "signals-list", model, title: model.title, for: request, section: "signals", hasForm: true,
            status: filter.wrong.isEmpty && wrongCode == nil ? 200 : 422)
    }

    private func find(_ filter: SignalFilter, _ request: WebRequest, limit: Int) async throws -> [Signal] {
        let actor = try request.signedIn().actor
        let context = Context(now: request.now, purpose: Policy.purposes(of: actor).first)
        let cursor = request.query["before"].flatMap(SignalID.init)
        return try await signals.database.read { connection in
            try SignalStore.list(filter, actor, context, before: cursor, limit: limit, connection)
        }
    }

    private func day(_ name: String, _ filter: SignalFilter, _ request: WebRequest, _ words: Words) -> FormField {
        FormField(
            name, label: words("signals_span." + name), value: request.query[name] ?? "",
            wrong: filter.wrong.contains(name) ? words("signal_day_bad") : "", isNumeric: false)
    }

    private func line(_ signal: Signal, _ request: WebRequest, _ words: Words) -> ListPage.Line {
        let lines = SignalLines(words, signals.places)
        return ListPage.Line(
            href: request.link("/signals/" + signal.id.text), reference: signal.reference,
            received: Format(request.language).moment(signal.receivedAt), isLate: signal.isLate, facts: lines.facts(signal.facts),
            outcome: lines.outcome(signal), isOpen: signal.isOpen, isDanger: signal.facts.danger == .now && signal.isOpen,
            isChild: signal.facts.child == .yes, hasIndicators: !signal.facts.indicators.isEmpty,
            indicators: words.count("signal_indicators", signal.facts.indicators.count))
    }

    /// Exactly what the list shows, as a table for Excel. That somebody took it is remembered.
    func file(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let filter = SignalFilter(request.query)
        guard filter.wrong.isEmpty else { throw WebError.badRequest }
        let visitor = try request.signedIn()
        let token: String?
        switch try await signals.sources.stepUp.freshness(of: visitor, words, request) {
        case .fresh(let new): token = new
        case .needed(let wrong): return try await list(request, wrongCode: wrong.isEmpty ? words("code_needed") : wrong)
        }
        try await signals.admission.rememberList(.signalExport, request)
        let found = try await find(filter, request, limit: SignalListPages.fileLimit)
        let lines = SignalLines(words, signals.places)
        let format = Format(request.language)
        let heads = ["reference", "received", "kind", "channel", "form", "place", "persons", "child", "indicators", "outcome"]
        let rows = found.map { signal in
            [
                signal.reference, format.moment(signal.receivedAt), words("signal_kind." + signal.facts.kind.rawValue),
                words("signal_channel." + signal.facts.channel.rawValue), lines.forms(signal.facts), lines.place(signal.facts),
                lines.persons(signal.facts), words("signal_child." + signal.facts.child.rawValue),
                lines.indicators(signal.facts).joined(separator: "; "), lines.outcome(signal),
            ]
        }
        let text = CSV.text([heads.map { words("signals_column." + $0) }] + rows)
        var answer = WebResponse.download(text, type: "text/csv; charset=utf-8", name: "signals-\(request.today.iso).csv")
        if let token { answer.headers.append(Cookies.signIn(token)) }
        return answer
    }
}

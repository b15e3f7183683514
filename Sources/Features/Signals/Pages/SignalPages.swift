import Admission
import Core
import Database
import Policy
import Reference
import Vault
import Web

/// The page of a signal: its facts, what is sealed, what came of it, and who has it.
struct SignalPages: Sendable {
    let signals: SignalsFeature

    private var pages: Pages { signals.pages }

    /// All that the template shows.
    struct SignalPage: Encodable {
        let title: String
        let list: String
        let reference: String
        let sub: String
        let notice: String
        let hasNotice: Bool
        let summary: FormErrors
        let isDanger: Bool
        let danger: String
        let facts: [Line]
        let indicators: [String]
        let hasIndicators: Bool
        let sameAs: Link
        let hasSame: Bool
        let screening: [Origin]
        let change: String
        let mayChange: Bool
        let sealedText: String
        let hasSealed: Bool
        let mayUnmask: Bool
        let unmaskAction: String
        let needsCode: Bool
        let code: FormField
        let shown: [Line]
        let isShown: Bool
        let isSignal: Bool
        let outcome: String
        let outcomeSub: String
        let hasOutcome: Bool
        let mayDecide: Bool
        let outcomes: FormQuestion
        let institutions: FormQuestion
        let decideAction: String
        let openCase: String
        let mayOpenCase: Bool
        let records: [Link]
        let hasRecords: Bool
        let passes: [Line]
        let hasPasses: Bool
        let mayPass: Bool
        let passAction: String
        let organisations: FormQuestion
        let looks: AnyEncodable
        let why: String
        let viewers: [Viewer]

        /// Somebody who can open the signal: „Кой може да види това?“
        struct Viewer: Encodable {
            let name: String
            let organisation: String
            let rule: String
            let fields: String
        }

        struct Line: Encodable {
            let label: String
            let value: String
        }

        struct Link: Encodable {
            let href: String
            let text: String
        }

        /// The screening that it came of, for those who may see it.
        struct Origin: Encodable {
            let href: String
            let reference: String
            let text: String
        }
    }

    /// What is shown beside the facts.
    private struct Showing {
        var values: [SignalField: String]?
        var wrong: [(field: String, text: String)] = []
        var token: String?
        var status = 200
    }

    func signal(_ request: WebRequest) async throws -> WebResponse {
        do {
            let passage = try await signals.passage(.signalOpen, request)
            try await signals.acts.look(passage)
            return try await page(request, passage, Showing())
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    func unmask(_ request: WebRequest) async throws -> WebResponse {
        try await acting(.signalUnmask, request) { passage in
            let values = try await signals.acts.unmask(passage)
            let open = try await signals.passage(.signalOpen, request, purpose: request.form["purpose"])
            return try await page(request, open, Showing(values: values, token: passage.token))
        }
    }

    func decide(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.signalDecide, request) { passage in
            guard let kind = request.form["outcome"].flatMap(SignalOutcome.Kind.init) else {
                return try await again(request, [("outcome", words("signal_outcome_missing"))])
            }
            let institution = request.form["institution"].flatMap { signals.register.institution($0)?.code }
            guard kind != .redirected || institution != nil else {
                return try await again(request, [("institution", words("signal_institution_missing"))])
            }
            try await signals.acts.decide(kind, institution: kind == .redirected ? institution : nil, passage)
            return .redirect(to: request.link("/signals/" + passage.object.id.text) + "?done=decided")
        }
    }

    func pass(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.signalPass, request) { passage in
            let known = try await signals.database.read { try signals.sources.organisations($0, request.language) }
            guard let organisation = request.form["organisation"].flatMap(OrganisationID.init),
                known.contains(where: { $0.id == organisation })
            else { return try await again(request, [("organisation", words("signal_organisation_missing"))]) }
            do {
                try await signals.acts.pass(to: organisation, passage)
            } catch SignalActs.Problem.alreadyPassed {
                return try await again(request, [("organisation", words("signal_already_passed"))])
            }
            return .redirect(to: request.link("/signals/" + passage.object.id.text) + "?done=passed")
        }
    }

    private func acting(_ act: Act, _ request: WebRequest, _ body: (SignalPassage) async throws -> WebResponse) async throws -> WebResponse
    {
        let words = pages.words(request.language)
        do {
            return try await body(
                try await signals.passage(act, request, purpose: request.form["purpose"], code: request.form["code"]))
        } catch PassageProblem.code(let wrong) {
            return try await again(request, [("code", wrong.isEmpty ? words("code_needed") : wrong)])
        } catch PassageProblem.refused {
            throw WebError.forbidden
        }
    }

    /// The page once more, with what was wrong.
    private func again(_ request: WebRequest, _ wrong: [(field: String, text: String)]) async throws -> WebResponse {
        let passage = try await signals.passage(.signalOpen, request)
        try await signals.acts.look(passage)
        return try await page(request, passage, Showing(wrong: wrong, status: 422))
    }

    // MARK: The page

    private struct Around: Sendable {
        let organisations: [(id: OrganisationID, name: String)]
        let passes: [SignalStore.Pass]
        let records: [(id: PersonID, reference: String)]
        let same: Signal?
        let screening: SignalSources.Screening?
        let decidedBy: String?
        let colleagues: [(actor: Actor, name: String, organisation: String)]

        func name(_ organisation: OrganisationID) -> String { organisations.first { $0.id == organisation }?.name ?? "" }
    }

    private func around(_ passage: SignalPassage, _ request: WebRequest) async throws -> Around {
        let (signal, sources, actor) = (passage.object, signals.sources, passage.actor)
        let context = Context(now: request.now, purpose: passage.purpose)
        return try await signals.database.read { connection in
            let records = try SignalStore.persons(of: signal.id, connection).compactMap { id in
                try sources.record(id, actor, request.now, connection).map { (id: id, reference: $0) }
            }
            var same: Signal?
            if let other = signal.facts.sameAs {
                let facts = try RelationStore.facts(of: other.text, at: request.now, connection)
                if Policy.decide(actor, .signalList, on: facts, in: context).isAllowed { same = try SignalStore.find(other, connection) }
            }
            return Around(
                organisations: try sources.organisations(connection, request.language),
                passes: try SignalStore.passes(of: signal.id, connection), records: records, same: same,
                screening: try signal.screening.flatMap { try sources.screening($0, actor, connection) },
                decidedBy: try signal.outcome.flatMap { try sources.name($0.by, connection) },
                colleagues: try sources.colleagues(connection, request.now, request.language))
        }
    }

    private func page(_ request: WebRequest, _ passage: SignalPassage, _ showing: Showing) async throws -> WebResponse {
        let around = try await around(passage, request)
        let looks = AnyEncodable(try await signals.sources.looks(passage.object.id.text, request))
        let model = model(request, passage, around, showing, looks)
        var answer = try pages.page(
            "signals-signal", model, title: model.title, for: request, section: "signals", hasForm: true, status: showing.status)
        if let token = showing.token { answer.headers.append(Cookies.signIn(token)) }
        return answer
    }

    private func model(
        _ request: WebRequest, _ passage: SignalPassage, _ around: Around, _ showing: Showing, _ looks: AnyEncodable
    ) -> SignalPage {
        let (signal, words, format) = (passage.object, pages.words(request.language), Format(request.language))
        let lines = SignalLines(words, signals.places)
        let path = request.link("/signals/" + signal.id.text)
        func wrong(_ field: String) -> String { showing.wrong.first { $0.field == field }?.text ?? "" }
        let mask = passage.atBest(.signalUnmask)
        let sealed = SignalField.allCases.filter { mask.mask.contains($0.group) && signal.sealed.contains($0) }
        let done = request.query["done"].flatMap { words.find("signal_done." + $0) }
        let outcomeSub =
            signal.outcome.map { outcome in
                [
                    outcome.institution.flatMap(signals.register.institution).map { $0.shortName(request.language) }, around.decidedBy,
                    format.moment(outcome.at),
                ].compactMap(\.self).joined(separator: " · ")
            } ?? ""
        return SignalPage(
            title: signal.reference, list: request.link("/signals"), reference: signal.reference,
            sub: [
                words("signal_kind." + signal.facts.kind.rawValue), words("signal_channel." + signal.facts.channel.rawValue),
                format.moment(signal.receivedAt), around.name(signal.organisation),
            ].filter { !$0.isEmpty }.joined(separator: " · "),
            notice: done ?? "", hasNotice: done != nil, summary: FormErrors(showing.wrong),
            isDanger: signal.facts.danger == .now && signal.facts.kind == .signal, danger: danger(signal.facts, words),
            facts: facts(signal, lines, words, format), indicators: lines.indicators(signal.facts),
            hasIndicators: !signal.facts.indicators.isEmpty,
            sameAs: SignalPage.Link(
                href: around.same.map { request.link("/signals/" + $0.id.text) } ?? "", text: around.same?.reference ?? ""),
            hasSame: around.same != nil,
            screening: around.screening.map {
                [SignalPage.Origin(href: request.link($0.path), reference: $0.reference, text: $0.title)]
            } ?? [], change: path + "/change", mayChange: passage.atBest(.signalChange).isAllowed,
            sealedText: sealed.map { words("signal_field." + $0.rawValue) }.joined(separator: ", "), hasSealed: !sealed.isEmpty,
            mayUnmask: mask.isAllowed && !sealed.isEmpty && showing.values == nil, unmaskAction: path + "/unmask",
            needsCode: !passage.visitor.hasFreshFactor(at: request.now), code: CodeField.field(words, wrong: wrong("code")),
            shown: SignalField.allCases.compactMap { field in
                showing.values?[field].map { SignalPage.Line(label: words("signal_field." + field.rawValue), value: $0) }
            }, isShown: showing.values != nil, isSignal: signal.facts.kind == .signal, outcome: lines.outcome(signal),
            outcomeSub: outcomeSub, hasOutcome: signal.outcome != nil,
            mayDecide: signal.facts.kind == .signal && passage.atBest(.signalDecide).isAllowed,
            outcomes: FormQuestion(
                "outcome", label: words("signal_outcome_label"), wrong: wrong("outcome"),
                choices: SignalOutcome.Kind.allCases.map {
                    FormChoice(
                        $0.rawValue, words("signal_outcome." + $0.rawValue), hint: words("signal_outcome_hint." + $0.rawValue),
                        isChosen: request.form["outcome"] == $0.rawValue)
                }), institutions: institutions(request, words, wrong("institution")), decideAction: path + "/decide",
            openCase: request.link("/persons/search") + "?signal=" + signal.id.text,
            mayOpenCase: signal.facts.kind == .signal && Policy.mayEver(passage.actor, .personAdd),
            records: around.records.map { SignalPage.Link(href: request.link("/persons/" + $0.id.text), text: $0.reference) },
            hasRecords: !around.records.isEmpty,
            passes: around.passes.map { SignalPage.Line(label: around.name($0.organisation), value: format.moment($0.at)) },
            hasPasses: !around.passes.isEmpty,
            mayPass: signal.facts.kind == .signal && passage.atBest(.signalPass).isAllowed, passAction: path + "/pass",
            organisations: .recipient(
                "organisation", label: words("organisation"), wrong: wrong("organisation"),
                among: around.organisations.filter { other in !passage.facts.relations.contains { $0.holder == other.id.text } }.map {
                    FormChoice($0.id.text, $0.name)
                }, words), looks: looks, why: words("rule." + passage.decision.rule.rawValue), viewers: viewers(passage, around, words))
    }

    /// Who can open the signal now, by the same rules that let them.
    private func viewers(_ passage: SignalPassage, _ around: Around, _ words: Words) -> [SignalPage.Viewer] {
        let found = Policy.viewers(
            of: passage.facts, among: around.colleagues.map(\.actor), at: passage.now, openings: [.signalOpen], unmaskings: [.signalUnmask])
        let named = Dictionary(around.colleagues.map { ($0.actor, $0) }, uniquingKeysWith: { first, _ in first })
        return found.map { viewer in
            SignalPage.Viewer(
                name: named[viewer.actor]?.name ?? "", organisation: named[viewer.actor]?.organisation ?? "",
                rule: words("rule." + viewer.explanation.decision.rule.rawValue),
                fields: FieldGroup.allCases.filter(viewer.mask.contains).map { words("fields." + $0.rawValue) }.joined(separator: ", "))
        }
    }

    private func danger(_ facts: SignalFacts, _ words: Words) -> String {
        let told = SignalFacts.Told.allCases.filter(facts.told.contains).map { words("signal_told." + $0.rawValue) }
        return words("signal_danger_told") + " " + told.joined(separator: ", ")
    }

    private func facts(_ signal: Signal, _ lines: SignalLines, _ words: Words, _ format: Format) -> [SignalPage.Line] {
        let facts = signal.facts
        let isSignal = facts.kind == .signal
        let all = [
            ("signal_ask.form", isSignal ? lines.forms(facts) : ""), ("signal_where", lines.place(facts)),
            ("signal_persons", lines.persons(facts)),
            ("signal_ask.child", isSignal ? words("signal_child." + facts.child.rawValue) : ""),
            ("signal_ask.danger", isSignal ? words("signal_danger." + facts.danger.rawValue) : ""),
            ("signal_ask.reporter", words("signal_reporter." + facts.reporter.rawValue)),
            ("signal_entered", signal.isLate ? format.moment(signal.enteredAt) : ""),
            ("signal_version", signal.version > 1 ? format.integer(signal.version) : ""),
        ]
        return all.filter { !$0.1.isEmpty }.map { SignalPage.Line(label: words($0.0), value: $0.1) }
    }

    private func institutions(_ request: WebRequest, _ words: Words, _ wrong: String) -> FormQuestion {
        let kinds: Set<Institution.Kind> = [
            .ministry, .agency, .directorate, .commission, .prosecution, .hotline, .ngo, .international, .service, .municipality,
        ]
        let list = signals.register.institutions.filter { kinds.contains($0.kind) }
        return FormQuestion(
            "institution", label: words("signal_institution"), hint: words("signal_institution_hint"), wrong: wrong,
            choices: [FormChoice("", words("signal_institution_none"))]
                + list.map {
                    FormChoice($0.code, $0.shortName(request.language), isChosen: request.form["institution"] == $0.code)
                })
    }
}

import Admission
import Core
import Database
import Policy
import Web

/// The page on which a signal is written down, or corrected.
struct IntakePages: Sendable {
    let signals: SignalsFeature

    private var pages: Pages { signals.pages }

    /// The form, and signals like the one that was typed.
    struct IntakePage: Encodable {
        let title: String
        let text: String
        let id: String
        let action: String
        let back: String
        let isCorrection: Bool
        let summary: FormErrors
        let form: SignalForm
        let screening: [Screening]
        let isUnknownScreening: Bool
        let notice: String
        let hasNotice: Bool
        let alike: [Alike]
        let hasAlike: Bool
        let button: String

        /// The screening that it comes of.
        struct Screening: Encodable {
            let id: String
            let href: String
            let reference: String
            let text: String
        }

        struct Alike: Encodable {
            let id: String
            let href: String
            let reference: String
            let text: String
        }
    }

    // MARK: A new one

    func ask(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let added = request.query["done"].flatMap(SignalID.init)
        var reference: String?
        if let added { reference = try await known(added, request) }
        // What was kept of an unsent form goes before what the address says.
        let screening = try await screening(request.form["activity"] ?? request.query["activity"], request)
        return try page(
            request, id: request.form["id"] ?? SignalID.new().text, from: screening,
            notice: reference.map { words("signal_saved", ["reference": $0]) } ?? "")
    }

    /// What a form or an address says of the screening that a signal comes of.
    private enum Origin {
        case none
        case known(SignalSources.Screening)
        /// Not hers, none, or one from which nothing comes any more.
        case unknown

        var id: ActivityID? {
            guard case .known(let screening) = self else { return nil }
            return screening.id
        }
    }

    private func screening(_ typed: String?, _ request: WebRequest) async throws -> Origin {
        guard let typed else { return .none }
        let (actor, find) = (try request.signedIn().actor, signals.sources.screening)
        guard let id = ActivityID(typed), let found = try await signals.database.read({ try find(id, actor, $0) }), found.takesSignals
        else {
            return .unknown
        }
        return .known(found)
    }

    /// The reference of a signal of hers that was just written down.
    private func known(_ id: SignalID, _ request: WebRequest) async throws -> String? {
        let actor = try request.signedIn().actor
        let signal = try await signals.database.read { try SignalStore.find(id, $0) }
        return signal?.organisation == actor.organisation ? signal?.reference : nil
    }

    func add(_ request: WebRequest) async throws -> WebResponse {
        let visitor = try request.signedIn()
        guard let id = request.form["id"].flatMap(SignalID.init) else { throw WebError.badRequest }
        let draft = SignalDraft(request.form, places: signals.places, now: request.now)
        let screening = try await screening(request.form["activity"], request)
        var wrong = draft.wrong
        if case .unknown = screening { wrong.append(("activity", "signal_screening_unknown")) }
        guard wrong.isEmpty else { return try page(request, id: id.text, from: screening, wrong: wrong) }
        let alike = try await alike(draft, except: id, request)
        if let same = draft.facts.sameAs {
            // Only what was shown to her as alike.
            guard alike.contains(where: { $0.id == same }) else { throw WebError.badRequest }
        } else if request.form["anyway"] == nil, !alike.isEmpty {
            return try page(request, id: id.text, from: screening, alike: alike)
        }
        let decision = Policy.decide(visitor.actor, .signalAdd, on: nil, in: Context(now: request.now))
        let signal = try await signals.acts.add(draft, as: id, from: screening.id, visitor, rule: decision.rule, request)
        // After a call about nothing the next one is waiting.
        let next = signal.isOpen ? "/signals/\(signal.id.text)?done=added" : "/signals/new?done=\(signal.id.text)"
        return .redirect(to: request.link(next))
    }

    private func alike(_ draft: SignalDraft, except id: SignalID, _ request: WebRequest) async throws -> [Signal] {
        let actor = try request.signedIn().actor
        let context = Context(now: request.now, purpose: Policy.purposes(of: actor).first)
        return try await signals.database.read { connection in
            try SignalStore.alike(draft.facts, around: draft.receivedAt, actor, context, limit: 6, connection).filter { $0.id != id }
        }
    }

    // MARK: A correction

    func correct(_ request: WebRequest) async throws -> WebResponse {
        try await corrected(request) { passage in
            try await signals.acts.look(passage)
            return try page(request, id: passage.object.id.text, correcting: passage.object)
        }
    }

    func corrected(_ request: WebRequest) async throws -> WebResponse {
        try await corrected(request) { passage in
            let draft = SignalDraft(request.form, places: signals.places, now: request.now)
            // The moment of the contact stands; a correction of it would move a counted signal into another year unseen.
            let wrong = draft.wrong.filter { !$0.field.hasPrefix("received") }
            guard wrong.isEmpty else { return try page(request, id: passage.object.id.text, wrong: wrong, correcting: passage.object) }
            try await signals.acts.correct(draft, passage)
            return .redirect(to: request.link("/signals/" + passage.object.id.text) + "?done=corrected")
        }
    }

    private func corrected(_ request: WebRequest, _ body: (SignalPassage) async throws -> WebResponse) async throws -> WebResponse {
        do {
            return try await body(try await signals.passage(.signalChange, request))
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    // MARK: The page

    private func page(
        _ request: WebRequest, id: String, from origin: Origin = .none, wrong: [(field: String, word: String)] = [], alike: [Signal] = [],
        notice: String = "",
        correcting signal: Signal? = nil
    ) throws -> WebResponse {
        let words = pages.words(request.language)
        let told = Dictionary(wrong.map { ($0.field, words($0.word)) }, uniquingKeysWith: { first, _ in first })
        let path = signal.map { "/signals/" + $0.id.text }
        let lines = SignalLines(words, signals.places)
        let isUnknown = if case .unknown = origin { true } else { false }
        let model = IntakePage(
            title: signal.map { words("signal_correct_title", ["reference": $0.reference]) } ?? words("signal_new_title"),
            text: words(signal == nil ? "signal_new_text" : "signal_correct_text"), id: id,
            action: request.link(path.map { $0 + "/change" } ?? "/signals/new"), back: request.link(path ?? "/signals"),
            isCorrection: signal != nil, summary: FormErrors(wrong.map { ($0.field, words($0.word)) }),
            form: SignalForm(
                request.form, facts: signal?.facts, wrong: told, usualChannel: origin.id == nil ? .phone : .visit, places: signals.places,
                words),
            screening: screening(origin, request), isUnknownScreening: isUnknown, notice: notice,
            hasNotice: !notice.isEmpty,
            alike: alike.map { one in
                IntakePage.Alike(
                    id: one.id.text, href: request.link("/signals/" + one.id.text), reference: one.reference,
                    text: Format(request.language).moment(one.receivedAt) + " · " + lines.facts(one.facts))
            }, hasAlike: !alike.isEmpty, button: words(signal == nil ? "signal_save" : "signal_correct_save"))
        return try pages.page(
            "signals-intake", model, title: model.title, for: request, section: "signals", hasForm: true, status: wrong.isEmpty ? 200 : 422)
    }

    private func screening(_ origin: Origin, _ request: WebRequest) -> [IntakePage.Screening] {
        guard case .known(let one) = origin else { return [] }
        return [
            IntakePage.Screening(id: one.id.text, href: request.link(one.path), reference: one.reference, text: one.title)
        ]
    }
}

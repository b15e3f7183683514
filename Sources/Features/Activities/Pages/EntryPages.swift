import Core
import Database
import Ledger
import Policy
import Reference
import Web

/// The pages on which an act is written down, or corrected.
struct EntryPages: Sendable {
    let room: ActivitiesFeature

    private var pages: Pages { room.pages }

    /// Which kind of work it was.
    struct KindsPage: Encodable {
        let title: String
        let back: String
        let importing: String
        let groups: [Group]
        let recent: [Link]
        let hasRecent: Bool

        struct Group: Encodable {
            let title: String
            let kinds: [Link]
        }

        struct Link: Encodable {
            let href: String
            let text: String
            let sub: String
        }
    }

    /// The form.
    struct EntryPage: Encodable {
        let title: String
        let text: String
        let id: String
        let version: String
        let action: String
        let back: String
        let backText: String
        let isCorrection: Bool
        let summary: FormErrors
        let form: ActivityForm
        let alike: [Alike]
        let hasAlike: Bool
        let button: String

        struct Alike: Encodable {
            let id: String
            let href: String
            let reference: String
            let text: String
            let isOwn: Bool
        }
    }

    // MARK: A new one

    func kinds(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let actor = try request.signedIn().actor
        let recent = try await room.database.read { connection in
            var filter = ActivityFilter()
            filter.organisation = actor.organisation
            return try ActivityStore.list(filter, actor, offset: 0, limit: 5, connection)
        }
        let lines = room.lines(words)
        let model = KindsPage(
            title: words("act_new_title"), back: request.link("/activities"), importing: request.link("/activities/import"),
            groups: ActivityKind.Group.allCases.map { group in
                KindsPage.Group(
                    title: words("act_group." + group.rawValue),
                    kinds: group.kinds.map { kind in
                        KindsPage.Link(
                            href: request.link("/activities/new/" + kind.rawValue), text: lines.kind(kind),
                            sub: words.find("act_kind_hint." + kind.rawValue) ?? "")
                    })
            },
            recent: recent.map { one in
                KindsPage.Link(
                    href: request.link("/activities/new/\(one.kind.rawValue)") + "?copy=" + one.id.text, text: one.facts.title,
                    sub: lines.kind(one.kind) + " · " + lines.when(one.facts))
            }, hasRecent: !recent.isEmpty)
        return try pages.page("activities-kinds", model, title: model.title, for: request, section: "activities")
    }

    func ask(_ request: WebRequest) async throws -> WebResponse {
        let kind = try kind(request)
        return try await page(request, kind, id: request.form["id"] ?? ActivityID.new().text, from: try await copied(kind, request))
    }

    /// What an act of one's own organisation was like, for one more like it: without its day, numbers and evidence.
    private func copied(_ kind: ActivityKind, _ request: WebRequest) async throws -> ActivityFacts? {
        guard let id = request.query["copy"].flatMap(ActivityID.init) else { return nil }
        let actor = try request.signedIn().actor
        let found = try await room.database.read { try ActivityStore.find(id, $0) }
        guard let found, found.kind == kind, found.organisation == actor.organisation else { throw WebError.notFound }
        var facts = found.facts
        (facts.startsOn, facts.endsOn) = (request.today, request.today)
        (facts.state, facts.evidence, facts.note, facts.sameAs) = (.done, nil, nil, nil)
        facts.amounts = [:]
        facts.heads = facts.heads.map { HeadCount(profession: $0.profession, sex: $0.sex, institution: $0.institution, amount: 0) }
        return facts
    }

    func add(_ request: WebRequest) async throws -> WebResponse {
        let kind = try kind(request)
        guard let id = request.form["id"].flatMap(ActivityID.init) else { throw WebError.badRequest }
        let draft = room.draft(kind, request)
        guard draft.wrong.isEmpty else { return try await page(request, kind, id: id.text, wrong: draft.wrong) }
        let own = try request.signedIn().actor.organisation
        let alike = try await room.database.read { try ActivityStore.alike(kind, draft.facts, except: id, own: own, limit: 6, $0) }
        if let same = draft.facts.sameAs {
            guard let other = alike.first(where: { $0.id == same }) else { throw WebError.badRequest }
            return try await join(other, request)
        }
        if request.form["anyway"] == nil, !alike.isEmpty { return try await page(request, kind, id: id.text, alike: alike) }
        do {
            let activity = try await room.acts.add(draft.facts, kind, as: id, request)
            return .redirect(to: request.link("/activities/" + activity.id.text) + "?done=added")
        } catch let problem as ActivityActs.Problem {
            return try await page(request, kind, id: id.text, told: [told(problem, request)])
        }
    }

    /// One act is written down once: who sees that hers is there already is written into it as a co-organiser by whoever has it.
    private func join(_ other: Activity, _ request: WebRequest) async throws -> WebResponse {
        let actor = try request.signedIn().actor
        guard other.organisation != actor.organisation else {
            return .redirect(to: request.link("/activities/" + other.id.text) + "?done=same")
        }
        try await room.acts.join(other, request)
        return .redirect(to: request.link("/activities/" + other.id.text) + "?done=joined")
    }

    // MARK: A correction

    func correct(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.own(request)
        return try await page(request, activity.kind, id: activity.id.text, from: activity.facts, correcting: activity)
    }

    func corrected(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.own(request)
        let draft = room.draft(activity.kind, request)
        guard draft.wrong.isEmpty, let version = request.form["version"].flatMap({ Int($0) }) else {
            return try await page(request, activity.kind, id: activity.id.text, wrong: draft.wrong, correcting: activity)
        }
        do {
            try await room.acts.correct(draft.facts, of: activity, version: version, request)
        } catch let problem as ActivityActs.Problem {
            return try await page(request, activity.kind, id: activity.id.text, told: [told(problem, request)], correcting: activity)
        }
        return .redirect(to: request.link("/activities/" + activity.id.text) + "?done=corrected")
    }

    /// What the store could not take, at the field where it is mended.
    private func told(_ problem: ActivityActs.Problem, _ request: WebRequest) -> (field: String, text: String) {
        let words = pages.words(request.language)
        return switch problem {
        case .overtaken: ("title", words("act_wrong_overtaken"))
        case .notAlike: ("title", words("act_wrong_other"))
        case .notOver: ("title", words("attend_wrong.not-over"))
        case .notOwn(let field): (field, words("act_wrong_choice"))
        case .short(let shortage): shortage.problem(words)
        }
    }

    // MARK: The page

    private func kind(_ request: WebRequest) throws -> ActivityKind {
        guard let kind = request.parameters["kind"].flatMap(ActivityKind.init) else { throw WebError.notFound }
        return kind
    }

    private func page(
        _ request: WebRequest, _ kind: ActivityKind, id: String, from facts: ActivityFacts? = nil,
        wrong: [(field: String, word: String)] = [], told: [(field: String, text: String)] = [], alike: [Activity] = [],
        correcting activity: Activity? = nil
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        let actor = try request.signedIn().actor
        let (acts, names) = try await room.database.read { connection in
            let acts = try kind.fields.reduce(into: [String: [(id: ActivityID, reference: String, title: String)]]()) { acts, field in
                guard case .act(let named) = field.kind else { return }
                acts[field.code] = try choices(
                    named, actor, keeping: (facts ?? activity?.facts)?.codes[field.code] ?? [], words, connection)
            }
            return (acts, alike.isEmpty ? [] : try room.sources.organisations(connection, request.language))
        }
        let told = wrong.map { ($0.field, words($0.word)) } + told
        let lines = room.lines(words)
        let path = activity.map { "/activities/" + $0.id.text }
        let content = ActivityForm.Content(
            form: request.form, facts: facts ?? activity?.facts,
            wrong: Dictionary(told, uniquingKeysWith: { first, _ in first }), acts: acts,
            listHref: activity.flatMap { $0.isListed ? request.link("/activities/\($0.id.text)/attendance") : nil })
        let model = EntryPage(
            title: activity.map { words("act_correct_title", ["reference": $0.reference]) } ?? lines.kind(kind),
            text: words.find("act_kind_hint." + kind.rawValue) ?? "", id: id,
            version: String(activity?.version ?? 1),
            action: request.link(path.map { $0 + "/change" } ?? "/activities/new/" + kind.rawValue),
            back: request.link(path ?? "/activities/new"), backText: words(path == nil ? "act_new_title" : "act_back"),
            isCorrection: activity != nil, summary: FormErrors(told),
            form: ActivityForm(kind, content, room.places, room.register, words),
            alike: alike.map { self.alike($0, actor, names, lines, request) }, hasAlike: !alike.isEmpty,
            button: words(activity == nil ? "act_save" : "act_save_correction"))
        return try pages.page(
            "activities-entry", model, title: model.title, for: request, section: "activities", hasForm: true,
            status: told.isEmpty ? 200 : 422)
    }

    /// Acts of one's own that a field may name, and those it names already; print runs tell what is left of them.
    private func choices(
        _ kind: ActivityKind, _ actor: Actor, keeping named: Set<String>, _ words: Words, _ connection: any Connection
    ) throws -> [(id: ActivityID, reference: String, title: String)] {
        var acts = try ActivityStore.choices(kind, of: actor.organisation, limit: 100, connection)
        let kept = named.subtracting(acts.map(\.id.text)).compactMap(ActivityID.init)
        acts += try ActivityStore.find(kept, connection).map { ($0.id, $0.reference, $0.facts.title) }
        guard kind == .production else { return acts }
        let (stocks, format) = (try ActivityStore.stocks(of: acts.map(\.id), connection), Format(words.language))
        return acts.map { act in
            let left = stocks[act.id].map { words("stock_choice", ["left": format.integer($0.left)]) } ?? ""
            return (act.id, act.reference + left, act.title)
        }
    }

    /// An act that may be the same one. Of another organisation's only what tells whether it is.
    private func alike(
        _ one: Activity, _ actor: Actor, _ names: [(id: OrganisationID, name: String)], _ lines: ActivityLines, _ request: WebRequest
    ) -> EntryPage.Alike {
        let isOwn = one.organisation == actor.organisation
        let organisation = names.first { $0.id == one.organisation }?.name ?? ""
        let text = [lines.when(one.facts), lines.place(one.facts), isOwn || one.facts.isPublic ? one.facts.title : "", organisation]
        return EntryPage.Alike(
            id: one.id.text, href: request.link("/activities/" + one.id.text), reference: one.reference,
            text: text.filter { !$0.isEmpty }.joined(separator: " · "), isOwn: isOwn)
    }
}

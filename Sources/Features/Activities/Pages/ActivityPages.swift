import Core
import Counting
import Database
import Policy
import Reference
import Web

/// The page of an act: what it was, what it left to do, which measures it serves.
struct ActivityPages: Sendable {
    let room: ActivitiesFeature

    private var pages: Pages { room.pages }

    func page(_ request: WebRequest) async throws -> WebResponse { try await page(try await room.seen(request), request) }

    /// The page once more, with what was wrong.
    func page(
        _ activity: Activity, _ request: WebRequest, wrong: [(field: String, text: String)] = []
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        let around = try await around(activity, request)
        let model = ActivityPage(activity, around, room.lines(words), request, wrong)
        return try pages.page(
            "activities-activity", model, title: activity.reference, for: request, section: "activities", hasForm: model.mayChange,
            status: wrong.isEmpty ? 200 : 422)
    }

    private func around(_ activity: Activity, _ request: WebRequest) async throws -> ActivityPage.Around {
        let actor = try request.signedIn().actor
        return try await room.database.read { connection in
            let fitting = try room.sources.fitting(connection)
            let fit = try fitting.fit(activity, connection)
            let named = activity.kind.fields.flatMap { field -> [ActivityID] in
                guard case .act = field.kind else { return [] }
                return activity.facts.codes[field.code, default: []].compactMap(ActivityID.init)
            }
            let acts = try ActivityStore.find(named + [activity.facts.sameAs].compactMap(\.self), connection)
            let isOwn = activity.organisation == actor.organisation
            let names = Dictionary(
                try room.sources.organisations(connection, request.language).map { ($0.id.text, $0.name) },
                uniquingKeysWith: { first, _ in first })
            return ActivityPage.Around(
                organisation: names[activity.organisation.text] ?? "", organisations: names,
                offers: fitting.offers, fit: fit, acts: acts,
                versions: try ActivityStore.versions(of: activity.id, connection).map {
                    ($0.version, $0.at, try room.sources.name($0.by, connection) ?? "")
                },
                alike: try ActivityStore.alike(activity.kind, activity.facts, except: activity.id, limit: 6, connection).filter {
                    $0.organisation == actor.organisation || Policy.mayEver(actor, .indicatorBind)
                },
                mayChange: isOwn && Policy.mayEver(actor, .activityChange),
                mayKeep: isOwn && Policy.mayEver(actor, .activityChange) || Policy.mayEver(actor, .indicatorBind),
                institutions: room.register.institutions, stock: try ActivityPages.stock(activity, actor, connection),
                evidence: try evidence(activity, connection), screening: try screening(activity, request, connection))
        }
    }

    private func evidence(_ activity: Activity, _ connection: any Connection) throws -> EvidenceView.Known {
        let files = try EvidenceStore.files(of: activity.id, connection)
        let users = Set(files.map(\.addedBy) + files.compactMap(\.withdrawn?.by))
        return EvidenceView.Known(
            files: files, descriptions: try ActivityActs.descriptions(of: activity, room.vault, connection),
            names: try users.reduce(into: [:]) { $0[$1] = try room.sources.name($1, connection) })
    }

    /// Only whoever led the screening or keeps the figures of plans is told how many signals came of it.
    private func screening(_ activity: Activity, _ request: WebRequest, _ connection: any Connection) throws -> ScreeningView? {
        guard activity.kind == .screening else { return nil }
        let actor = try request.signedIn().actor
        let isTold = activity.organisation == actor.organisation || Policy.mayEver(actor, .indicatorBind)
        let signals = isTold ? try room.sources.signals(activity.id, connection) : nil
        let view = ScreeningView(activity, signals: signals, for: actor, room.lines(pages.words(request.language)), request)
        return view.isCounted || view.mayRegister ? view : nil
    }

    private static func stock(
        _ activity: Activity, _ actor: Actor, _ connection: any Connection
    ) throws -> (stock: Stock, distributions: [Activity])? {
        guard activity.kind == .production, let stock = try ActivityStore.stocks(of: [activity.id], connection)[activity.id] else {
            return nil
        }
        return (stock, try ActivityStore.distributions(of: activity.id, actor, limit: 200, connection))
    }

    // MARK: Acts

    func move(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.own(request)
        guard let state = request.form["state"].flatMap(ActivityFacts.State.init) else { throw WebError.badRequest }
        let words = pages.words(request.language)
        if state == .done, activity.facts.endsOn > request.today, activity.kind.span != .open {
            return try await page(activity, request, wrong: [("state", words("act_wrong_future"))])
        }
        do {
            try await room.acts.move(activity, to: state, request)
        } catch ActivityActs.Problem.short(let shortage) {
            return try await page(activity, request, wrong: [shortage.problem(at: "state", words)])
        }
        return done(activity, state.rawValue, request)
    }

    func reach(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.own(request)
        let words = pages.words(request.language)
        guard let stage = request.form["stage"].flatMap(ActivityStage.init), activity.kind.stages.contains(stage) else {
            throw WebError.badRequest
        }
        guard let typed = request.form.line("day") else {
            try await room.acts.reach(stage, on: nil, number: nil, of: activity, request)
            return done(activity, "unreached", request)
        }
        let number = request.form.line("number")
        guard let day = Day(typed: typed), day <= request.today else {
            return try await page(activity, request, wrong: [("day-" + stage.rawValue, words("act_wrong_past_day"))])
        }
        guard number?.count ?? 0 <= 60 else {
            return try await page(activity, request, wrong: [("number-" + stage.rawValue, words("act_wrong_long"))])
        }
        try await room.acts.reach(stage, on: day, number: number, of: activity, request)
        return done(activity, "reached", request)
    }

    func task(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.own(request)
        let words = pages.words(request.language)
        guard activity.kind.task != nil else { throw WebError.badRequest }
        guard let text = request.form.line("task"), text.count <= 200 else {
            return try await page(activity, request, wrong: [("task", words("act_wrong_task"))])
        }
        let typed = request.form.line("due")
        let due = typed.flatMap { Day(typed: $0) }
        guard typed == nil || due != nil else { return try await page(activity, request, wrong: [("due", words("act_wrong_day"))]) }
        let holder = request.form["holder"].flatMap { room.register.institution($0)?.code }
        try await room.acts.add(ActivityTask(id: .new(), text: text, institution: holder, dueOn: due, doneOn: nil), to: activity, request)
        return done(activity, "task", request)
    }

    func finish(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.own(request)
        guard let id = request.parameters["task"], let task = activity.tasks.first(where: { $0.id.text == id }) else {
            throw WebError.notFound
        }
        let words = pages.words(request.language)
        let typed = request.form.line("done")
        let day = typed.flatMap { Day(typed: $0) }
        guard typed == nil || day.map({ $0 <= request.today }) == true else {
            return try await page(activity, request, wrong: [("done-" + id, words("act_wrong_past_day"))])
        }
        try await room.acts.finish(task, of: activity, on: day, request)
        return done(activity, typed == nil ? "task-open" : "task-done", request)
    }

    func assign(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.kept(request)
        let offers = try await room.database.read { try room.sources.offers($0) }
        let chosen = try request.form.all("measure").map { text in
            guard let offer = offers.first(where: { ActivityPage.value($0.reference) == text }) else { throw WebError.badRequest }
            return offer.reference
        }
        // What is no longer offered, of a plan that was withdrawn, stays as it was.
        let offered = Set(offers.map(\.reference))
        let kept = Set(activity.assignments.map(\.measure)).subtracting(offered)
        try await room.acts.assign(activity, to: Set(chosen).union(kept), request)
        return done(activity, "assigned", request)
    }

    func merge(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await room.kept(request)
        let words = pages.words(request.language)
        let other = request.form["other"].flatMap(ActivityID.init)
        guard other != nil || activity.facts.sameAs != nil else {
            return try await page(activity, request, wrong: [("other", words("act_wrong_other"))])
        }
        do {
            try await room.acts.merge(activity, into: other, request)
        } catch ActivityActs.Problem.notAlike {
            return try await page(activity, request, wrong: [("other", words("act_wrong_other"))])
        } catch ActivityActs.Problem.short(let shortage) {
            return try await page(activity, request, wrong: [shortage.problem(at: "other", words)])
        }
        return done(activity, other == nil ? "unmerged" : "merged", request)
    }

    private func done(_ activity: Activity, _ what: String, _ request: WebRequest) -> WebResponse {
        .redirect(to: request.link("/activities/" + activity.id.text) + "?done=" + what)
    }
}

import Core
import Database
import Policy
import Reference
import Web

/// The pages on which an organiser tells who was there, and the sheet that she prints for it.
struct AttendancePages: Sendable {
    let room: ActivitiesFeature

    private var pages: Pages { room.pages }

    struct AttendancePage: Encodable {
        let title: String
        let back: String
        let reference: String
        let sub: String
        let notice: String
        let hasNotice: Bool
        let summary: FormErrors
        let sheet: String
        let action: String
        let end: String
        let id: String
        let version: String
        let stored: [AttendanceView]
        let isListed: Bool
        let arePartsOpen: Bool
        let lines: [PartLine]
        let moreLines: [PartLine]
        let threshold: FormField
        let parts: [AttendanceView.Part]
        let hasSeveral: Bool
        let order: String
        let profession: FormQuestion
        let institution: FormQuestion
        let takesOthers: Bool
        let list: String
        let wrong: [String]
        let isWrong: Bool
        let kept: String
        let button: String
    }

    struct PartLine: Encodable {
        let number: String
        let title: FormField
        let group: FormField
        let day: FormField
        let hours: FormField
    }

    /// The act of an address, where the visitor may tell who was there.
    private func activity(_ request: WebRequest) async throws -> Activity {
        let activity = try await room.own(request)
        guard activity.takesAttendance else { throw WebError.notFound }
        return activity
    }

    func page(_ request: WebRequest) async throws -> WebResponse { try page(try await activity(request), request) }

    func store(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await activity(request)
        guard let id = request.form["id"].flatMap(AttendanceID.init), let version = request.form["version"].flatMap({ Int($0) }) else {
            throw WebError.badRequest
        }
        let words = pages.words(request.language)
        let lexicon = AttendanceLexicon(
            Language.allCases.map(pages.words), institutions: room.institutionNames.meanings(room.register))
        let draft = AttendanceDraft(request.form, of: activity, room.register, lexicon)
        guard draft.wrong.isEmpty else {
            let told = draft.wrong.map { ($0.field, words($0.problem.word, $0.problem.values)) }
            return try page(activity, request, parts: draft.parts, wrong: told)
        }
        do {
            try await room.acts.attend(draft, as: id, at: activity, version: version, request)
        } catch ActivityActs.Problem.overtaken {
            return try page(activity, request, parts: draft.parts, wrong: [("list", words("act_wrong_overtaken"))])
        } catch ActivityActs.Problem.notOver {
            return try page(activity, request, parts: draft.parts, wrong: [("list", words("attend_wrong.not-over"))])
        }
        let path = request.link("/activities/" + activity.id.text)
        return .redirect(to: draft.count == nil ? path + "/attendance?done=parts" : path + "?done=attended")
    }

    func end(_ request: WebRequest) async throws -> WebResponse {
        let activity = try await activity(request)
        try await room.acts.unlist(activity, request)
        return .redirect(to: request.link("/activities/" + activity.id.text) + "?done=unlisted")
    }

    // MARK: The page

    private func page(
        _ activity: Activity, _ request: WebRequest, parts typed: [AttendancePart]? = nil, wrong: [(field: String, text: String)] = []
    ) throws -> WebResponse {
        let words = pages.words(request.language)
        let (lines, facts) = (room.lines(words), activity.facts)
        let path = request.link("/activities/" + activity.id.text)
        let parts = typed ?? activity.attendance?.parts ?? AttendancePart.days(of: facts)
        let inputs = partLines(parts, request, words, wrong)
        let shown = min(AttendancePart.most, max(parts.count, (inputs.lastIndex { $0.isTyped } ?? 0) + 1))
        let done = request.query["done"].flatMap { words.find("attend_done." + $0) }
        let isTyped = !request.form.pairs.isEmpty
        let problems = wrong.filter { $0.field == "list" }.map(\.text)
        func chosen(_ name: String) -> String { request.form[name] ?? "" }
        let period = ParticipantPeriod(facts)
        let model = AttendancePage(
            title: words("attend_title"), back: path, reference: activity.reference,
            sub: [facts.title, lines.when(facts), lines.place(facts)].filter { !$0.isEmpty }.joined(separator: " · "),
            notice: done ?? "", hasNotice: done != nil, summary: FormErrors(wrong), sheet: path + "/attendance/sheet",
            action: path + "/attendance", end: path + "/attendance/end", id: request.form["id"] ?? AttendanceID.new().text,
            version: String(activity.version),
            stored: activity.isListed ? activity.attendance.map { [AttendanceView($0, lines)] } ?? [] : [], isListed: activity.isListed,
            arePartsOpen: wrong.contains { $0.field != "list" } || (wrong.isEmpty && activity.attendance == nil && parts.count > 1),
            lines: inputs.prefix(shown).map(\.line), moreLines: inputs.dropFirst(shown).map(\.line),
            threshold: FormField(
                "threshold", label: words("attend_ask.threshold"), hint: words("attend_hint.threshold"),
                value: isTyped
                    ? chosen("threshold") : String((activity.attendance?.threshold ?? .usual).percent),
                wrong: wrong.first { $0.field == "threshold" }?.text ?? "", isNumeric: true),
            parts: parts.enumerated().map { place, part in
                AttendanceView.Part(number: String(place + 1), name: lines.part(part), present: "")
            }, hasSeveral: parts.count > 1, order: words(parts.count > 1 ? "attend_order_parts" : "attend_order"),
            profession: FormQuestion(
                "profession", label: words("attend_ask.profession"),
                choices: [FormChoice("", words("attend_told_each"))]
                    + TermList.profession.codes.map {
                        FormChoice($0, words(TermList.profession.words + $0), isChosen: $0 == chosen("profession"))
                    }),
            institution: FormQuestion(
                "institution", label: words("attend_ask.institution"),
                choices: [FormChoice("", words("attend_told_each"))]
                    + room.register.institutions.map {
                        FormChoice($0.code, $0.shortName(words.language), isChosen: $0.code == chosen("institution"))
                    }), takesOthers: request.form["others"] != nil, list: chosen("list"), wrong: problems, isWrong: !problems.isEmpty,
            kept: kept(period, request.today, words, lines.format), button: words("attend_button"))
        return try pages.page(
            "activities-attendance", model, title: model.title, for: request, section: "activities", hasForm: true,
            status: wrong.isEmpty ? 200 : 422)
    }

    /// What becomes of the names.
    private func kept(_ period: ParticipantPeriod, _ today: Day, _ words: Words, _ format: Format) -> String {
        guard let endsOn = period.endsOn, !period.isOver(on: today) else { return words("attend_kept_over") }
        return words("attend_kept", ["day": format.day(endsOn)])
    }

    private func partLines(
        _ parts: [AttendancePart], _ request: WebRequest, _ words: Words, _ wrong: [(field: String, text: String)]
    ) -> [(line: PartLine, isTyped: Bool)] {
        let isSent = !request.form.pairs.isEmpty
        return (1...AttendancePart.most).map { number in
            let part = parts.indices.contains(number - 1) ? parts[number - 1] : nil
            func field(_ name: String, _ own: String?, isNumeric: Bool = false) -> FormField {
                let id = AttendanceDraft.name(name, number)
                return FormField(
                    id, label: words("attend_ask." + name), value: isSent ? request.form[id] ?? "" : own ?? "",
                    wrong: wrong.first { $0.field == id }?.text ?? "", isNumeric: isNumeric)
            }
            let line = PartLine(
                number: String(number), title: field("title", part?.title), group: field("group", part?.group),
                day: field("day", part?.on.map(ActivityForm.typed)), hours: field("hours", part?.hours.map(String.init), isNumeric: true))
            let isTyped = ["title", "group", "day", "hours"].contains { request.form[AttendanceDraft.name($0, number)] != nil }
            return (line, isTyped)
        }
    }
}

import Admission
import Calendar
import Core
import Database
import Foundation
import Policy
import Web

/// Risk and immediate needs: what was found last, and the form for the next assessment. A form left half filled is kept for its writer.
struct AssessmentPages: ThreadPages {
    let cases: CasesFeature
    static let part = CaseHead.Part.assessment

    struct Page: Encodable {
        let head: CaseHead
        let summary: FormErrors
        let isEmpty: Bool
        let level: String
        let isGrave: Bool
        let ownView: String
        let made: String
        let dangers: [String]
        let hasDangers: Bool
        let needs: [String]
        let hasNeeds: Bool
        let history: [Past]
        let hasHistory: Bool
        let isKeptBack: Bool
        let isEarlier: Bool
        let latest: String
        let reveal: Reveal
        let shown: [Line]
        let isShown: Bool
        let mayChange: Bool
        let isOpen: Bool
        let action: String
        let parts: [Part]
        let needQuestions: [FormQuestion]
        let manner: FormQuestion
        let own: FormQuestion
        let levels: FormQuestion
        let clock: ClockLine

        struct Past: Encodable {
            let href: String
            let level: String
            let text: String
        }

        struct Line: Encodable {
            let label: String
            let value: String
        }

        struct Part: Encodable {
            let title: String
            let text: String
            let questions: [FormQuestion]
        }
    }

    func page(_ request: WebRequest, _ work: CaseWork, _ showing: ThreadShowing) async throws -> WebResponse {
        let words = cases.pages.words(request.language)
        let (person, file) = (work.person.id, work.file.id)
        let (all, clocks, organisations) = try await cases.database.read { connection in
            (
                try AssessmentStore.all(of: person, in: file, connection), try CaseClockStore.open(of: [person], in: file, connection),
                work.passage.known(try cases.sources.organisations(connection, request.language), words)
            )
        }
        let (format, sight) = (Format(request.language), work.sight)
        let made = AssessmentPages.made(by: request, all)
        let last = made.first
        // Whose answers these are decides who reads them; how great the danger is everybody must know who is near her.
        let isRead = last.map { sight.sees(nil, writtenFor: $0.organisation) } ?? true
        let read = isRead ? last : nil
        let newest = all.first { sight.sees(nil, writtenFor: $0.organisation) }
        let hidden = made.reduce(into: Set<FieldGroup>()) { $0.formUnion($1.hidden) }.intersection(work.groups)
        let (dangers, needs) = (dangers(read, words), needs(read, words))
        let path = request.link(work.path + "/assessment")
        let ask = CaseAsking(words, showing.typed(request), showing.wrong)
        let open = (showing.opened ?? [:]).sorted { $0.key < $1.key }
        let model = Page(
            head: try await head(work, request), summary: FormErrors(showing.wrong.map { ($0.field, words($0.word)) }),
            isEmpty: last == nil,
            level: last.map { words("risk_level." + $0.level.rawValue) } ?? "",
            isGrave: last.map { [.high, .imminent].contains($0.level) } ?? false,
            ownView: read.map { words("own_view." + $0.ownView.rawValue) } ?? "",
            made: last.map { last in
                [
                    format.moment(last.madeAt), organisations.first { $0.id == last.organisation }?.name,
                    words("manner." + last.manner.rawValue),
                ]
                .compactMap(\.self).joined(separator: " · ")
            } ?? "", dangers: dangers, hasDangers: !dangers.isEmpty, needs: needs, hasNeeds: !needs.isEmpty,
            history: made.dropFirst().map { one in
                Page.Past(
                    href: path + "?of=" + one.id.text, level: words("risk_level." + one.level.rawValue),
                    text: format.day(one.madeAt.dayInSofia))
            }, hasHistory: made.count > 1, isKeptBack: !isRead, isEarlier: last?.id != all.first?.id, latest: path,
            reveal: Reveal(!hidden.isEmpty, "/assessment/show", of: last?.id.text ?? "", work, showing, request, words),
            shown: open.map { Page.Line(label: label($0.key, words), value: $0.value) },
            isShown: showing.opened != nil, mayChange: work.mayChange,
            isOpen: last == nil || !showing.wrong.isEmpty || request.draftSavedAt != nil, action: path,
            parts: parts(work, newest, ask, words), needQuestions: needQuestions(work, newest, ask, words),
            manner: ask.question("manner", Assessment.Manner.allCases.map(\.rawValue), "manner."),
            own: ask.question("own-view", Assessment.OwnView.allCases.map(\.rawValue), "own_view."),
            levels: ask.question("level", Assessment.Level.allCases.map(\.rawValue), "risk_level."),
            clock: ClockLine(clocks.first { $0.rule == "risk-review" }, cases, request, words))
        return try render("cases-assessment", model, request, showing)
    }

    /// From the assessment that was asked for on, the latest where none was, those made before it.
    private static func made(by request: WebRequest, _ all: [Assessment]) -> ArraySlice<Assessment> {
        let named = request.form["of"] ?? request.query["of"]
        return all[(all.firstIndex { $0.id.text == named } ?? 0)...]
    }

    private func parts(_ work: CaseWork, _ last: Assessment?, _ ask: CaseAsking, _ words: Words) -> [Page.Part] {
        RiskQuestion.Part.allCases.compactMap { part in
            let questions = RiskQuestion.allCases.filter { question in
                question.part == part && (question.group.map(work.writable.contains) ?? true)
                    && (question != .pregnant || work.person.sex != .male)
            }
            guard !questions.isEmpty else { return nil }
            return Page.Part(
                title: words("risk_part." + part.rawValue), text: words("risk_part_text." + part.rawValue),
                questions: questions.map { question in
                    ask.question(
                        "risk-" + question.rawValue, Assessment.Answer.allCases.map(\.rawValue), "answer.",
                        label: words("risk." + question.rawValue),
                        // What may have changed since is asked anew: the two that decide are never filled in beforehand.
                        own: question.isRequired ? [] : Set([last?.answers["risk." + question.rawValue]].compactMap(\.self)))
                })
        }
    }

    private func needQuestions(_ work: CaseWork, _ last: Assessment?, _ ask: CaseAsking, _ words: Words) -> [FormQuestion] {
        Need.allCases.filter { $0.group.map(work.writable.contains) ?? true }.map { need in
            ask.question(
                "need-" + need.rawValue, Assessment.Extent.allCases.map(\.rawValue), "extent.", label: words("need." + need.rawValue),
                own: Set([last?.answers["need." + need.rawValue]].compactMap(\.self)))
        }
    }

    private func dangers(_ last: Assessment?, _ words: Words) -> [String] {
        RiskQuestion.allCases.filter { last?.answers["risk." + $0.rawValue] == $0.danger.rawValue }.map { question in
            words("risk." + question.rawValue) + (question.danger == .no ? " " + words("answer_was_no") : "")
        }
    }

    private func needs(_ last: Assessment?, _ words: Words) -> [String] {
        let wanted = [Assessment.Extent.urgent, .some]
        return wanted.flatMap { extent in
            Need.allCases.filter { last?.answers["need." + $0.rawValue] == extent.rawValue }.map {
                words("need." + $0.rawValue) + " – " + words("extent." + extent.rawValue)
            }
        }
    }

    private func label(_ key: String, _ words: Words) -> String { words.find(key) ?? key }

    private func prefix(_ key: String) -> String { key.hasPrefix("need.") ? "extent." : "answer." }

    func add(_ request: WebRequest) async throws -> WebResponse {
        try await change(request, done: "assessment") { work in
            let draft = AssessmentDraft(request.form, writable: work.writable)
            guard draft.wrong.isEmpty else { return draft.wrong }
            try await cases.caseActs.assess(draft, work)
            return []
        }
    }

    func reveal(_ request: WebRequest) async throws -> WebResponse {
        try await unmask(request) { work in
            let (person, file) = (work.person.id, work.file.id)
            let made = AssessmentPages.made(
                by: request, try await cases.database.read { try AssessmentStore.all(of: person, in: file, $0) })
            let groups = made.reduce(into: Set<FieldGroup>()) { $0.formUnion($1.hidden) }.intersection(work.passage.decision.mask)
            guard !groups.isEmpty else { return [:] }
            let places = made.flatMap { one in
                one.hidden.intersection(groups).map { (place: Assessment.sealed(one.id, $0), day: one.madeAt.dayInSofia) }
            }
            let opened = try await cases.caseActs.unmask(places.map(\.place), named: groups.map(\.rawValue).sorted(), work)
            let (words, format) = (cases.pages.words(request.language), Format(request.language))
            // To each question the last answer there is, with its day: who left it out, or must not ask it, took nothing back.
            return try places.reduce(into: [:]) { all, one in
                guard let bytes = opened[one.place] else { return }
                for (key, code) in try JSONDecoder().decode([String: String].self, from: Data(bytes)) where all[key] == nil {
                    all[key] = words(prefix(key) + code) + ", " + format.day(one.day)
                }
            }
        }
    }
}

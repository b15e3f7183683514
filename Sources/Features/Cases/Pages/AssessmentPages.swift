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
        let (last, history, clocks, organisations) = try await cases.database.read { connection in
            (
                try AssessmentStore.latest(of: [person], in: file, connection)[person],
                try AssessmentStore.history(of: person, in: file, connection), try CaseClockStore.open(of: [person], in: file, connection),
                work.passage.known(try cases.sources.organisations(connection, request.language), words)
            )
        }
        let format = Format(request.language)
        let hidden = (last?.hidden ?? []).intersection(work.groups)
        let ask = CaseAsking(words, showing.typed(request), showing.wrong)
        let open = (showing.opened ?? [:]).sorted { $0.key < $1.key }
        let model = Page(
            head: try await head(work, request), summary: FormErrors(showing.wrong.map { ($0.field, words($0.word)) }),
            isEmpty: last == nil,
            level: last.map { words("risk_level." + $0.level.rawValue) } ?? "",
            isGrave: last.map { [.high, .imminent].contains($0.level) } ?? false,
            ownView: last.map { words("own_view." + $0.ownView.rawValue) } ?? "",
            made: last.map { last in
                [
                    format.moment(last.madeAt), organisations.first { $0.id == last.organisation }?.name,
                    words("manner." + last.manner.rawValue),
                ]
                .compactMap(\.self).joined(separator: " · ")
            } ?? "", dangers: dangers(last, words), hasDangers: !dangers(last, words).isEmpty, needs: needs(last, words),
            hasNeeds: !needs(last, words).isEmpty,
            history: history.dropFirst().map {
                Page.Past(level: words("risk_level." + $0.level.rawValue), text: format.day($0.at.dayInSofia))
            }, hasHistory: history.count > 1,
            reveal: Reveal(!hidden.isEmpty, "/assessment/show", work, showing, request, words),
            shown: open.map { Page.Line(label: label($0.key, words), value: words(prefix($0.key) + $0.value)) },
            isShown: showing.opened != nil, mayChange: work.mayChange,
            isOpen: last == nil || !showing.wrong.isEmpty || request.draftSavedAt != nil, action: request.link(work.path + "/assessment"),
            parts: parts(work, last, ask, words), needQuestions: needQuestions(work, last, ask, words),
            manner: ask.question("manner", Assessment.Manner.allCases.map(\.rawValue), "manner."),
            own: ask.question("own-view", Assessment.OwnView.allCases.map(\.rawValue), "own_view."),
            levels: ask.question("level", Assessment.Level.allCases.map(\.rawValue), "risk_level."),
            clock: ClockLine(clocks.first { $0.rule == "risk-review" }, cases, request, words))
        return try render("cases-assessment", model, request, showing)
    }

    private func parts(_ work: CaseWork, _ last: Assessment?, _ ask: CaseAsking, _ words: Words) -> [Page.Part] {
        RiskQuestion.Part.allCases.compactMap { part in
            let questions = RiskQuestion.allCases.filter { $0.part == part && ($0.group.map(work.writable.contains) ?? true) }
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
            let last = try await cases.database.read { try AssessmentStore.latest(of: [person], in: file, $0)[person] }
            guard let last else { return [:] }
            let groups = last.hidden.intersection(work.passage.decision.mask)
            let opened = try await cases.caseActs.unmask(
                groups.map { Assessment.sealed(last.id, $0) }, named: groups.map(\.rawValue).sorted(), work)
            return try opened.values.reduce(into: [:]) { all, bytes in
                all.merge(try JSONDecoder().decode([String: String].self, from: Data(bytes))) { $1 }
            }
        }
    }
}

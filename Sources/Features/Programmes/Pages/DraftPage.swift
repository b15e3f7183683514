import Core
import Reference
import Web

/// A draft before it is put in force: what it holds, what it changes, and which measure is which.
struct DraftPage: Sendable, Encodable {
    let title: String
    let imports: String
    let home: String
    let kind: String
    let kindStyle: String
    let meta: String
    let notice: String
    let hasNotice: Bool
    let summary: FormErrors
    let facts: [OutlinePage.Fact]
    /// None or one.
    let edition: [Edition]
    let check: Check
    let remarks: [RemarkView]
    let hasRemarks: Bool
    let remarksTitle: String
    let isPreview: Bool
    let isAmendment: Bool
    /// None or one.
    let difference: [DifferenceView]
    let proposals: [Proposal]
    let hasProposals: Bool
    let measures: [Line]
    let base: String
    let accept: String
    let acceptText: String
    let button: String
    let discard: String

    /// Of which plan the draft is an edition, and of which it may be.
    struct Edition: Sendable, Encodable {
        let text: String
        let told: String
        let wasTold: Bool
        let isOpen: Bool
        let choices: [FormChoice]
        let action: String

        /// What the form sends for a plan of its own; no plan's name in addresses begins so.
        static let none = "-"

        /// - Parameters:
        ///   - plans: those in force.
        ///   - resembling: the name in addresses of the one that it probably amends.
        init(_ draft: StoredPlan, _ accepted: StoredPlan?, _ plans: [PlanSummary], resembling: String?, _ views: PlanViews) {
            let words = views.words
            let identity = PlanIdentity.key(draft.content)
            func short(_ plan: PlanSummary) -> String {
                [PlanHead.short(Casing.sentence(plan.title)), views.years(plan.period)].filter { !$0.isEmpty }.joined(separator: " · ")
            }
            let namesake = plans.first { $0.slug != accepted?.slug && PlanIdentity.key($0.title) == identity }
            let nearest = accepted == nil && namesake == nil ? plans.first { $0.slug == resembling } : nil
            let others = [nearest].compactMap(\.self) + plans.filter { $0.id != nearest?.id }
            text =
                if let accepted {
                    words("plan_import_edition_of", ["plan": Casing.sentence(accepted.content.title.text)])
                } else if let namesake {
                    words("plan_import_edition_own", ["plan": Casing.sentence(namesake.title)])
                } else if let nearest {
                    words("plan_import_edition_maybe", ["plan": Casing.sentence(nearest.title)])
                } else {
                    words("plan_import_edition_new")
                }
            isOpen = nearest != nil
            wasTold = views.request.query["told"] == "plan"
            told = words(accepted == nil ? "plan_import_told_new" : "plan_import_told_edition")
            choices =
                [FormChoice(Edition.none, words("plan_import_edition_none"), isChosen: accepted == nil)]
                + others.map { FormChoice($0.slug, short($0), isChosen: $0.slug == accepted?.slug) }
            action = views.request.link("/plans/import/\(draft.versionID.text)/plan")
        }
    }

    /// What the check finds in the draft, and where it stands.
    struct Check: Sendable, Encodable {
        let facts: [OutlinePage.Fact]
        let href: String
        let hasFindings: Bool
    }

    struct Proposal: Sendable, Encodable {
        let code: String
        let title: String
        let before: String
        let hasBefore: Bool
        let why: String
        let badge: String
        let badgeStyle: String
        let hasBadge: Bool
        let isUnlike: Bool
        let id: String
        let label: String
        let choices: [FormChoice]
    }

    struct Line: Sendable, Encodable {
        let code: String
        let title: String
        let leads: String
        let deadline: String
    }

    init(
        _ draft: StoredPlan, after accepted: StoredPlan?, _ edition: Edition, _ decided: [String: MeasureSuccession.Decision],
        _ wrong: DraftActs.Refusal?,
        findings: [PlanFinding], _ views: PlanViews
    ) {
        let (words, content) = (views.words, draft.content)
        title = Casing.sentence(content.title.text)
        imports = views.request.link("/plans/import")
        home = views.request.link("/")
        isAmendment = accepted != nil
        kind = words(isAmendment ? "plan_import_amendment" : "plan_import_new")
        kindStyle = isAmendment ? "warn" : "info"
        meta = [views.years(content.period), words("from_document", ["name": draft.document.name]), views.format.moment(draft.importedAt)]
            .filter { !$0.isEmpty }.joined(separator: " · ")
        notice = wrong == .baseChanged ? words("plan_import_base_changed") : ""
        hasNotice = !notice.isEmpty
        summary = DraftPage.summary(wrong, words)
        facts = DraftPage.facts(draft, views)
        self.edition = edition.choices.count > 1 ? [edition] : []
        check = DraftPage.check(draft, findings, views)
        remarks = RemarkView.all(draft, views)
        hasRemarks = !remarks.isEmpty
        remarksTitle = words("plan_import_remarks", ["n": views.format.integer(remarks.count)])
        isPreview = !decided.isEmpty && wrong == nil
        let found = accepted.map { DraftPage.difference($0.content, content, decided, views.register) }
        difference = zip([found].compactMap(\.self), [accepted].compactMap(\.self)).map {
            DifferenceView($0, from: $1.content, to: content, views)
        }
        proposals =
            accepted.map { DraftPage.proposals(found?.proposals ?? [], content, $0.content, found?.removed ?? [], decided, views) } ?? []
        hasProposals = !proposals.isEmpty
        measures = isAmendment ? [] : DraftPage.lines(content, views)
        base = accepted?.versionID.text ?? ""
        accept = views.request.link("/plans/import/\(draft.versionID.text)")
        discard = views.request.link("/plans/import/\(draft.versionID.text)/discard")
        button = isAmendment ? words("plan_import_accept", ["n": String(draft.version)]) : words("plan_import_publish")
        acceptText = words(isAmendment ? "plan_import_accept_text" : "plan_import_publish_text")
    }

    /// With the boxes as they are ticked below: what she reads is what putting it in force will do.
    private static func difference(
        _ old: PlanContent, _ new: PlanContent, _ decided: [String: MeasureSuccession.Decision], _ register: InstitutionRegister
    ) -> PlanDifference {
        let proposed = PlanDifference(from: old, to: new, register: register, decided: decided)
        guard decided.isEmpty, proposed.proposals.contains(where: { !$0.isCertain && $0.decision != .isNew }) else { return proposed }
        return proposed.asProposed(from: old, to: new)
    }

    private static func summary(_ wrong: DraftActs.Refusal?, _ words: Words) -> FormErrors {
        guard case .claimedTwice(let code)? = wrong else { return .none }
        return FormErrors([("which", words("plan_import_claimed_twice", ["code": code]))])
    }

    private static func lines(_ content: PlanContent, _ views: PlanViews) -> [Line] {
        content.measures.map { measure in
            Line(
                code: measure.code, title: Casing.sentence(measure.title.text), leads: measure.leads.map(\.name).joined(separator: ", "),
                deadline: views.deadline(measure.deadline))
        }
    }

    private static func facts(_ draft: StoredPlan, _ views: PlanViews) -> [OutlinePage.Fact] {
        let (words, format, content, account) = (views.words, views.format, draft.content, draft.account)
        let indicators = content.measures.flatMap(\.indicators)
        let share = account.total > 0 ? Int((Double(account.understood) * 100 / Double(account.total)).rounded()) : 0
        return [
            .init(
                label: words("measures"), value: format.integer(content.measures.count),
                note: words.count("in_sections", content.sections.count)),
            .init(
                label: words("indicators"), value: format.integer(indicators.count),
                note: words(
                    "complete_indicators", ["n": format.integer(indicators.count { $0.baseline != nil && $0.target != nil })])),
            .init(
                label: words("account.understood"), value: format.integer(account.understood),
                note: words("account.share", ["n": format.integer(share)])),
            .init(label: words("account.kept_as_text"), value: format.integer(account.keptAsText), note: ""),
            .init(label: words("account.not_understood"), value: format.integer(account.notUnderstood), note: ""),
        ]
    }

    private static func check(_ draft: StoredPlan, _ findings: [PlanFinding], _ views: PlanViews) -> Check {
        let facts = PlanFinding.Severity.allCases.map { severity in
            OutlinePage.Fact(
                label: views.words("severity.\(severity.rawValue)"),
                value: views.format.integer(findings.count { $0.code.severity == severity }),
                note: views.words("severity.\(severity.rawValue).note"))
        }
        return Check(
            facts: facts, href: views.href(draft.slug, "/findings?version=\(draft.version)"), hasFindings: !findings.isEmpty)
    }

    /// - Parameter removed: codes of the edition before that nothing goes on from.
    private static func proposals(
        _ proposals: [MeasureSuccession.Proposal], _ new: PlanContent, _ old: PlanContent, _ removed: [String],
        _ decided: [String: MeasureSuccession.Decision], _ views: PlanViews
    ) -> [Proposal] {
        let words = views.words
        let positions = Dictionary(new.measures.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        let before = Dictionary(old.measures.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        let claimed = proposals.compactMap { if case .continues(let code) = $0.decision { code } else { nil } }
        let open = Set(removed + claimed)
        let choosable = old.measures.indices.filter { open.contains(old.measures[$0].code) }
        let sentences = ComparisonSentences(words, views.request.language)
        return proposals.compactMap { proposal in
            guard let position = positions[proposal.code] else { return nil }
            let chosen: Int? = if case .continues(let code) = proposal.decision { before[code] } else { nil }
            let likeness = proposal.likeness
            return Proposal(
                code: proposal.code, title: Casing.sentence(new.measures[position].title.text),
                before: chosen.map { "\(old.measures[$0].code) \(Casing.sentence(old.measures[$0].title.text))" } ?? "",
                hasBefore: chosen != nil, why: likeness.map(sentences.reasons) ?? "",
                badge: likeness.map(sentences.degree) ?? "",
                badgeStyle: likeness.map { $0.degree == .certain ? "ok" : $0.degree == .likely ? "info" : "warn" } ?? "",
                hasBadge: likeness != nil, isUnlike: chosen == nil && decided[proposal.code] == nil, id: "is-\(position)",
                label: words("plan_import_is", ["code": proposal.code]),
                choices: [FormChoice("\(position)-", words("plan_import_is_new"), isChosen: chosen == nil)]
                    + choosable.map { index in
                        let measure = old.measures[index]
                        let text = "\(measure.code) \(PlanHead.short(Casing.sentence(measure.title.text)))"
                        return FormChoice("\(position)-\(index)", text, isChosen: chosen == index)
                    })
        }
    }
}

import Core
import Documents
import Web

/// Texts and links of the findings of one version.
struct FindingViews: Sendable {
    let stored: StoredPlan
    let plan: PlanViews
    private let sentences: FindingSentences
    private let organisations: [OrganisationID: String]
    private let titles: [String: String]

    init(_ stored: StoredPlan, _ plan: PlanViews, organisations: [(id: OrganisationID, name: String)] = []) {
        self.stored = stored
        self.plan = plan
        sentences = FindingSentences(plan.words)
        self.organisations = Dictionary(organisations.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        titles = Dictionary(stored.content.measures.map { ($0.code, $0.title.text) }, uniquingKeysWith: { first, _ in first })
    }

    var isAccepted: Bool { stored.status == .accepted }

    /// Where a finding stands on its page.
    static func anchor(_ name: String) -> String { "f-" + name.prefix(12) }

    /// What a rule is called in a list.
    func rule(_ code: PlanFinding.Code) -> String { plan.words("finding.\(code.rawValue).name") }

    func severity(_ severity: PlanFinding.Severity) -> String { plan.words("severity.\(severity.rawValue).one") }

    /// The title of a measure; empty for the plan as a whole.
    func title(_ measure: String?) -> String { measure.flatMap { titles[$0] }.map(PlanHead.short) ?? "" }

    /// Only the accepted version has pages of its measures.
    func href(_ measure: String?) -> String { isAccepted ? measure.map { plan.href(stored.slug, measure: $0) } ?? "" : "" }

    /// A finding for the page of a plan or of a measure.
    ///
    /// - Parameter forms: what somebody who keeps plans may do about it; nothing unless told.
    func line(_ standing: FindingReader.Standing, forms: (FindingReader.Standing) -> FindingLine.Forms? = { _ in nil }) -> FindingLine {
        let finding = standing.finding
        let heading = heading(finding)
        let query = isAccepted ? "" : "?version=\(stored.version)"
        return FindingLine(
            id: FindingViews.anchor(standing.named.name), kind: FindingViews.kind(finding.code.severity),
            severity: severity(finding.code.severity), sentence: sentences.text(finding), quote: finding.quote,
            hasQuote: !finding.quote.isEmpty, advice: sentences.advice(finding), rule: rule(finding.code), place: plan.place(finding.place),
            placeHref: plan.href(stored.slug, finding.place) + query,
            heading: heading, hasHeading: !heading.isEmpty, isAccepted: !standing.isOpen,
            accepted: standing.acceptance.map(accepted) ?? "", reason: standing.acceptance?.reason ?? "",
            forms: forms(standing).map { [$0] } ?? [])
    }

    private static func kind(_ severity: PlanFinding.Severity) -> String {
        switch severity {
        case .error: "bad"
        case .warning: "warn"
        case .note: "info"
        }
    }

    /// The column's heading as printed; of a card, which has none, what the cell is for. What is not a measure's stands under other headings.
    private func heading(_ finding: PlanFinding) -> String {
        guard finding.measure != nil else { return "" }
        let column = finding.place.column - 1
        guard finding.place.table > 0, stored.content.columns.indices.contains(column) else {
            return stored.content.columns.isEmpty ? finding.field.map { plan.words("field.\($0.rawValue)") } ?? "" : ""
        }
        return PlanHead.short(plan.squeezed(stored.content.columns[column].heading))
    }

    /// „Приета на 3.5.2026 г. от НКБТХ“. Of who it was, the organisation is enough.
    private func accepted(_ acceptance: FindingAcceptance) -> String {
        plan.words(
            "finding_accepted",
            ["day": plan.format.day(acceptance.at.dayInSofia), "who": organisations[acceptance.organisation] ?? plan.words("not_given")])
    }

    /// A row of the file.
    func row(_ standing: FindingReader.Standing) -> [String] {
        let (finding, acceptance) = (standing.finding, standing.acceptance)
        return [
            severity(finding.code.severity), finding.code.rawValue, rule(finding.code), finding.measure ?? "", String(finding.place.table),
            String(finding.place.row),
            String(finding.place.column), sentences.text(finding), finding.quote, sentences.advice(finding),
            plan.words("finding_state.\(standing.isOpen ? "open" : "accepted").one"), acceptance?.reason ?? "",
            acceptance.flatMap { organisations[$0.organisation] } ?? "", acceptance?.at.dayInSofia.iso ?? "",
        ]
    }
}

/// A finding as pages show it.
struct FindingLine: Sendable, Encodable {
    let id: String
    let kind: String
    let severity: String
    let sentence: String
    let quote: String
    let hasQuote: Bool
    let advice: String
    let rule: String
    let place: String
    let placeHref: String
    let heading: String
    let hasHeading: Bool
    let isAccepted: Bool
    let accepted: String
    let reason: String
    let forms: [Forms]

    /// What may be done about it: accepted while it is open, opened again once it is accepted.
    struct Forms: Sendable, Encodable {
        let action: String
        let finding: String
        let why: FormField
        let isWrong: Bool
        let kept: [Kept]
    }

    /// A field that leads back to the same list.
    struct Kept: Sendable, Encodable {
        let name: String
        let value: String
    }
}

import Core
import Web

/// The accepted editions of a plan and what changed from each to the next.
struct HistoryPage: Sendable, Encodable {
    let head: PlanHead
    let versions: [Version]
    let isAlone: Bool

    struct Version: Sendable, Encodable {
        let id: String
        let title: String
        let meta: String
        let isCurrent: Bool
        /// Against the edition before it: none or one.
        let difference: [DifferenceView]
        let isFirst: Bool
    }

    /// Editions shown, the newest.
    static let limit = 20

    /// - Parameter versions: the newest first, with the one before those shown.
    init(_ plan: StoredPlan, _ versions: [StoredPlan], _ views: PlanViews) {
        head = PlanHead(plan, views, current: "history")
        let isAlone = versions.count < 2
        self.isAlone = isAlone
        self.versions = versions.prefix(HistoryPage.limit).enumerated().map { position, version in
            let previous = position + 1 < versions.count ? versions[position + 1] : nil
            let difference = previous.map {
                DifferenceView(PlanDifference(from: $0, to: version), from: $0.content, to: version.content, views)
            }
            return Version(
                id: "edition-\(version.version)", title: views.words("history_edition", ["n": String(version.version)]),
                meta: [
                    views.words(
                        "history_accepted", ["day": views.format.day((version.acceptedAt ?? version.importedAt).dayInSofia)]),
                    views.words("from_document", ["name": version.document.name]),
                ].joined(separator: " · "),
                isCurrent: position == 0, difference: difference.map { [$0] } ?? [], isFirst: previous == nil && !isAlone)
        }
    }
}

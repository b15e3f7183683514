import Core
import Web

/// What the check finds in a version of a plan, in the order of its document, so that somebody goes through it once from the front to the back.
struct FindingsPage: Sendable, Encodable {
    let head: PlanHead
    let notice: String
    let hasNotice: Bool
    let summary: FormErrors
    let isAccepted: Bool
    /// Who sees the findings of a version that is not in force.
    let stateText: String
    let isPublic: Bool
    let mayKeep: Bool
    let seesAll: Bool
    let knowsWords: Bool
    let counts: [Count]
    let filter: Filter
    let groups: [Group]
    let isEmpty: Bool
    let emptyTitle: String
    let emptyText: String
    let isNarrow: Bool
    let all: String
    let shown: String
    let csv: String
    let steps: [Paging.Step]
    let hasSteps: Bool
    let versions: [Version]
    let hasVersions: Bool
    let publication: [Publication]

    /// How many there are of a kind; leads to them.
    struct Count: Sendable, Encodable {
        let label: String
        let value: String
        let note: String
        let href: String
        let isCurrent: Bool
    }

    struct Filter: Sendable, Encodable {
        let action: String
        let states: [FormChoice]
        let weights: [FormChoice]
        let rules: [FormChoice]
        let measure: String
        let version: String
        let hasVersion: Bool
    }

    /// The findings of a measure.
    struct Group: Sendable, Encodable {
        let id: String
        let name: String
        let title: String
        let href: String
        let hasLink: Bool
        let lines: [FindingLine]
    }

    struct Version: Sendable, Encodable {
        let name: String
        let state: String
        let kind: String
        let importedOn: String
        let open: String
        let href: String
        let isCurrent: Bool
    }

    /// Who sees the findings, and how that is changed.
    struct Publication: Sendable, Encodable {
        let action: String
        let sure: FormQuestion
        let isOpen: Bool
    }

    /// Findings on one page.
    private static let size = 100

    init(
        _ all: [FindingReader.Standing], knowsWords: Bool, versions: [Version], wrong: String, unsure: String, _ views: FindingViews
    ) {
        let (view, request, stored) = (views.plan, views.plan.request, views.stored)
        let words = view.words
        let filter = FindingFilter(request.typed)
        let chosen = all.filter(filter.takes)
        let list = FindingList(views, filter)
        let paging = Paging(count: chosen.count, size: FindingsPage.size, asked: request.typed["page"])
        head = PlanHead(stored, view, current: "findings")
        let done = request.query["done"].flatMap { words.find("finding_done." + $0) }
        notice = done ?? ""
        hasNotice = done != nil
        isAccepted = views.isAccepted
        stateText = words(stored.status == .superseded ? "findings_old_text" : "findings_draft_text")
        isPublic = stored.hasPublicFindings
        mayKeep = request.keepsPlans
        seesAll = request.readsPlans
        self.knowsWords = knowsWords
        counts = list.counts(all)
        self.filter = list.form(all)
        let keeps = mayKeep
        groups = list.groups(Array(chosen[paging.range])) { standing in
            keeps ? list.forms(standing, page: paging.current, wrong: wrong) : nil
        }
        let wrongField = request.form["finding"].map { "reason-" + FindingViews.anchor($0) } ?? ""
        summary = FormErrors((wrong.isEmpty ? [] : [(wrongField, wrong)]) + (unsure.isEmpty ? [] : [("sure", unsure)]))
        isEmpty = chosen.isEmpty
        let isClean = all.allSatisfy { !$0.isOpen } && filter.state == .open
        emptyTitle = words(all.isEmpty ? "findings_none" : isClean ? "findings_none_open" : "findings_none_shown")
        emptyText = words(all.isEmpty ? "findings_none_text" : isClean ? "findings_none_open_text" : "findings_none_shown_text")
        isNarrow = !filter.pairs.isEmpty
        self.all = list.address([])
        shown = words("findings_shown", ["n": view.format.integer(chosen.count), "all": view.format.integer(all.count)])
        csv = list.address(filter.pairs, ending: ".csv")
        steps = paging.steps { page in list.address(filter.pairs + (page > 1 ? [("page", String(page))] : [])) }
        hasSteps = !steps.isEmpty
        self.versions = versions
        hasVersions = !versions.isEmpty
        publication =
            keeps && isAccepted
            ? [
                Publication(
                    action: view.href(stored.slug, "/findings/public"),
                    sure: FormQuestion(
                        "sure", label: words("findings_publish_ask"), wrong: unsure, isMultiple: true,
                        choices: [FormChoice("1", words("findings_publish_sure"))]), isOpen: !unsure.isEmpty)
            ] : []
    }
}

/// The parts of the page that hang on what somebody chose to see.
private struct FindingList {
    let views: FindingViews
    let filter: FindingFilter

    private var view: PlanViews { views.plan }
    private var words: Words { views.plan.words }

    init(_ views: FindingViews, _ filter: FindingFilter) {
        self.views = views
        self.filter = filter
    }

    /// Which version is shown, where it is not the accepted one.
    private var version: [(name: String, value: String)] { views.isAccepted ? [] : [("version", String(views.stored.version))] }

    func address(_ pairs: [(name: String, value: String)], ending: String = "") -> String {
        let query = FormData(version + pairs).encoded
        return view.href(views.stored.slug, "/findings" + ending) + (query.isEmpty ? "" : "?" + query)
    }

    /// Open findings by weight, then the accepted ones; each leads to them and back.
    func counts(_ all: [FindingReader.Standing]) -> [FindingsPage.Count] {
        let open = all.filter(\.isOpen)
        let weights = PlanFinding.Severity.allCases.map { severity in
            let isCurrent = filter.severity == severity && filter.state == .open
            return FindingsPage.Count(
                label: words("severity.\(severity.rawValue)"),
                value: view.format.integer(open.count { $0.finding.code.severity == severity }),
                note: words("severity.\(severity.rawValue).note"), href: address(isCurrent ? [] : [("weight", severity.rawValue)]),
                isCurrent: isCurrent)
        }
        let isCurrent = filter.state == .accepted
        return weights + [
            FindingsPage.Count(
                label: words("finding_state.accepted"), value: view.format.integer(all.count - open.count),
                note: words("finding_state.accepted.note"), href: address(isCurrent ? [] : [("state", "accepted")]), isCurrent: isCurrent)
        ]
    }

    func form(_ all: [FindingReader.Standing]) -> FindingsPage.Filter {
        let found = Dictionary(grouping: all, by: \.finding.code).mapValues(\.count)
        return FindingsPage.Filter(
            action: view.href(views.stored.slug, "/findings"),
            states: FindingFilter.State.allCases.map {
                FormChoice($0.rawValue, words("finding_state.\($0.rawValue)"), isChosen: filter.state == $0)
            },
            weights: [FormChoice("", words("findings_all_weights"))]
                + PlanFinding.Severity.allCases.map {
                    FormChoice($0.rawValue, words("severity.\($0.rawValue)"), isChosen: filter.severity == $0)
                },
            rules: [FormChoice("", words("findings_all_rules"))]
                + PlanFinding.Code.allCases.filter { found[$0] != nil || filter.code == $0 }.map {
                    FormChoice($0.rawValue, "\(views.rule($0)) (\(found[$0] ?? 0))", isChosen: filter.code == $0)
                },
            measure: filter.measure ?? "", version: version.first?.value ?? "", hasVersion: !version.isEmpty)
    }

    func groups(
        _ shown: [FindingReader.Standing], forms: (FindingReader.Standing) -> FindingLine.Forms?
    ) -> [FindingsPage.Group] {
        shown.chunked(by: \.finding.measure).enumerated().map { place, own in
            let measure = own[0].finding.measure
            let href = views.href(measure)
            return FindingsPage.Group(
                id: "g-\(place + 1)", name: measure ?? words("findings_whole_plan"), title: views.title(measure), href: href,
                hasLink: !href.isEmpty, lines: own.map { views.line($0, forms: forms) })
        }
    }

    /// What was typed stays where it was wrong.
    func forms(_ standing: FindingReader.Standing, page: Int, wrong: String) -> FindingLine.Forms {
        let request = view.request
        let isWrong = !wrong.isEmpty && request.form["finding"] == standing.named.name
        return FindingLine.Forms(
            action: view.href(views.stored.slug, standing.isOpen ? "/findings/accept" : "/findings/reopen"), finding: standing.named.name,
            why: FormField(
                "reason", id: "reason-" + FindingViews.anchor(standing.named.name), label: words("finding_reason"),
                hint: words("finding_reason_hint"), value: isWrong ? request.form["reason"] ?? "" : "", wrong: isWrong ? wrong : ""),
            isWrong: isWrong,
            kept: (version + filter.pairs + (page > 1 ? [("page", String(page))] : [])).map {
                FindingLine.Kept(name: $0.name, value: $0.value)
            })
    }
}

extension Array {
    /// The elements in stretches of the same key, in order.
    fileprivate func chunked(by key: (Element) -> some Equatable) -> [[Element]] {
        reduce(into: []) { chunks, element in
            if let last = chunks.last?.last, key(last) == key(element) {
                chunks[chunks.count - 1].append(element)
            } else {
                chunks.append([element])
            }
        }
    }
}

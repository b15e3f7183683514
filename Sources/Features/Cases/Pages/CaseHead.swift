import Admission
import Core
import Policy
import Web

/// What stands at the top of every page of a case, for the template `cases-head`: which case, how she may be reached, and the way to its parts.
struct CaseHead: Encodable {
    let cases: String
    let home: String
    let reference: String
    let sub: String
    let contact: ContactLine
    let persons: [Tab]
    let isOfSeveral: Bool
    let tabs: [Tab]
    let isHome: Bool
    let isClosed: Bool
    let closedText: String
    let notice: String
    let hasNotice: Bool

    struct Tab: Encodable {
        let href: String
        let text: String
        let isCurrent: Bool
    }

    /// The parts of a case with a page of their own. Words are `case_part.<code>`.
    enum Part: String, CaseIterable, Sendable {
        case identification
        case trafficking
        case assessment
        case plan
        case notes
        case files
    }

    /// - Parameters:
    ///   - works: all persons of the case that she may see.
    ///   - part: which page it is; nil for that of the case.
    init(_ work: CaseWork, _ works: [CaseWork], _ part: Part?, rule: ContactRule?, _ request: WebRequest, _ words: Words) {
        let format = Format(request.language)
        let path = "/cases/" + work.file.id.text
        cases = request.link("/cases")
        home = request.link(path)
        reference = work.file.reference
        sub = [
            work.person.reference, words("case_role." + work.member.role.rawValue), PersonWords.facts(work.person, words),
            words("case_opened_on", ["day": format.day(work.file.openedAt.dayInSofia)]),
        ].joined(separator: " · ")
        contact = ContactLine(rule, work.passage, request, words)
        persons = works.map { one in
            Tab(
                href: request.link(part.map { "\(path)/\(one.person.id.text)/\($0.rawValue)" } ?? path + "?person=" + one.person.id.text),
                text: one.person.reference + " · " + words("case_role." + one.member.role.rawValue),
                isCurrent: one.person.id == work.person.id)
        }
        isOfSeveral = works.count > 1
        let first = Tab(
            href: request.link(path) + (works.count > 1 ? "?person=" + work.person.id.text : ""), text: words("case_part.timeline"),
            isCurrent: part == nil)
        tabs =
            [first]
            + Part.allCases.map {
                Tab(href: request.link(work.path + "/" + $0.rawValue), text: words("case_part." + $0.rawValue), isCurrent: $0 == part)
            }
        isHome = part == nil
        isClosed = !work.file.isOpen
        closedText =
            work.file.closing.map { closing in
                let until = closing.followUp.map { " " + words("case_follow_up_on", ["day": format.day($0)]) } ?? ""
                return words("closing." + closing.reason.rawValue) + ", " + format.day(closing.at.dayInSofia) + "." + until
            } ?? ""
        let done = request.query["done"].flatMap { words.find("case_done." + $0) }
        notice = done ?? ""
        hasNotice = done != nil
    }
}

/// How she may be reached, said before anything else, for the template `cases-contact`.
struct ContactLine: Encodable {
    let isThere: Bool
    let ways: String
    let never: String
    let hasNever: Bool
    let href: String
    let mayChange: Bool

    init(_ rule: ContactRule?, _ passage: PersonPassage, _ request: WebRequest, _ words: Words) {
        isThere = rule != nil
        let ways = ContactRule.Way.allCases.filter { rule?.ways.contains($0) ?? false }.map { words("contact_way." + $0.rawValue) }
        let hours = rule.map { $0.hours == .any ? [] : [words("contact_hours." + $0.hours.rawValue)] } ?? []
        self.ways = (ways + hours).joined(separator: ", ")
        let never = ContactRule.Never.allCases.filter { rule?.never.contains($0) ?? false }.map { words("contact_never." + $0.rawValue) }
        self.never = never.joined(separator: ", ")
        hasNever = !never.isEmpty
        href = request.link("/persons/" + passage.person.id.text + "/contact")
        mayChange = passage.atBest(.personChange).isAllowed
    }
}

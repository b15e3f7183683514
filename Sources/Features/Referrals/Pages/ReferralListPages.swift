import Admission
import Core
import Database
import Ledger
import Policy
import Reference
import Web

/// Lists: of referrals received and sent, and of everything that a person agreed to.
struct ReferralListPages: Sendable {
    let referrals: ReferralsFeature

    private var pages: Pages { referrals.pages }
    private static let pageSize = 50

    /// A referral in a list.
    struct ReferralLine: Encodable {
        let href: String
        let reference: String
        let purpose: String
        let other: String
        let when: String
        let state: String
        let badge: String
        let isDanger: Bool
    }

    /// Referrals received or sent.
    struct ListPage: Encodable {
        let title: String
        let notice: String
        let hasNotice: Bool
        let chips: [Chip]
        let isSent: Bool
        let referrals: [ReferralLine]
        let isEmpty: Bool
        let emptyText: String
        let more: String
        let hasMore: Bool

        struct Chip: Encodable {
            let href: String
            let text: String
            let isCurrent: Bool
        }
    }

    func list(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let actor = try request.signedIn().actor
        let side = request.query["side"].flatMap(ReferralStore.Side.init) ?? .received
        let isAll = side == .sent && request.query["all"] != nil
        let cursor = request.query["before"].flatMap(ReferralID.init)
        try await referrals.admission.rememberList(.referralList, request)
        let context = Context(now: request.now, purpose: Policy.purposes(of: actor).first)
        let staff = referrals.sources.staff
        let (found, organisations) = try await referrals.database.read { connection in
            (
                try ReferralStore.list(
                    side, isOpen: !isAll, actor, context, before: cursor, limit: ReferralListPages.pageSize + 1, connection),
                try staff.organisations(connection, request.language)
            )
        }
        let lines = ReferralLines(words, organisations)
        let (shown, home) = (found.prefix(ReferralListPages.pageSize), request.link("/referrals"))
        func chip(_ query: String, _ word: String, _ isCurrent: Bool) -> ListPage.Chip {
            ListPage.Chip(href: home + query, text: words(word), isCurrent: isCurrent)
        }
        let done = request.query["done"].flatMap { words.find("referral_done." + $0) } ?? ""
        let query = "?side=\(side.rawValue)" + (isAll ? "&all=1" : "")
        let model = ListPage(
            title: words("referrals_title"), notice: done, hasNotice: !done.isEmpty,
            chips: [
                chip("", "referrals_received", side == .received), chip("?side=sent", "referrals_sent", side == .sent && !isAll),
                chip("?side=sent&all=1", "referrals_sent_all", isAll),
            ], isSent: side == .sent, referrals: shown.map { line($0, isSent: side == .sent, lines, request) }, isEmpty: shown.isEmpty,
            emptyText: words("referrals_empty." + side.rawValue), more: home + query + "&before=" + (shown.last?.id.text ?? ""),
            hasMore: found.count > shown.count)
        return try pages.page("referrals-list", model, title: model.title, for: request, section: "referrals")
    }

    private func line(_ referral: Referral, isSent: Bool, _ lines: ReferralLines, _ request: WebRequest) -> ReferralLine {
        ReferralLine(
            href: request.link("/referrals/" + referral.id.text), reference: referral.reference,
            purpose: lines.words("referral_purpose." + referral.purpose.rawValue),
            other: lines.name(isSent ? referral.receiver : referral.sender), when: Format(request.language).moment(referral.madeAt),
            state: lines.state(referral.state), badge: ReferralLines.badge(referral.state),
            isDanger: referral.ground == .danger && referral.state.isLive)
    }

    /// Everything that a person agreed to and where she was sent.
    struct SharingPage: Encodable {
        let title: String
        let reference: String
        let back: String
        let newReferral: String
        let newConsent: String
        let blank: String
        let consents: [ConsentLine]
        let hasConsents: Bool
        let referrals: [ReferralLine]
        let hasReferrals: Bool
        let isSent: Bool
        let stays: [String]
        let hasStays: Bool

        struct ConsentLine: Encodable {
            let href: String
            let purpose: String
            let recipients: String
            let shared: String
            let when: String
            let state: String
            let badge: String
        }
    }

    func sharing(_ request: WebRequest) async throws -> WebResponse {
        do {
            let passage = try await referrals.record(.consentOpen, request)
            let (person, sources, now) = (passage.object.id, referrals.sources, request.now)
            let (consents, found, stays, organisations) = try await Ledger.write(referrals.database) { connection in
                let all = (
                    try ConsentStore.of(person, connection), try ReferralStore.of(person, connection),
                    try AccommodationStore.of(person, isLive: true, connection),
                    try sources.staff.organisations(connection, request.language)
                )
                return (all, [passage.entry(.consentOpen)])
            }
            let words = pages.words(request.language)
            let lines = ReferralLines(words, organisations)
            let base = request.link("/persons/\(person.text)")
            let model = SharingPage(
                title: words("sharing_title"), reference: passage.object.reference, back: base, newReferral: base + "/referrals/new",
                newConsent: base + "/consents/new", blank: request.link("/consents/blank"),
                consents: consents.map { consent in
                    let state = lines.state(consent, at: now)
                    return SharingPage.ConsentLine(
                        href: base + "/consents/" + consent.id.text, purpose: words("referral_purpose." + consent.purpose.rawValue),
                        recipients: consent.recipients.map(lines.name).sorted().joined(separator: "; "),
                        shared: lines.shared(consent.shared, sources.records), when: lines.holds(consent), state: state.text,
                        badge: state.badge)
                }, hasConsents: !consents.isEmpty,
                referrals: found.filter { $0.sender == passage.actor.organisation }.map { line($0, isSent: true, lines, request) },
                hasReferrals: !found.isEmpty, isSent: true,
                stays: stays.map { stay in
                    words(
                        "sharing_stay",
                        [
                            "district": referrals.places.district(stay.district)?.name(request.language) ?? stay.district,
                            "date": Format(request.language).day(stay.since),
                        ])
                }, hasStays: !stays.isEmpty)
            return try pages.page("referrals-sharing", model, title: model.title, for: request, section: "persons")
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }
}

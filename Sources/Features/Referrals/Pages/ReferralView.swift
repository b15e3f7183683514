import Admission
import Core
import Database
import Policy
import Reference
import Web

/// What the page of a referral shows to one visitor: what was sent, what was said, and the forms for what she may do now.
struct ReferralView {
    private let referrals: ReferralsFeature
    private let passage: ReferralPassage
    private let reading: ReferralActs.Reading
    private let request: WebRequest
    private let words: Words

    init(referrals: ReferralsFeature, _ passage: ReferralPassage, _ reading: ReferralActs.Reading, _ request: WebRequest) {
        self.referrals = referrals
        self.passage = passage
        self.reading = reading
        self.request = request
        words = referrals.pages.words(request.language)
    }

    /// The page of a referral.
    struct Model: Encodable {
        let title: String
        let list: String
        let sub: String
        let state: String
        let badge: String
        let notice: String
        let hasNotice: Bool
        let summary: FormErrors
        let isDanger: Bool
        let danger: String
        let sentTitle: String
        let disclosure: Disclosure
        let mayUnmask: Bool
        let unmaskAction: String
        let needsCode: Bool
        let code: FormField
        let events: [EventLine]
        let mayAnswer: Bool
        let mayAsk: Bool
        let answerAction: String
        let acceptText: String
        let askText: FormField
        let isAsking: Bool
        let reasons: FormQuestion
        let declineText: FormField
        let isDeclining: Bool
        let mayReply: Bool
        let replyAction: String
        let replyText: FormField
        let mayArrive: Bool
        let mayReport: Bool
        let reportAction: String
        let arrivedDay: FormField
        let feedback: FormQuestion
        let feedbackDay: FormField
        let feedbackText: FormField
        let isReporting: Bool
        let mayHouse: Bool
        let houseAction: String
        let districts: FormQuestion
        let address: FormField
        let housedDay: FormField
        let isHousing: Bool
        let stay: [Disclosure.Line]
        let hasStay: Bool
        let mayNote: Bool
        let again: String
        let mayCorrect: Bool
        let correctAction: String
        let isCorrecting: Bool
        let corrections: FormQuestion
        let correctCode: FormField
        let mayTakeBack: Bool
        let mayClose: Bool
        let isClosing: Bool
        let endAction: String
        let closings: FormQuestion
        let record: String
        let recordReference: String
        let hasRecord: Bool
        let basis: String
        let basisHref: String
        let hasBasis: Bool
        let receipts: [Disclosure.Line]
        let hasReceipts: Bool
        let why: String

        struct EventLine: Encodable {
            let when: String
            let text: String
            let who: String
            let said: String
            let hasSaid: Bool
        }
    }

    /// What the page needs of others, read at one moment.
    private struct Around: Sendable {
        let organisations: [(id: OrganisationID, name: String)]
        let names: [UserID: String]
        let person: ReferralSources.Person?
        let accommodation: Accommodation?
        let obligations: [Obligation]
        let isLocked: Bool
        let sight: ReceiverSight
    }

    func model(_ showing: ReferralPages.Showing) async throws -> Model {
        let around = try await read()
        let (referral, format) = (passage.referral, Format(request.language))
        let lines = ReferralLines(words, around.organisations)
        let path = request.link("/referrals/" + referral.id.text)
        let isReceiver = passage.isReceiver
        func said(_ field: String) -> String { showing.wrong.first { $0.field == field }?.text ?? "" }
        func isWrong(_ fields: String...) -> Bool { showing.wrong.contains { fields.contains($0.field) } }
        func may(_ act: Act) -> Bool { passage.atBest(act).isAllowed }
        let isWaiting = referral.state.isWaiting
        let isUndone = referral.isUndone(reading.events)
        let goesOn = isReceiver && referral.state.isTakenUp && may(.referralReport)
        let opensRecord = may(.personOpen)
        let done = request.query["done"].flatMap { words.find("referral_done." + $0) } ?? ""
        let stay = stay(around, showing, format)
        return Model(
            title: referral.reference, list: request.link("/referrals") + (isReceiver ? "" : "?side=sent"),
            sub: [
                words("referral_purpose." + referral.purpose.rawValue),
                isReceiver
                    ? words("referral_sub_from", ["name": lines.name(referral.sender)])
                    : words("referral_sub_to", ["name": lines.name(referral.receiver)]),
                format.moment(referral.madeAt),
            ].joined(separator: " · "), state: lines.state(referral.state), badge: ReferralLines.badge(referral.state), notice: done,
            hasNotice: !done.isEmpty, summary: FormErrors(showing.wrong), isDanger: referral.ground == .danger && referral.state.isLive,
            danger: referral.danger.map { words("referral_danger." + $0.rawValue) } ?? "",
            sentTitle: isReceiver ? words("referral_sent_you") : words("referral_sent_them"),
            disclosure: Disclosure(
                content(lines, around), isAccepted: reading.events.contains { $0.kind == .accepted },
                values: showing.values, referrals.sources.records, words),
            mayUnmask: isReceiver && showing.values == nil && referral.isOpen && may(.referralUnmask)
                && (!around.sight.after.isEmpty || around.accommodation != nil), unmaskAction: path + "/unmask",
            needsCode: showing.token == nil && !passage.visitor.hasFreshFactor(at: request.now),
            code: CodeField.field(words, wrong: said("code")), events: events(around, lines, format),
            mayAnswer: isReceiver && isWaiting && may(.referralAnswer), mayAsk: referral.state == .waiting, answerAction: path + "/answer",
            acceptText: words(referral.ground == .danger ? "referral_accept_danger" : "referral_accept_text"),
            askText: text("ask", wrong: said("ask-text")), isAsking: isWrong("ask-text"),
            reasons: .cases(
                DeclineReason.self, "reason", beginning: "referral_decline.", chosen: request.form["reason"], wrong: said("reason"), words),
            declineText: text("decline", wrong: said("decline-text")), isDeclining: isWrong("reason", "decline-text"),
            mayReply: passage.isSender && referral.state == .asked && may(.referralReply), replyAction: path + "/reply",
            replyText: text("reply", wrong: said("reply-text")), mayArrive: goesOn && referral.state == .accepted, mayReport: goesOn,
            reportAction: path + "/report", arrivedDay: day("arrived", wrong: said("arrived-day")),
            feedback: .cases(
                FeedbackKind.self, "feedback", beginning: "referral_feedback.", chosen: request.form["feedback"], wrong: said("feedback"),
                words), feedbackDay: day("feedback", wrong: said("feedback-day")),
            feedbackText: text("feedback", wrong: said("feedback-text")),
            isReporting: isWrong("feedback", "feedback-day", "feedback-text"), mayHouse: goesOn && referral.purpose.isAccommodation,
            houseAction: path + "/accommodation", districts: districts(wrong: said("district")),
            address: FormField(
                "address", label: words("referral_ask.address"), hint: words("referral_hint.address"),
                value: request.form["address"] ?? "", wrong: said("address")), housedDay: day("housed", wrong: said("housed-day")),
            isHousing: isWrong("district", "address", "housed-day"), stay: stay, hasStay: !stay.isEmpty,
            mayNote: passage.isSender && isUndone && !reading.events.contains { $0.kind == .noted } && may(.referralEnd),
            again: request.link("/persons/" + referral.person.text) + "/referrals/new",
            mayCorrect: passage.isSender && referral.standing == .asylum && !reading.events.contains { $0.kind == .corrected }
                && may(.referralCorrect), correctAction: path + "/standing",
            isCorrecting: isWrong("standing-reason", CodeField.id(.referralCorrect)),
            corrections: .cases(
                CorrectionReason.self, "standing-reason", name: "reason", beginning: "referral_correction.",
                chosen: request.form["reason"], wrong: said("standing-reason"), words),
            correctCode: CodeField.field(words, id: CodeField.id(.referralCorrect), wrong: said(CodeField.id(.referralCorrect))),
            mayTakeBack: passage.isSender && isWaiting && may(.referralEnd), mayClose: referral.state.isTakenUp && may(.referralEnd),
            isClosing: isWrong("close"), endAction: path + "/end",
            closings: .cases(
                CloseReason.self, "close", beginning: "referral_close.", chosen: request.form["close"], wrong: said("close"),
                among: CloseReason.asked, words), record: request.link("/persons/" + referral.person.text),
            recordReference: around.person?.reference ?? "", hasRecord: opensRecord,
            basis: words("referral_ground." + referral.ground.rawValue),
            basisHref: referral.consent.map { request.link("/persons/\(referral.person.text)/consents/\($0.text)") } ?? "",
            hasBasis: passage.isSender && referral.consent != nil && may(.consentOpen), receipts: receipts(around, format),
            hasReceipts: passage.isSender && !around.obligations.isEmpty, why: words("rule." + passage.decision.rule.rawValue))
    }

    private func read() async throws -> Around {
        let (sources, referral) = (referrals.sources, passage.referral)
        let users = Set(reading.events.compactMap(\.by))
        let (passage, now, language) = (passage, request.now, request.language)
        return try await referrals.database.read { connection in
            // A receiver's own page says what she may see herself; the sender's what one of those there may.
            let actors =
                passage.isReceiver
                ? [passage.actor] : try sources.staff.colleagues(connection, referral.receiver, now, language).map(\.actor)
            let sight = ReceiverSight(referral.groups, isDanger: referral.ground == .danger, to: referral.receiver, among: actors, at: now)
            return Around(
                organisations: try sources.staff.organisations(connection, request.language),
                names: try sources.staff.names(users, connection), person: try sources.records.find(referral.person, connection),
                accommodation: try AccommodationStore.live(referral.id, connection),
                obligations: try ObligationStore.of([referral.id], connection),
                isLocked: try ReferralStore.seeksProtection(referral.person, connection), sight: sight)
        }
    }

    private func content(_ lines: ReferralLines, _ around: Around) -> Disclosure.Content {
        let referral = passage.referral
        return Disclosure.Content(
            sender: lines.name(referral.sender), purpose: referral.purpose, ground: referral.ground, danger: referral.danger,
            facts: referral.facts, letter: reading.letter, meeting: reading.meeting, until: referral.until, isLocked: around.isLocked,
            sight: around.sight)
    }

    private func events(_ around: Around, _ lines: ReferralLines, _ format: Format) -> [Model.EventLine] {
        reading.events.reversed().map { event in
            let day = event.day.flatMap { $0 == event.at.dayInSofia ? nil : words("referral_event_day", ["date": format.day($0)]) }
            let who = [event.by.flatMap { around.names[$0] }, event.organisation.map(lines.name)].compactMap(\.self)
            let said = reading.said[event.id] ?? ""
            return Model.EventLine(
                when: format.moment(event.at) + (day.map { " · " + $0 } ?? ""), text: lines.event(event), who: who.joined(separator: ", "),
                said: said, hasSaid: !said.isEmpty)
        }
    }

    /// Where she sleeps: the district for both sides, the address for the shelter that just asked for it.
    private func stay(_ around: Around, _ showing: ReferralPages.Showing, _ format: Format) -> [Disclosure.Line] {
        guard let one = around.accommodation else { return [] }
        let district = referrals.places.district(one.district)?.name(request.language) ?? one.district
        return [
            Disclosure.Line(label: words("referral_ask.district"), value: district),
            Disclosure.Line(label: words("referral_housed_since"), value: format.day(one.since)),
        ] + (showing.address.map { [Disclosure.Line(label: words("referral_ask.address"), value: $0)] } ?? [])
    }

    /// What became of what the receiver had, once the consent was withdrawn.
    private func receipts(_ around: Around, _ format: Format) -> [Disclosure.Line] {
        around.obligations.map { obligation in
            guard let receipt = obligation.receipt else {
                return Disclosure.Line(
                    label: words("obligation_open"), value: words("obligation_since", ["date": format.moment(obligation.madeAt)]))
            }
            let law = receipt.law.map { ": " + words("obligation_law." + $0.rawValue) } ?? ""
            return Disclosure.Line(label: words("obligation_answer." + receipt.answer.rawValue) + law, value: format.moment(receipt.at))
        }
    }

    /// Whether what was typed came from a form of this page: it stays there, whatever of it was wrong.
    private func isFrom(_ name: String) -> Bool {
        let form = request.form
        switch name {
        case "ask", "decline": return form["answer"] == name
        case "arrived", "feedback": return form["report"] == name
        case "housed": return form["address"] != nil
        default: return form["text"] != nil && form["answer"] == nil && form["report"] == nil
        }
    }

    private func text(_ name: String, wrong: String) -> FormField {
        FormField(
            "text", id: name + "-text", label: words("referral_ask.\(name)-text"), hint: words("referral_hint.text"),
            value: isFrom(name) ? request.form["text"] ?? "" : "", wrong: wrong)
    }

    private func day(_ name: String, wrong: String) -> FormField {
        FormField(
            "day", id: name + "-day", label: words("referral_ask.\(name)-day"),
            value: (isFrom(name) ? request.form["day"] : nil) ?? request.today.typed, wrong: wrong)
    }

    private func districts(wrong: String) -> FormQuestion {
        let sorted = Collation.sorted(referrals.places.districts) { $0.name(request.language) }
        return .recipient(
            "district", label: words("referral_ask.district"), wrong: wrong,
            among: sorted.map { FormChoice($0.code, $0.name(request.language), isChosen: request.form["district"] == $0.code) }, words)
    }
}

import Admission
import Core
import Policy
import Reference
import Web

/// The page of a referral, and everything that either side does on it.
struct ReferralPages: Sendable {
    let referrals: ReferralsFeature

    private var pages: Pages { referrals.pages }
    private var acts: ReferralActs { referrals.acts }

    /// What is shown beside the referral.
    struct Showing {
        var values: [FieldGroup: [ReferralSources.Records.Value]]?
        var address: String?
        var wrong: [(field: String, text: String)] = []
        var token: String?
        var status = 200
    }

    func referral(_ request: WebRequest) async throws -> WebResponse {
        do {
            return try await page(request, Showing())
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    func unmask(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.referralUnmask, request) { passage in
            guard passage.isReceiver else { throw WebError.forbidden }
            let opened = try await acts.unmask(passage, words)
            return try await page(request, Showing(values: opened.values, address: opened.address, token: passage.token))
        }
    }

    // MARK: Answering

    func answer(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.referralAnswer, request) { passage in
            guard passage.isReceiver else { throw WebError.forbidden }
            let text = ReferralDraft.text(request.form["text"])
            switch request.form["answer"] {
            case "accept":
                // Nothing of her is told to whom it may not be any more: neither why it is over.
                guard try await acts.accept(passage) else { return .redirect(to: request.link("/referrals") + "?done=over") }
            case "ask":
                guard let wrong = wrong(text, "ask-text", isNeeded: true, words) else {
                    try await acts.ask(text, passage)
                    return done(request, "asked")
                }
                return try await again(request, [wrong])
            case "decline":
                var all = [wrong(text, "decline-text", isNeeded: false, words)].compactMap(\.self)
                let reason = request.form["reason"].flatMap(DeclineReason.init)
                if reason == nil { all.insert(("reason", words("referral_reason_missing")), at: 0) }
                guard all.isEmpty, let reason else { return try await again(request, all) }
                try await acts.decline(reason, text, passage)
                // What was sent is closed to her organisation: there is nothing to come back to.
                return .redirect(to: request.link("/referrals") + "?done=declined")
            default: throw WebError.badRequest
            }
            return done(request, "accepted")
        }
    }

    func reply(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.referralReply, request) { passage in
            guard passage.isSender else { throw WebError.forbidden }
            let text = ReferralDraft.text(request.form["text"])
            if let wrong = wrong(text, "reply-text", isNeeded: true, words) { return try await again(request, [wrong]) }
            try await acts.reply(text, passage)
            return done(request, "replied")
        }
    }

    // MARK: Going on

    func report(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.referralReport, request) { passage in
            guard passage.isReceiver else { throw WebError.forbidden }
            let kind = request.form["report"]
            let (day, wrongDay) = day(request, passage, kind == "arrived" ? "arrived-day" : "feedback-day", words)
            if kind == "arrived" {
                guard let day else { return try await again(request, wrongDay) }
                try await acts.arrive(on: day, passage)
                return done(request, "arrived")
            }
            guard kind == "feedback" else { throw WebError.badRequest }
            let text = ReferralDraft.text(request.form["text"])
            let feedback = request.form["feedback"].flatMap(FeedbackKind.init)
            let all =
                (feedback == nil ? [("feedback", words("referral_feedback_missing"))] : []) + wrongDay
                + [wrong(text, "feedback-text", isNeeded: false, words)].compactMap(\.self)
            guard all.isEmpty, let feedback, let day else { return try await again(request, all) }
            try await acts.report(feedback, on: day, text, passage)
            return done(request, "feedback")
        }
    }

    func house(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.referralReport, request) { passage in
            guard passage.isReceiver, passage.referral.purpose.isAccommodation else { throw WebError.forbidden }
            let (day, wrongDay) = day(request, passage, "housed-day", words)
            var all = wrongDay
            let district = request.form["district"].flatMap { referrals.places.district($0)?.code }
            if district == nil { all.append(("district", words("referral_district_missing"))) }
            let address = request.form.line("address") ?? ""
            if address.isEmpty { all.append(("address", words("referral_address_missing"))) }
            if address.unicodeScalars.count > 300 { all.append(("address", words("referral_long"))) }
            guard all.isEmpty, let day, let district else { return try await again(request, all) }
            try await acts.house(in: district, address: address, since: day, passage)
            return done(request, "housed")
        }
    }

    // MARK: Standing

    func correct(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.referralCorrect, request) { passage in
            guard passage.isSender else { throw WebError.forbidden }
            guard let reason = request.form["reason"].flatMap(CorrectionReason.init) else {
                return try await again(request, [("standing-reason", words("referral_reason_missing"))], passage.token)
            }
            try await acts.correct(reason, passage)
            return done(request, "corrected").carrying(passage.token)
        }
    }

    // MARK: Ending

    func end(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        return try await acting(.referralEnd, request) { passage in
            if request.form["end"] == "take-back" {
                guard passage.isSender else { throw WebError.forbidden }
                try await acts.takeBack(passage)
                return done(request, "taken-back")
            }
            if request.form["end"] == "noted" {
                guard passage.isSender, passage.referral.isUndone(try await acts.events(passage)) else { throw WebError.forbidden }
                try await acts.note(passage)
                return done(request, "noted")
            }
            let reason = request.form["close"].flatMap(CloseReason.init)
            guard let reason, CloseReason.asked.contains(reason) else {
                return try await again(request, [("close", words("referral_reason_missing"))])
            }
            try await acts.close(reason, passage)
            return passage.isSender ? done(request, "closed") : .redirect(to: request.link("/referrals") + "?done=closed")
        }
    }

    // MARK: Ways in

    private func wrong(_ text: String, _ field: String, isNeeded: Bool, _ words: Words) -> (field: String, text: String)? {
        if isNeeded, text.isEmpty { return (field, words("referral_text_missing")) }
        return text.unicodeScalars.count > SealedReferral.longest ? (field, words("referral_long")) : nil
    }

    /// A day between the sending and today.
    private func day(
        _ request: WebRequest, _ passage: ReferralPassage, _ field: String, _ words: Words
    ) -> (Day?, [(field: String, text: String)]) {
        let day = request.form.line("day").map(Day.init(typed:)) ?? request.today
        guard let day, day <= request.today, day >= passage.referral.madeAt.dayInSofia else {
            return (nil, [(field, words("referral_day_bad"))])
        }
        return (day, [])
    }

    private func done(_ request: WebRequest, _ what: String) -> WebResponse {
        .redirect(to: request.link("/referrals/" + (request.parameters["referral"] ?? "")) + "?done=" + what)
    }

    private func acting(
        _ act: Act, _ request: WebRequest, _ body: (ReferralPassage) async throws -> WebResponse
    ) async throws -> WebResponse {
        let words = pages.words(request.language)
        do {
            return try await body(try await referrals.referral(act, request, code: request.form["code"]))
        } catch let problem as ReferralActs.Problem {
            return try await again(request, [("main", words("referral_problem." + problem.rawValue))])
        } catch PassageProblem.code(let wrong) {
            return try await again(
                request, [(act == .referralCorrect ? CodeField.id(act) : "code", wrong.isEmpty ? words("code_needed") : wrong)])
        } catch PassageProblem.refused {
            throw WebError.forbidden
        }
    }

    /// The page once more, with what was wrong. It shows the referral: that is a look.
    private func again(
        _ request: WebRequest, _ wrong: [(field: String, text: String)], _ token: String? = nil
    ) async throws -> WebResponse {
        do {
            return try await page(request, Showing(wrong: wrong, token: token, status: 422))
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    private func page(_ request: WebRequest, _ showing: Showing) async throws -> WebResponse {
        let passage = try await referrals.referral(.referralOpen, request)
        let reading = try await acts.look(passage)
        let model = try await ReferralView(referrals: referrals, passage, reading, request).model(showing)
        return try pages.page(
            "referrals-referral", model, title: model.title, for: request, section: "referrals", hasForm: true, status: showing.status
        ).carrying(showing.token)
    }
}

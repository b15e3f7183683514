import Admission
import Core
import Database
import Ledger
import Policy
import Web

/// What a withdrawn consent leaves an organisation to do: the number of the referral and nothing of her.
struct ObligationPages: Sendable {
    let referrals: ReferralsFeature

    private var pages: Pages { referrals.pages }

    /// The page of an obligation.
    struct ObligationPage: Encodable {
        let title: String
        let reference: String
        let sub: String
        let notice: String
        let hasNotice: Bool
        let summary: FormErrors
        let text: String
        let isOpen: Bool
        let receipt: String
        let action: String
        let answers: FormQuestion
        let laws: FormQuestion
    }

    func obligation(_ request: WebRequest) async throws -> WebResponse {
        try await admitted { try await page(request, []) }
    }

    func answer(_ request: WebRequest) async throws -> WebResponse {
        try await admitted {
            let words = pages.words(request.language)
            let passage = try await referrals.obligation(.obligationAnswer, request)
            guard let answer = request.form["answer"].flatMap(Obligation.Answer.init) else {
                return try await page(request, [("answer", words("obligation_answer_missing"))])
            }
            let law = answer == .kept ? request.form["law"].flatMap(Obligation.Law.init) : nil
            guard answer != .kept || law != nil else { return try await page(request, [("law", words("obligation_law_missing"))]) }
            guard try await referrals.consents.answer(answer, law, passage) else {
                return try await page(request, [("main", words("obligation_answered"))])
            }
            return .redirect(to: request.link("/obligations/" + passage.object.obligation.id.text) + "?done=answered")
        }
    }

    private func admitted(_ body: () async throws -> WebResponse) async throws -> WebResponse {
        do {
            return try await body()
        } catch is PassageProblem {
            throw WebError.forbidden
        }
    }

    private func page(_ request: WebRequest, _ wrong: [(field: String, text: String)]) async throws -> WebResponse {
        let passage = try await referrals.obligation(.obligationOpen, request)
        try await Ledger.write(referrals.database) { _ in ((), [passage.entry(.obligationOpen)]) }
        let (words, format, one) = (pages.words(request.language), Format(request.language), passage.object)
        func said(_ field: String) -> String { wrong.first { $0.field == field }?.text ?? "" }
        let receipt = one.obligation.receipt.map { receipt in
            [
                words("obligation_answer." + receipt.answer.rawValue), receipt.law.map { words("obligation_law." + $0.rawValue) },
                format.moment(receipt.at),
            ].compactMap(\.self).joined(separator: " · ")
        }
        let done = request.query["done"] == "answered" ? words("obligation_done") : ""
        let model = ObligationPage(
            title: words(one.isOfErasure ? "obligation_erased_title" : "obligation_title"), reference: one.reference,
            sub: words("obligation_sub", ["reference": one.reference, "date": format.moment(one.obligation.madeAt)]), notice: done,
            hasNotice: !done.isEmpty, summary: FormErrors(wrong),
            text: words(one.isOfErasure ? "obligation_erased_text" : "obligation_text"), isOpen: receipt == nil, receipt: receipt ?? "",
            action: request.link("/obligations/\(one.obligation.id.text)/answer"),
            answers: .cases(
                Obligation.Answer.self, "answer", beginning: "obligation_answer.", chosen: request.form["answer"], wrong: said("answer"),
                words),
            laws: .cases(
                Obligation.Law.self, "law", beginning: "obligation_law.", chosen: request.form["law"], wrong: said("law"), words))
        return try pages.page(
            "referrals-obligation", model, title: model.title, for: request, section: "referrals", hasForm: true,
            status: wrong.isEmpty ? 200 : 422)
    }
}

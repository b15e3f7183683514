import Core
import Database
import Policy
import Vault
import Web

/// The page of one user.
extension StaffPages {
    /// Everything about one user.
    struct UserPage: Encodable {
        let title: String
        let login: String
        let state: String
        let kind: String
        let isDisabled: Bool
        let isOneself: Bool
        let mayManage: Bool
        let posts: [PostLine]
        let work: String
        let hasWork: Bool
        let colleagues: FormQuestion
        let hasColleagues: Bool
        let reasons: FormQuestion
        let action: String
        let back: String
        let notice: String
        let hasNotice: Bool
        let summary: FormErrors
        /// Who may give the code that was asked for.
        let seconds: String
        let isAsked: Bool
        let postName: FormField
        let postRoles: FormQuestion

        /// The fields that can be wrong, in the order of the page.
        static let fields = ["posts", "post", "role", "colleague", "reason"]

        struct PostLine: Encodable {
            let id: String
            let title: String
            let organisation: String
            let roles: String
            let since: String
            let review: String
            let isWarning: Bool
            let mayConfirm: Bool
            let mayEnd: Bool
        }
    }

    func user(_ request: WebRequest) async throws -> WebResponse {
        try await userPage(request)
    }

    func userPage(_ request: WebRequest, wrong: [String: String] = [:], status: Int = 200) async throws -> WebResponse {
        let words = pages.words(request.language)
        let found = try await found(request, .staffRead)
        let visitor = try request.signedIn()
        let isOneself = found.user.id == visitor.actor.user
        let mayManage = Policy.decide(visitor.actor, .staffManage, on: found.facts, in: Context(now: request.now)).isAllowed
        let notices = ["confirmed", "disabled", "handed", "handed-partly", "asked", "post-added", "post-ended"]
        let notice = request.query["done"].flatMap { notices.contains($0) ? words("done." + $0) : nil } ?? ""
        let model = UserPage(
            title: found.user.name, login: found.user.login, state: words("account_state." + found.state.rawValue), kind: found.state.kind,
            isDisabled: found.state == .disabled, isOneself: isOneself, mayManage: mayManage,
            posts: found.holdings.map { holding in
                let review = AccessReview.state(holding, at: request.now)
                return UserPage.PostLine(
                    id: holding.id.text, title: holding.post.title, organisation: access.name(found.organisation, request.language),
                    roles: RoleWords.list(holding.post.roles, words), since: Format(request.language).day(holding.since.dayInSofia),
                    review: ReviewWords.text(review, words), isWarning: review.needsAttention, mayConfirm: mayManage && !isOneself,
                    mayEnd: mayManage && !isOneself && found.state != .disabled && found.posts > 1)
            }, work: words.count("open_work", found.work), hasWork: found.work > 0,
            colleagues: FormQuestion.recipient(
                "colleague", label: words("user_hand_over_to"), wrong: wrong["colleague"] ?? "",
                among: found.colleagues.map { FormChoice($0.id.text, $0.name) }, words), hasColleagues: !found.colleagues.isEmpty,
            reasons: FormQuestion(
                "reason", label: words("disable_reason"), wrong: wrong["reason"] ?? "",
                choices: DisableReason.allCases.map { FormChoice($0.rawValue, words("disable_reason." + $0.rawValue)) }),
            action: request.link("/staff/" + found.user.id.text),
            back: request.link("/staff") + "?organisation=" + found.organisation.id.text, notice: notice, hasNotice: !notice.isEmpty,
            summary: FormErrors(UserPage.fields.compactMap { field in wrong[field].map { (field, $0) } }),
            seconds: found.seconds.map(\.name).joined(separator: ", "), isAsked: found.state == .asked,
            postName: FormField(
                "post", label: words("post"), hint: words("post_hint"), value: request.form["post"] ?? "", wrong: wrong["post"] ?? ""),
            postRoles: roleQuestion(request, wrong["role"] ?? ""))
        return try pages.page(
            "access-user", model, title: words("user_title"), for: request, section: "staff", hasForm: true, status: status)
    }

    func reset(_ request: WebRequest) async throws -> WebResponse {
        let found = try await found(request, .staffManage)
        return try await newCode(for: found, request) { try await acts.reset(found.user.id, by: $0) }
    }

    func enable(_ request: WebRequest) async throws -> WebResponse {
        let found = try await found(request, .staffManage)
        return try await newCode(for: found, request) { try await acts.enable(found.user.id, by: $0) }
    }

    /// The sheet with a code. What the page does not offer, as one's own account, is refused here, too.
    private func newCode(for found: Found, _ request: WebRequest, _ act: (StaffActs.Author) async throws -> StaffActs.Code) async throws
        -> WebResponse
    {
        do {
            return try await answer(try await act(try author(request, found.facts)), found.user, request)
        } catch is StaffActs.Problem {
            throw WebError.forbidden
        }
    }

    func disable(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let found = try await found(request, .staffManage)
        guard let reason = request.form["reason"].flatMap(DisableReason.init) else {
            return try await userPage(request, wrong: ["reason": words("disable_reason_missing")], status: 422)
        }
        do {
            try await acts.disable(found.user.id, reason: reason, by: try author(request, found.facts))
        } catch let problem as StaffActs.Problem {
            return try await userPage(request, wrong: ["reason": problem.words(words)], status: 409)
        }
        return .redirect(to: request.link("/staff/" + found.user.id.text) + "?done=disabled")
    }

    func confirm(_ request: WebRequest) async throws -> WebResponse {
        let found = try await found(request, .staffReview)
        guard let holding = found.holdings.first(where: { $0.id.text == request.form["post"] }) else { throw WebError.notFound }
        do {
            try await acts.confirm(holding, by: try author(request, found.facts))
        } catch is StaffActs.Problem {
            throw WebError.forbidden
        }
        return .redirect(to: request.link("/staff/" + found.user.id.text) + "?done=confirmed")
    }

    func handWorkOver(_ request: WebRequest) async throws -> WebResponse {
        let found = try await found(request, .staffManage)
        guard let asked = request.form["colleague"], !asked.isEmpty else {
            return try await userPage(request, wrong: ["colleague": pages.words(request.language)("colleague_unchosen")], status: 422)
        }
        guard let colleague = found.colleagues.first(where: { $0.id.text == asked }) else { throw WebError.badRequest }
        let left: Int
        do {
            left = try await acts.handOver(
                from: found.user.id, to: colleague.id, by: try request.signedIn(), try author(request, found.facts))
        } catch is StaffActs.Problem {
            throw WebError.notFound
        }
        return .redirect(to: request.link("/staff/" + found.user.id.text) + "?done=" + (left == 0 ? "handed" : "handed-partly"))
    }
}

extension StaffActs.Problem {
    /// Why an account can't be ended, and what to do.
    func words(_ words: Words) -> String {
        switch self {
        case .hasWork(let count): words.count("disable_work", count)
        case .oneself: words("disable_oneself")
        case .alreadyDisabled: words("disable_already")
        case .lastAdministrator: words("disable_last")
        case .loginTaken: words("login_taken")
        case .mixedAdministrator: words("roles_administrator")
        case .lastPost: words("post_last")
        case .unknown, .notDisabled: words("disable_unknown")
        }
    }
}

import Core
import Policy
import Web

/// A user's further posts.
extension StaffPages {
    func addPost(_ request: WebRequest) async throws -> WebResponse {
        let words = pages.words(request.language)
        let found = try await found(request, .staffManage)
        let roles = Set(request.form.all("role").compactMap(Role.init))
        var wrong: [String: String] = [:]
        if request.form.line("post") == nil { wrong["post"] = words("post_missing") }
        if roles.isEmpty { wrong["role"] = words("roles_missing") }
        guard wrong.isEmpty, let title = request.form.line("post") else { return try await userPage(request, wrong: wrong, status: 422) }
        let post = Post(id: .new(), organisation: found.organisation.id, title: String(title.prefix(100)), roles: roles)
        do {
            try await acts.add(post, to: found.user.id, by: try author(request, found.facts))
        } catch let problem as StaffActs.Problem {
            return try await userPage(request, wrong: ["role": problem.words(words)], status: 409)
        }
        return .redirect(to: request.link("/staff/" + found.user.id.text) + "?done=post-added")
    }

    func endPost(_ request: WebRequest) async throws -> WebResponse {
        let found = try await found(request, .staffManage)
        guard let holding = found.holdings.first(where: { $0.id.text == request.form["post"] }) else { throw WebError.notFound }
        do {
            try await acts.end(holding, by: try author(request, found.facts))
        } catch let problem as StaffActs.Problem {
            return try await userPage(request, wrong: ["posts": problem.words(pages.words(request.language))], status: 409)
        }
        return .redirect(to: request.link("/staff/" + found.user.id.text) + "?done=post-ended")
    }
}

import Core
import Web

/// A code to be handed over, shown once.
struct HandOverSheet: Encodable {
    let title: String
    let name: String
    let login: String
    let code: String
    let address: String
    let back: String
}

extension AccessFeature {
    /// The sheet with an activation code.
    ///
    /// - Parameter back: the path to go on to.
    func handOver(_ code: String, _ user: User, back: String, _ request: WebRequest) throws -> WebResponse {
        let sheet = HandOverSheet(
            title: pages.words(request.language)("hand_over_title"), name: user.name, login: user.login, code: code,
            address: (request.origin.isEmpty ? "" : request.origin) + request.link("/activate"), back: request.link(back))
        return try pages.page("access-hand-over", sheet, title: sheet.title, for: request, section: "staff", hasForm: true)
    }
}

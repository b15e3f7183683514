package import Core

extension Site {
    /// Asks for a page, or sends a form, as somebody who is known already and has no browser: so the demonstration plays its year. What the
    /// visitor's rights allow is asked as ever; a session, a cookie and a form's token there are none.
    ///
    /// - Parameter form: what is sent; nil for a page that is read.
    ///
    /// Throws ``WebError`` where there is no such address or the form is none of it; what the page itself refuses is its answer.
    package func ask(_ path: String, _ form: FormData? = nil, as visitor: Visitor, at now: Instant) async throws -> WebResponse {
        let segments = path.split(separator: "/").map(String.init)
        let found = routes.lazy.filter { $0.isUnsafe == (form != nil) }.compactMap { route in route.match(segments).map { (route, $0) } }
        guard let (route, captures) = found.first else { throw WebError.notFound }
        let sent = form ?? FormData()
        guard route.fields.permit(sent) else { throw WebError.badRequest }
        let request = WebRequest(path: path, parameters: captures, now: now, form: sent, visitor: visitor, id: RequestID.next())
        if let refusal = try await refusal(route, request) { return refusal }
        return try await handled(route, request)
    }
}

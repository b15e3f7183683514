import Core
import HTTPTypes
import Hummingbird
import Policy
import Vault

/// What a request's cookies tell.
struct Arrival: Sendable {
    var visit = Visit.nobody
    /// What the forms of the page must carry.
    var formToken = ""
    /// To be set where the page has a form and the browser has no cookie yet.
    var newCookie: String?

    var visitor: Visitor? {
        guard case .visitor(let visitor) = visit else { return nil }
        return visitor
    }
}

extension Site {
    /// Who came, and with which token her forms are made.
    func arrival(_ request: Request, _ now: Instant, _ language: Language) async throws -> Arrival {
        let header = request.headers[.cookie]
        if let token = Cookies.value(Cookies.session, in: header) {
            let visit = try await gate.visit(token, now, language)
            switch visit {
            case .visitor(let visitor): return Arrival(visit: visit, formToken: FormToken.of(secret: visitor.formSecret))
            case .timedOut(_, let formSecret): return Arrival(visit: visit, formToken: FormToken.of(secret: formSecret))
            case .nobody: break
            }
        }
        if let token = Cookies.value(Cookies.form, in: header) { return Arrival(formToken: FormToken.of(secret: token)) }
        let token = ShownOnce.token().text
        return Arrival(formToken: FormToken.of(secret: token), newCookie: token)
    }

    /// The answer to somebody who may not ask for a route at all; nil for all others.
    func refusal(_ route: Route, _ page: WebRequest) async throws -> WebResponse? {
        if let visitor = page.visitor, visitor.isEnrolling, route.audience != .inSession, route.audience != .everyone {
            return elsewhere(page.link("/enrol"))
        }
        if let visitor = page.visitor, visitor.needsKey, ![.ownAccount, .inSession, .everyone].contains(route.audience) {
            return elsewhere(page.link("/account/keys"))
        }
        switch route.audience {
        case .everyone: return nil
        case .inSession, .ownAccount, .signedIn: return page.visitor == nil ? signInFirst(route, page) : nil
        case .allowed(let act):
            guard let visitor = page.visitor else { return signInFirst(route, page) }
            if Policy.mayEver(visitor.actor, act) { return nil }
            try await gate.refused(visitor, act, page.now, page.id)
            return errorPage(403, page)
        }
    }

    /// To the sign-in page, and from there back to this one where it is a page.
    private func signInFirst(_ route: Route, _ page: WebRequest, isKept: Bool = false) -> WebResponse {
        let next = hasPage(route.pattern) ? page.path : "/account"
        return elsewhere(page.link("/sign-in") + (isKept ? "?kept=1&next=" : "?next=") + PercentCoding.encode(next))
    }

    /// To another address, for this visitor alone.
    private func elsewhere(_ address: String) -> WebResponse {
        var answer = WebResponse.redirect(to: address)
        answer.isPrivate = true
        return answer
    }

    /// Takes a form: where it came from, what it holds, who sent it; then asks the handler.
    func answerForm(_ route: Route, _ page: WebRequest, _ request: Request, _ arrival: Arrival) async throws -> WebResponse {
        guard CrossSite.isOwn(request), arrival.newCookie == nil else { return errorPage(403, page) }
        let boundary = route.fileLimit == nil ? nil : Multipart.boundary(request.headers[.contentType])
        guard boundary != nil || request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else {
            return errorPage(415, page)
        }
        // A stranger's files are not waited for.
        if boundary != nil, let refusal = try await refusal(route, page) { return refusal }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: boundary == nil ? FormData.bodyLimit : route.fileLimit ?? 0)
        } catch {
            return errorPage(413, page)
        }
        guard let form = Site.form(body, boundary, route) else { return errorPage(400, page) }
        guard let token = form[FormData.tokenName], FormToken.isEqual(token, arrival.formToken) else { return errorPage(403, page) }
        guard route.fields.permit(form) else { return errorPage(400, page) }
        if case .timedOut(let user, _) = arrival.visit, route.audience != .everyone {
            if route.keepsDraft { try await gate.drafts.keep(user, page.path, form.without(FormData.neverKept), page.now) }
            return signInFirst(route, page, isKept: route.keepsDraft)
        }
        if let refusal = try await refusal(route, page) { return refusal }
        if let wish = form[FormData.draftName] { return try await draft(wish, form, route, page) }
        let answer = try await handled(route, page.with(form.without(FormData.ownNames)))
        // Sent and taken: what was kept of it has served.
        if route.keepsDraft, answer.status < 400, let visitor = page.visitor {
            try await gate.drafts.forget(visitor.actor.user, page.path)
        }
        return answer
    }

    private static func form(_ body: ByteBuffer, _ boundary: [UInt8]?, _ route: Route) -> FormData? {
        if let boundary {
            return Multipart.read(
                Array(body.readableBytesView), boundary: boundary, long: route.longTexts, several: route.fields.lists)
        }
        return String(validating: body.readableBytesView, as: UTF8.self).flatMap { FormData(body: $0, limit: route.fields.most) }
    }

    /// Keeps a form that is not sent yet because the session is about to end, or forgets the one that was kept.
    private func draft(_ wish: String, _ form: FormData, _ route: Route, _ page: WebRequest) async throws -> WebResponse {
        guard route.keepsDraft, let visitor = page.visitor else { return errorPage(400, page) }
        switch wish {
        case "keep":
            try await gate.drafts.keep(visitor.actor.user, page.path, form.without(FormData.neverKept), page.now)
            return WebResponse(status: 204, body: "")
        case "forget":
            try await gate.drafts.forget(visitor.actor.user, page.path)
            return elsewhere(page.link(in: page.language))
        default: return errorPage(400, page)
        }
    }

    /// The page of a form, with what was kept of it.
    func withDraft(_ route: Route, _ page: WebRequest) async throws -> WebRequest {
        guard keepsDraft(route.pattern), let visitor = page.visitor else { return page }
        guard let kept = try await gate.drafts.kept(visitor.actor.user, page.path, page.now) else { return page }
        return page.with(kept.form, keptAt: kept.savedAt)
    }
}

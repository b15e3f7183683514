import Core
import HTTPTypes
import Hummingbird
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
        if let visitor = page.visitor, visitor.isEnrolling, route.audience != .enrolling, route.audience != .everyone {
            return .redirect(to: page.link("/enrol"))
        }
        switch route.audience {
        case .everyone: return nil
        case .enrolling: return page.visitor == nil ? signInFirst(page) : nil
        case .signedIn: return page.visitor == nil ? signInFirst(page) : nil
        case .allowed(let act):
            guard let visitor = page.visitor else { return signInFirst(page) }
            if gate.mayEver(visitor.actor, act) { return nil }
            try await gate.refused(visitor, act, page.now, page.id)
            return errorPage(403, page)
        }
    }

    /// To the sign-in page, and from there back to this one.
    private func signInFirst(_ page: WebRequest) -> WebResponse {
        .redirect(to: page.link("/sign-in") + "?next=" + PercentCoding.encode(page.path))
    }

    /// Takes a form: where it came from, what it holds, who sent it; then asks the handler.
    func answerForm(_ route: Route, _ page: WebRequest, _ request: Request, _ arrival: Arrival) async throws -> WebResponse {
        guard CrossSite.isOwn(request), arrival.newCookie == nil else { return errorPage(403, page) }
        guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else { return errorPage(415, page) }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: FormData.bodyLimit)
        } catch {
            return errorPage(413, page)
        }
        guard let text = String(validating: body.readableBytesView, as: UTF8.self), let form = FormData(body: text) else {
            return errorPage(400, page)
        }
        guard let token = form[FormData.tokenName], FormToken.isEqual(token, arrival.formToken) else { return errorPage(403, page) }
        guard route.fields.permit(form) else { return errorPage(400, page) }
        if case .timedOut(let user, _) = arrival.visit, route.audience != .everyone {
            try await gate.keepDraft(user, page.path, form.without(FormData.neverKept), page.now)
            return .redirect(to: page.link("/sign-in") + "?kept=1&next=" + PercentCoding.encode(page.path))
        }
        if let refusal = try await refusal(route, page) { return refusal }
        return try await handled(route, page.with(form: form.without([FormData.tokenName])))
    }
}

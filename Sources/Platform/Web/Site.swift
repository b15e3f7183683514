public import Core
import HTTPTypes
public import Hummingbird
public import Logging
import Vault

/// The site: finds the route of a request, asks it, and sees to it that every answer has its headers and every error its page.
public struct Site: Sendable {
    /// All addresses, the narrower before the wider.
    public let routes: [Route]
    let pages: Pages
    private let assets: Assets
    let logger: Logger
    private let clock: @Sendable () -> Instant
    private let revision: @Sendable () async throws -> Int
    let gate: Gate
    private let cache = PageCache()
    private let known = RevisionMemory()
    private let turnstile = Turnstile(limit: 200)
    private let policyReports: PolicyReports

    /// - Parameters:
    ///   - gate: knows who is signed in.
    ///   - revision: a number that changes with the data; asked at most once a second, so a page may be that old.
    ///   - clock: the present moment, another one in tests.
    public init(
        routes: [Route], pages: Pages, assets: Assets, logger: Logger, gate: Gate = .closed,
        clock: @escaping @Sendable () -> Instant = { Instant.now }, revision: @escaping @Sendable () async throws -> Int
    ) {
        self.routes = routes.sorted { $0.narrowness > $1.narrowness }
        self.pages = pages
        self.assets = assets
        self.logger = logger
        self.gate = gate
        policyReports = PolicyReports(logger)
        self.clock = clock
        self.revision = revision
    }

    /// Whether there is a page at a pattern, beside a form that is sent there.
    func hasPage(_ pattern: String) -> Bool { routes.contains { $0.pattern == pattern && !$0.isUnsafe } }

    /// Whether an unsent form of a page is kept.
    func keepsDraft(_ pattern: String) -> Bool { routes.contains { $0.pattern == pattern && $0.keepsDraft } }

    /// Answers a request of the server underneath. The network is the address it came from.
    public func respond(to request: Request, network: String = "") async -> Response {
        let start = clock()
        let id = RequestID.next()
        let (answer, pattern) = await answer(request, network, start, id)
        var response = SiteResponse.of(answer, id: id)
        if request.method == .head {
            response.body = .init(contentLength: answer.size) { try await $0.finish(nil) }
        }
        let milliseconds = clock().milliseconds - start.milliseconds
        // The route's pattern, never the address: a query can hold a name.
        logger.log(
            level: answer.status >= 500 ? .error : .info, "request",
            metadata: [
                "id": "\(id)", "method": "\(request.method.rawValue)", "route": "\(pattern)", "status": "\(answer.status)",
                "ms": "\(milliseconds)",
            ])
        return response
    }

    private func answer(_ request: Request, _ network: String, _ now: Instant, _ id: String) async -> (WebResponse, String) {
        let address = Address(request.uri.path)
        let plain = WebRequest(path: address?.path ?? "/", language: address?.language ?? .bg, now: now, id: id)
        guard let address else { return (errorPage(400, plain), "-") }
        if address.path == PolicyReports.path { return (await policyReport(request, plain), PolicyReports.path) }
        if request.method == .get || request.method == .head {
            if let asset = assets.response(request.uri.path) { return (asset, "/assets") }
            if address.hasTrailingSlash { return (.redirect(to: plain.link(address.path), permanent: true), "-") }
        }
        let found = routes.compactMap { route in route.match(address.segments).map { (route, $0) } }
        let isUnsafe = request.method == .post
        guard request.method == .get || request.method == .head || isUnsafe,
            let (route, captures) = found.first(where: { $0.0.isUnsafe == isUnsafe })
        else { return (notAnswered(found.map(\.0), plain), "-") }
        do {
            let arrival = try await arrival(request, now, address.language)
            let page = WebRequest(
                path: address.path, parameters: captures, query: try query(request), language: address.language, now: now,
                origin: origin(request), visitor: arrival.visitor, formToken: arrival.formToken, network: network,
                userAgent: request.headers[.userAgent] ?? "", id: id)
            var answer = try await answer(route, page, request, arrival)
            if let cookie = arrival.newCookie, answer.body.contains(page.formToken) { answer.headers.append(Cookies.forms(cookie)) }
            return (answer, route.pattern)
        } catch let error as WebError {
            return (errorPage(error.status, plain), route.pattern)
        } catch {
            return (fault(error, plain, route), route.pattern)
        }
    }

    private func answer(_ route: Route, _ page: WebRequest, _ request: Request, _ arrival: Arrival) async throws -> WebResponse {
        if route.isUnsafe { return try await answerForm(route, page, request, arrival) }
        if let refusal = try await refusal(route, page) { return refusal }
        guard route.isCacheable, page.visitor == nil else { return try await handled(route, withDraft(route, page)) }
        let stamp = "\(try await known.revision(page.now, revision)) \(page.today.iso)"
        let key = "\(page.language.rawValue) \(page.origin) \(page.path)?\(page.query.encoded)"
        let entry: PageCache.Entry
        if let kept = cache.entry(key, stamp: stamp) {
            entry = kept
        } else {
            let made = try await handled(route, page)
            entry = PageCache.Entry(response: made, tag: "\"\(made.bytes.map { Tag.of($0) } ?? Tag.of(made.body))\"")
            if made.status == 200 { cache.keep(entry, key, stamp: stamp) }
        }
        return tagged(entry, request)
    }

    /// Asks a handler. What it throws becomes a page that says what to do.
    func handled(_ route: Route, _ page: WebRequest) async throws -> WebResponse {
        guard turnstile.enter() else { return busyPage(page) }
        defer { turnstile.leave() }
        do {
            var response = try await route.handler(page)
            if !route.isCacheable || page.visitor != nil { response.isPrivate = true }
            return response
        } catch let error as WebError {
            return errorPage(error.status, page)
        } catch let busy as PasswordDesk.Busy {
            var response = errorPage(503, page)
            response.headers.append(("Retry-After", String(busy.retryAfterSeconds)))
            return response
        } catch {
            return fault(error, page, route)
        }
    }

    private func fault(_ error: any Error, _ page: WebRequest, _ route: Route) -> WebResponse {
        let status = StorageState.status(of: error)
        // Only the kind of the fault: its text could hold what a user typed.
        logger.error("fault", metadata: ["id": "\(page.id)", "route": "\(route.pattern)", "kind": "\(type(of: error))"])
        var answer = errorPage(status, page)
        if status != 500 { answer.headers.append(("Retry-After", "30")) }
        return answer
    }

    private func notAnswered(_ found: [Route], _ plain: WebRequest) -> WebResponse {
        guard !found.isEmpty else { return errorPage(404, plain) }
        var refused = errorPage(405, plain)
        let methods = (found.contains { !$0.isUnsafe } ? ["GET", "HEAD"] : []) + (found.contains(where: \.isUnsafe) ? ["POST"] : [])
        refused.headers.append(("Allow", methods.joined(separator: ", ")))
        return refused
    }

    private func query(_ request: Request) throws(WebError) -> FormData {
        guard let query = FormData(urlEncoded: request.uri.query ?? "") else { throw .badRequest }
        return query
    }

    private func policyReport(_ request: Request, _ plain: WebRequest) async -> WebResponse {
        guard request.method == .post else {
            var refused = errorPage(405, plain)
            refused.headers.append(("Allow", "POST"))
            return refused
        }
        let status = await policyReports.take(request.body, minute: clock().milliseconds / 60_000)
        return status == 204 ? WebResponse(status: 204, body: "", headers: [("Cache-Control", "no-store")]) : errorPage(status, plain)
    }

    private func tagged(_ entry: PageCache.Entry, _ request: Request) -> WebResponse {
        var response = entry.response
        response.headers += [("ETag", entry.tag), ("Cache-Control", "no-cache")]
        guard request.headers[.ifNoneMatch] == entry.tag else { return response }
        response.status = 304
        response.body = ""
        response.bytes = nil
        return response
    }

    /// More work at once than can be done in time: better told than kept waiting.
    private func busyPage(_ request: WebRequest) -> WebResponse {
        var page = errorPage(503, request)
        page.headers.append(("Retry-After", "5"))
        return page
    }

    func errorPage(_ status: Int, _ request: WebRequest) -> WebResponse {
        let words = pages.words(request.language)
        let model = ErrorPage(words, status: status, id: request.id, home: request.link("/"), search: request.link("/search"))
        do {
            var page = try pages.page("web-error", model, title: model.title, for: request, status: status)
            page.headers.append(("Cache-Control", "no-store"))
            return page
        } catch {
            return WebResponse(status: status, contentType: "text/plain; charset=utf-8", body: model.title)
        }
    }

    private func origin(_ request: Request) -> String {
        guard let host = request.head.authority, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x3c && $0 != 0x3e })
        else { return "" }
        // Behind a server that ends TLS only the browser knows the scheme, and says it with every form.
        return request.headers[.origin] == "https://\(host)" ? "https://\(host)" : "http://\(host)"
    }
}

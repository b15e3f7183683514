public import Core
import HTTPTypes
public import Hummingbird
public import Logging
import Synchronization

/// The site: finds the route of a request, asks it, and sees to it that every answer has its headers and every error its page.
public struct Site: Sendable {
    private let routes: [Route]
    private let pages: Pages
    private let assets: Assets
    private let logger: Logger
    private let clock: @Sendable () -> Instant
    private let revision: @Sendable () async throws -> Int
    private let cache = PageCache()
    private let known = RevisionMemory()
    private let turnstile = Turnstile(limit: 200)
    private let policyReports: PolicyReports

    /// - Parameters:
    ///   - revision: a number that changes with the data; asked at most once a second, so a page may be that old.
    ///   - clock: the present moment, another one in tests.
    public init(
        routes: [Route], pages: Pages, assets: Assets, logger: Logger, clock: @escaping @Sendable () -> Instant = { Instant.now },
        revision: @escaping @Sendable () async throws -> Int
    ) {
        self.routes = routes.sorted { $0.narrowness > $1.narrowness }
        self.pages = pages
        self.assets = assets
        self.logger = logger
        policyReports = PolicyReports(logger)
        self.clock = clock
        self.revision = revision
    }

    /// Answers a request of the server underneath.
    public func respond(to request: Request) async -> Response {
        let start = clock()
        let id = RequestID.next()
        let (answer, pattern) = await answer(request, id: id)
        var response = response(answer, request, id: id)
        if request.method == .head { response.body = .init(contentLength: answer.body.utf8.count) { try await $0.finish(nil) } }
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

    private func answer(_ request: Request, id: String) async -> (WebResponse, String) {
        let address = Address(request.uri.path)
        let plain = WebRequest(path: address?.path ?? "/", language: address?.language ?? .bg, today: clock().dayInSofia)
        guard let address else { return (errorPage(400, plain, id), "-") }
        if address.path == PolicyReports.path { return (await policyReport(request, plain, id), PolicyReports.path) }
        guard request.method == .get || request.method == .head else {
            let exists = routes.contains { $0.match(address.segments) != nil }
            var refused = errorPage(exists ? 405 : 404, plain, id)
            if exists { refused.headers.append(("Allow", "GET, HEAD")) }
            return (refused, "-")
        }
        if let asset = assets.response(request.uri.path) { return (asset, "/assets") }
        if address.hasTrailingSlash { return (.redirect(to: plain.link(address.path), permanent: true), "-") }
        guard let (route, captures) = find(address.segments) else { return (errorPage(404, plain, id), "-") }
        guard let query = FormData(urlEncoded: request.uri.query ?? "") else { return (errorPage(400, plain, id), route.pattern) }
        let page = WebRequest(
            path: address.path, parameters: captures, query: query, language: address.language, today: plain.today, origin: origin(request))
        return (await answer(route, page, request, id), route.pattern)
    }

    private func policyReport(_ request: Request, _ plain: WebRequest, _ id: String) async -> WebResponse {
        guard request.method == .post else {
            var refused = errorPage(405, plain, id)
            refused.headers.append(("Allow", "POST"))
            return refused
        }
        let status = await policyReports.take(request.body, minute: clock().milliseconds / 60_000)
        return status == 204 ? WebResponse(status: 204, body: "", headers: [("Cache-Control", "no-store")]) : errorPage(status, plain, id)
    }

    private func find(_ segments: [String]) -> (Route, [String: String])? {
        for route in routes {
            if let captures = route.match(segments) { return (route, captures) }
        }
        return nil
    }

    private func answer(_ route: Route, _ page: WebRequest, _ request: Request, _ id: String) async -> WebResponse {
        do {
            guard route.isCacheable else { return try await route.handler(page) }
            let stamp = "\(try await known.revision(clock(), revision)) \(page.today.iso)"
            let key = "\(page.language.rawValue) \(page.origin) \(page.path)?\(page.query.encoded)"
            let entry: PageCache.Entry
            if let kept = cache.entry(key, stamp: stamp) {
                entry = kept
            } else {
                guard turnstile.enter() else { return busyPage(page, id) }
                defer { turnstile.leave() }
                let made = try await route.handler(page)
                entry = PageCache.Entry(response: made, tag: "\"\(Tag.of(made.body))\"")
                if made.status == 200 { cache.keep(entry, key, stamp: stamp) }
            }
            return tagged(entry, request)
        } catch let error as WebError {
            return errorPage(error == .notFound ? 404 : 400, page, id)
        } catch {
            // Only the kind of the fault: its text could hold what a user typed.
            logger.error("fault", metadata: ["id": "\(id)", "route": "\(route.pattern)", "kind": "\(type(of: error))"])
            return errorPage(500, page, id)
        }
    }

    private func tagged(_ entry: PageCache.Entry, _ request: Request) -> WebResponse {
        var response = entry.response
        response.headers += [("ETag", entry.tag), ("Cache-Control", "no-cache")]
        guard request.headers[.ifNoneMatch] == entry.tag else { return response }
        response.status = 304
        response.body = ""
        return response
    }

    /// More work at once than can be done in time: better told than kept waiting.
    private func busyPage(_ request: WebRequest, _ id: String) -> WebResponse {
        var page = errorPage(503, request, id)
        page.headers.append(("Retry-After", "5"))
        return page
    }

    private func errorPage(_ status: Int, _ request: WebRequest, _ id: String) -> WebResponse {
        let words = pages.words(request.language)
        let model = ErrorPage(words, status: status, id: id, home: request.link("/"), search: request.link("/search"))
        do {
            var page = try pages.page("web-error", model, title: model.title, for: request, status: status)
            page.headers.append(("Cache-Control", "no-store"))
            return page
        } catch {
            return WebResponse(status: status, contentType: "text/plain; charset=utf-8", body: model.title)
        }
    }

    private func response(_ answer: WebResponse, _ request: Request, id: String) -> Response {
        var headers = HTTPFields()
        let isEmpty = answer.status == 304 || answer.status == 204
        if !isEmpty { headers[.contentType] = answer.contentType }
        let isFile = answer.headers.contains { $0.name == "Content-Disposition" }
        for (name, value) in SecurityHeaders.all(isPublic: answer.status < 400, isFile: isFile) + answer.headers {
            guard let field = HTTPField.Name(name) else { continue }
            headers[field] = value
        }
        if let field = HTTPField.Name("X-Request-Id") { headers[field] = id }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: isEmpty ? .init() : .init(byteBuffer: ByteBuffer(string: answer.body)))
    }

    private func origin(_ request: Request) -> String {
        guard let host = request.head.authority, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x3c && $0 != 0x3e })
        else { return "" }
        return "http://\(host)"
    }
}

/// The revision of the data, asked at most once a second.
private final class RevisionMemory: Sendable {
    private let state = Mutex<(checked: Int64, revision: Int)>((.min, 0))

    func revision(_ now: Instant, _ ask: @Sendable () async throws -> Int) async throws -> Int {
        let second = now.milliseconds / 1000
        if let known = state.withLock({ $0.checked == second ? $0.revision : nil }) { return known }
        let fresh = try await ask()
        state.withLock { $0 = (second, fresh) }
        return fresh
    }
}

/// Counts the pages being made.
private final class Turnstile: Sendable {
    private let inside = Mutex(0)
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    func enter() -> Bool {
        inside.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func leave() {
        inside.withLock { $0 -= 1 }
    }
}

/// A path cut into its parts.
struct Address {
    let segments: [String]
    let language: Language
    let hasTrailingSlash: Bool

    var path: String { "/" + segments.map(PercentCoding.encode).joined(separator: "/") }

    /// Nil for paths that no page has: broken percent signs, control characters, dots that climb.
    init?(_ raw: String) {
        guard raw.utf8.count < 2000 else { return nil }
        var segments: [String] = []
        for piece in raw.utf8.split(separator: UInt8(ascii: "/")) {
            // A slash that is written %2F belongs to a name, as in „J/TIP“.
            guard let text = PercentCoding.decode(piece), !text.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) else {
                return nil
            }
            segments.append(text)
        }
        hasTrailingSlash = raw.utf8.count > 1 && (raw.utf8.last == UInt8(ascii: "/") || raw.contains("//"))
        if segments.first == Language.en.rawValue {
            language = .en
            segments.removeFirst()
        } else {
            language = .bg
        }
        self.segments = segments
    }
}

/// Names of requests, for finding them in the log.
enum RequestID {
    static func next() -> String { String(UInt64.random(in: 0...(.max)), radix: 36) }
}

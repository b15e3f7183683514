public import Core

/// A request as a page sees it: nothing of the server underneath.
public struct WebRequest: Sendable {
    /// The path without the language prefix, always beginning with a slash, never ending with one.
    public let path: String
    /// Values of the route's captures by name, decoded.
    public let parameters: [String: String]
    /// What follows the question mark, decoded.
    public let query: FormData
    /// English under `/en`, otherwise Bulgarian.
    public let language: Language
    /// The day in Sofia.
    public let today: Day
    /// Scheme and host under which the site was asked, for addresses that leave it (calendars).
    public let origin: String
    /// The moment of the request.
    public let now: Instant
    /// What a form sent; on its page what was kept of it when a session ended; empty for all other pages.
    public let form: FormData
    /// When what the form holds was kept; nil unless it is an unsent one from an earlier session.
    public let draftSavedAt: Instant?
    /// Who is signed in.
    public let visitor: Visitor?
    /// What the forms of this page must carry; empty where no page of ours may have forms.
    public let formToken: String
    /// The network that the request came from, for counting failed sign-ins; never stored as it is.
    public let network: String
    /// How the browser calls itself.
    public let userAgent: String
    /// Name of the request in the log and the ledger.
    public let id: String

    /// `origin` stays empty where the host is unknown.
    public init(
        path: String, parameters: [String: String] = [:], query: FormData = FormData(), language: Language = .bg, now: Instant,
        origin: String = "", form: FormData = FormData(), draftSavedAt: Instant? = nil, visitor: Visitor? = nil, formToken: String = "",
        network: String = "", userAgent: String = "", id: String = ""
    ) {
        self.draftSavedAt = draftSavedAt
        self.now = now
        today = now.dayInSofia
        self.form = form
        self.visitor = visitor
        self.formToken = formToken
        self.network = network
        self.userAgent = userAgent
        self.id = id
        self.path = path
        self.parameters = parameters
        self.query = query
        self.language = language
        self.origin = origin
    }

    /// What somebody asks for, on pages that are asked by address and by form alike.
    public var typed: FormData { form.pairs.isEmpty ? query : form }

    /// Who is signed in, on pages for signed-in users. Throws ``WebError/notFound`` on others.
    public func signedIn() throws(WebError) -> Visitor {
        guard let visitor else { throw .notFound }
        return visitor
    }

    /// The same request with a form, one that was sent now or one that was kept at a time.
    func with(_ form: FormData, keptAt savedAt: Instant? = nil) -> WebRequest {
        WebRequest(
            path: path, parameters: parameters, query: query, language: language, now: now, origin: origin, form: form,
            draftSavedAt: savedAt, visitor: visitor, formToken: formToken, network: network, userAgent: userAgent, id: id)
    }

    /// The same request with a capture of its route added, where a form names what others have in their address.
    public func with(parameter name: String, _ value: String) -> WebRequest {
        WebRequest(
            path: path, parameters: parameters.merging([name: value]) { _, new in new }, query: query, language: language, now: now,
            origin: origin, form: form, draftSavedAt: draftSavedAt, visitor: visitor, formToken: formToken, network: network,
            userAgent: userAgent, id: id)
    }

    /// An address of the site in the language of the request.
    public func link(_ path: String) -> String {
        language == .bg ? path : "/en" + (path == "/" ? "" : path)
    }

    /// This page in another language, its query kept.
    public func link(in other: Language) -> String {
        let base = other == .bg ? path : "/en" + (path == "/" ? "" : path)
        let query = query.encoded
        return query.isEmpty ? base : base + "?" + query
    }
}

/// What a page answers.
public struct WebResponse: Sendable {
    /// HTTP status code.
    public var status: Int
    /// Media type, with the character set for text.
    public var contentType: String
    /// Sent as UTF-8.
    public var body: String
    /// Sent instead of ``body`` where the answer is no text.
    public var bytes: [UInt8]?
    /// Further headers; they replace the site's own of the same name.
    public var headers: [(name: String, value: String)]
    /// Made for one visitor: no cache and no search engine may keep it.
    public var isPrivate = false

    /// A page of HTML with status 200, unless told otherwise.
    public init(
        status: Int = 200, contentType: String = "text/html; charset=utf-8", body: String, headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.headers = headers
    }

    /// Bytes that are sent, headers left out.
    var size: Int { bytes?.count ?? body.utf8.count }

    /// A file to be saved. The name is of ASCII letters, digits, dots and dashes, and says nothing of a person.
    public static func download(_ bytes: [UInt8], type: String, name: String) -> WebResponse {
        var answer = download("", type: type, name: name)
        answer.bytes = bytes
        return answer
    }

    /// The same of a text.
    public static func download(_ body: String, type: String, name: String) -> WebResponse {
        let safe = String(
            String.UnicodeScalarView(
                name.unicodeScalars.filter { scalar in
                    scalar.isASCII
                        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-" || scalar == "."
                            || scalar == "_")
                }))
        return WebResponse(contentType: type, body: body, headers: [("Content-Disposition", "attachment; filename=\"\(safe)\"")])
    }

    /// Another address of the site.
    public static func redirect(to path: String, permanent: Bool = false) -> WebResponse {
        WebResponse(status: permanent ? 308 : 303, contentType: "text/plain; charset=utf-8", body: "", headers: [("Location", path)])
    }
}

/// A refusal that a page throws and the site answers with a page that says what to do next.
public enum WebError: Error, Sendable, Equatable {
    case notFound
    case badRequest
    /// The visitor's roles don't allow it, whatever the record.
    case forbidden

    package var status: Int {
        switch self {
        case .notFound: 404
        case .badRequest: 400
        case .forbidden: 403
        }
    }
}

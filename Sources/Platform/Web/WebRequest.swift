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

    /// `origin` stays empty where the host is unknown.
    public init(
        path: String, parameters: [String: String] = [:], query: FormData = FormData(), language: Language = .bg, today: Day,
        origin: String = ""
    ) {
        self.path = path
        self.parameters = parameters
        self.query = query
        self.language = language
        self.today = today
        self.origin = origin
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
    /// Further headers; they replace the site's own of the same name.
    public var headers: [(name: String, value: String)]

    /// A page of HTML with status 200, unless told otherwise.
    public init(
        status: Int = 200, contentType: String = "text/html; charset=utf-8", body: String, headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.headers = headers
    }

    /// A file to be saved. The name is of ASCII letters, digits, dots and dashes, and says nothing of a person.
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
}

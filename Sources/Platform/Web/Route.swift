public import Policy

/// Who may ask for an address at all. What she may see of the record behind it is decided where the record is read.
public enum Audience: Sendable, Hashable {
    /// Everybody, signed in or not.
    case everyone
    /// Users who are signed in, whatever their roles.
    case signedIn
    /// Users who are signed in, also those who must add a security key before they can do anything else.
    case ownAccount
    /// Whoever has a session, also one in which nothing but the second factor can be set up.
    case inSession
    /// Users whose roles allow an act.
    case allowed(Act)
}

/// What a form may send. Anything else, and anything twice, is refused before a handler sees it (ASVS 15.3.3).
public struct FormFields: Sendable, ExpressibleByArrayLiteral {
    let single: Set<String>
    let lists: Set<String>
    /// Most names and values of the form together.
    let most: Int

    /// - Parameters:
    ///   - lists: names that may come several times, as those of checkboxes do.
    ///   - most: names and values together, where a list may be longer than those of other forms; nil for as many as any has.
    public init(_ single: Set<String>, lists: Set<String> = [], most: Int? = nil) {
        self.single = single
        self.lists = lists
        self.most = most ?? FormData.pairLimit
    }

    /// Fields that come once at most.
    public init(arrayLiteral elements: String...) {
        self.init(Set(elements))
    }

    func permit(_ form: FormData) -> Bool {
        let known = single.union(FormData.ownNames)
        var seen: Set<String> = []
        return form.pairs.allSatisfy { pair in
            lists.contains(pair.name) || known.contains(pair.name) && seen.insert(pair.name).inserted
        }
    }
}

/// An address of the site and what answers there.
public struct Route: Sendable {
    /// Makes the answer. A ``WebError`` thrown becomes a page that says what to do, any other error a page with status 500.
    public typealias Handler = @Sendable (WebRequest) async throws -> WebResponse

    /// Segments; one beginning with a colon captures, with an ending after it where one is written: `/plans/:plan.json`.
    public let pattern: String
    /// Whether it is asked for with POST; otherwise with GET and HEAD, and changes nothing.
    public let isUnsafe: Bool
    /// Who may ask.
    public let audience: Audience
    /// Whether the same answer serves everybody until the data changes.
    public let isCacheable: Bool
    /// Whether a form is kept when the session of its writer ends before it is sent. It must have a page of its own at the same address.
    public let keepsDraft: Bool
    /// Most bytes of a form with its files; nil where none is taken.
    let fileLimit: Int?
    /// Texts of such a form that may be as long as a file.
    let longTexts: Set<String>
    let fields: FormFields
    let segments: [Segment]
    let handler: Handler

    enum Segment: Sendable, Equatable {
        case fixed(String)
        case capture(String, ending: String)
    }

    /// A page that is read: GET and HEAD. Pages for everyone are the same for all and kept until the data changes, unless told otherwise.
    public static func get(_ pattern: String, for audience: Audience, cached: Bool = true, _ handler: @escaping Handler) -> Route {
        Route(pattern, isUnsafe: false, audience, isCacheable: cached && audience == .everyone, [], keepsDraft: false, handler)
    }

    /// A form that is sent. It is refused unless one of our own pages made it.
    ///
    /// - Parameter keepsDraft: see ``keepsDraft``.
    public static func post(
        _ pattern: String, for audience: Audience, fields: FormFields, keepsDraft: Bool = false, _ handler: @escaping Handler
    ) -> Route {
        Route(pattern, isUnsafe: true, audience, isCacheable: false, fields, keepsDraft: keepsDraft, handler)
    }

    /// A form that is sent with files, which `request.form.files` holds by the names of their fields.
    ///
    /// - Parameters:
    ///   - fields: a list among them may come with several files.
    ///   - longTexts: fields that may hold a text as long as a file, such as rows that were pasted.
    ///   - limit: most bytes of the whole form.
    public static func upload(
        _ pattern: String, for audience: Audience, fields: FormFields, longTexts: Set<String> = [], limit: Int, _ handler: @escaping Handler
    ) -> Route {
        Route(
            pattern, isUnsafe: true, audience, isCacheable: false, fields, keepsDraft: false, fileLimit: limit, longTexts: longTexts,
            handler)
    }

    private init(
        _ pattern: String, isUnsafe: Bool, _ audience: Audience, isCacheable: Bool, _ fields: FormFields, keepsDraft: Bool,
        fileLimit: Int? = nil, longTexts: Set<String> = [], _ handler: @escaping Handler
    ) {
        self.fileLimit = fileLimit
        self.longTexts = longTexts
        self.pattern = pattern
        self.isUnsafe = isUnsafe
        self.audience = audience
        self.isCacheable = isCacheable
        self.fields = fields
        self.keepsDraft = keepsDraft
        self.handler = handler
        segments = pattern.split(separator: "/").map { piece in
            guard piece.hasPrefix(":") else { return .fixed(String(piece)) }
            let parts = piece.dropFirst().split(separator: ".", maxSplits: 1)
            return .capture(String(parts[0]), ending: parts.count > 1 ? "." + parts[1] : "")
        }
    }

    /// The captures of a path of this route, nil for other paths.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var captures: [String: String] = [:]
        for (segment, piece) in zip(segments, path) {
            switch segment {
            case .fixed(let text): guard text == piece else { return nil }
            case .capture(let name, let ending):
                guard piece.hasSuffix(ending), piece.utf8.count > ending.utf8.count else { return nil }
                captures[name] = String(piece.dropLast(ending.count))
            }
        }
        return captures
    }

    /// How narrow the pattern is: narrower routes are tried first.
    var narrowness: Int {
        segments.reduce(0) { sum, segment in
            switch segment {
            case .fixed: sum + 3
            case .capture(_, let ending): sum + (ending.isEmpty ? 0 : 1)
            }
        }
    }
}

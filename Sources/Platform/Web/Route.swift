/// An address of the site and what answers there.
public struct Route: Sendable {
    /// Makes the answer. A ``WebError`` thrown becomes a page that says what to do, any other error a page with status 500.
    public typealias Handler = @Sendable (WebRequest) async throws -> WebResponse

    /// Segments; one beginning with a colon captures, with an ending after it where one is written: `/plans/:plan.json`.
    public let pattern: String
    /// Whether the same answer serves everybody until the data changes.
    public let isCacheable: Bool
    let segments: [Segment]
    let handler: Handler

    enum Segment: Sendable, Equatable {
        case fixed(String)
        case capture(String, ending: String)
    }

    /// A page that is read: GET and HEAD.
    public static func get(_ pattern: String, cached: Bool = true, _ handler: @escaping Handler) -> Route {
        Route(pattern: pattern, isCacheable: cached, handler: handler)
    }

    private init(pattern: String, isCacheable: Bool, handler: @escaping Handler) {
        self.pattern = pattern
        self.isCacheable = isCacheable
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

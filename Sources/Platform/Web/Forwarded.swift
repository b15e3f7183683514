import HTTPTypes
public import Hummingbird

extension Request {
    /// Whom proxies on the way say they spoke with (`X-Forwarded-For`), line by line; anybody can write it.
    public var forwarded: [String] { headers[values: Request.xForwardedFor] }

    private static let xForwardedFor: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Forwarded-For") else { preconditionFailure("a constant that is a valid name") }
        return name
    }()
}

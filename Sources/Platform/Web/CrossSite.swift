import HTTPTypes
import Hummingbird

/// Tells a form of ours from one that another site made a browser send (ASVS 3.5.1), beside the token in the form.
enum CrossSite {
    /// Whether an unsafe request came from a page of this site. What says nothing of where it came from is refused.
    static func isOwn(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite] { return site == "same-origin" }
        guard let origin = request.headers[.origin], let host = request.head.authority else { return false }
        return origin == "https://\(host)" || origin == "http://\(host)"
    }
}

extension HTTPField.Name {
    /// Where a browser says a request comes from (Fetch Metadata).
    static let secFetchSite: HTTPField.Name = {
        guard let name = HTTPField.Name("Sec-Fetch-Site") else { preconditionFailure("a constant that is a valid name") }
        return name
    }()
}

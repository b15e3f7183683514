/// The two cookies of the site. Neither names anybody; both are sent to this host alone and to no script.
public enum Cookies {
    /// Whose session it is.
    static let session = "__Host-zakrila"
    /// Ties the forms of somebody who is not signed in to her browser.
    static let form = "__Host-zakrila-form"

    /// The value of a cookie in a request's header; nil where it is missing, is there twice, or is no token of ours.
    static func value(_ name: String, in header: String?) -> String? {
        guard let header, header.utf8.count < 8_000 else { return nil }
        let values = header.split(separator: ";").compactMap { pair -> Substring? in
            let halves = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return halves.count == 2 && halves[0] == name ? halves[1] : nil
        }
        guard values.count == 1, let value = values.first, value.utf8.count == 43 else { return nil }
        guard value.utf8.allSatisfy({ isTokenByte($0) }) else { return nil }
        return String(value)
    }

    /// The header that gives a browser a session.
    public static func signIn(_ token: String) -> (name: String, value: String) { set(session, token) }

    /// The headers that take everything from a browser: cookies, and pages that it keeps for its Back button.
    public static func signOut() -> [(name: String, value: String)] {
        [
            ("Set-Cookie", "\(session)=; \(attributes); Max-Age=0"),
            ("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\""),
        ]
    }

    static func forms(_ token: String) -> (name: String, value: String) { set(form, token) }

    private static let attributes = "Path=/; Secure; HttpOnly; SameSite=Strict"

    private static func set(_ name: String, _ token: String) -> (name: String, value: String) {
        ("Set-Cookie", "\(name)=\(token); \(attributes)")
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 45, 95: true
        default: false
        }
    }
}

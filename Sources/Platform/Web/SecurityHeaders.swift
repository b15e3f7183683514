/// The headers of every answer, errors and redirects included.
public enum SecurityHeaders {
    /// Names and values in a fixed order. `isPublic` pages may be found by search engines.
    public static func all(isPublic: Bool, isFile: Bool) -> [(name: String, value: String)] {
        let policy = isFile ? "sandbox; default-src 'none'" : contentSecurityPolicy
        var headers = [("Content-Security-Policy", policy)] + constant
        if !isPublic { headers.append(("X-Robots-Tag", "noindex, nofollow, noarchive")) }
        return headers
    }

    static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'; report-to csp"

    private static let constant: [(name: String, value: String)] = [
        ("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        (
            "Permissions-Policy",
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=(), serial=(), "
                + "bluetooth=(), idle-detection=(), local-fonts=(), browsing-topics=()"
        ),
        ("Reporting-Endpoints", "csp=\"\(PolicyReports.path)\""),
        ("X-Frame-Options", "DENY"),
        ("Vary", "Sec-Fetch-Site"),
    ]
}

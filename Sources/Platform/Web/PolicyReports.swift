import Foundation
import Hummingbird
import Logging
import Synchronization

/// Takes browsers' reports of what the content security policy stopped (Reporting API): the sign of a planted script or of a mistake of ours.
///
/// Only the name of the broken rule is kept. The addresses in a report could say what somebody read.
final class PolicyReports: Sendable {
    /// Where browsers send them; the policy names it.
    static let path = "/reports/csp"
    /// Characters of one sending, far above what browsers send.
    private static let sizeLimit = 16_384
    /// Lines of the log in one minute; further reports are taken and forgotten.
    private static let lineLimit = 20

    private let logger: Logger
    private let state = Mutex<(minute: Int64, lines: Int)>((0, 0))

    init(_ logger: Logger) {
        self.logger = logger
    }

    private struct Report: Decodable {
        struct Body: Decodable {
            let effectiveDirective: String?
        }

        let type: String
        let body: Body
    }

    /// The status of the answer: 204, or 400 and 413 for what no browser sends.
    func take(_ body: RequestBody, minute: Int64) async -> Int {
        let reports: [Report]
        do {
            let bytes = try await body.collect(upTo: PolicyReports.sizeLimit)
            reports = try JSONDecoder().decode([Report].self, from: Data(bytes.readableBytesView))
        } catch is DecodingError {
            return 400
        } catch {
            return 413
        }
        let broken = Set(reports.filter { $0.type == "csp-violation" }.compactMap(\.body.effectiveDirective))
        for directive in broken.intersection(PolicyReports.directives).sorted() where mayLog(minute) {
            logger.warning("policy broken", metadata: ["directive": "\(directive)"])
        }
        return 204
    }

    private func mayLog(_ minute: Int64) -> Bool {
        state.withLock { state in
            if state.minute != minute { state = (minute, 0) }
            state.lines += 1
            return state.lines <= PolicyReports.lineLimit
        }
    }

    /// The rules that a report can name; anything else in its place is a stranger's words.
    private static let directives: Set<String> = [
        "default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr", "img-src",
        "font-src", "connect-src", "form-action", "frame-ancestors", "frame-src", "child-src", "worker-src", "media-src", "manifest-src",
        "base-uri", "object-src", "require-trusted-types-for", "trusted-types",
    ]
}

public import Foundation

extension Ledger {
    /// The folder with the words for detectors and verdicts, in both languages. Throws when the program's own files are missing.
    public static func strings() throws -> URL {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return resources.appendingPathComponent("Strings")
    }
}

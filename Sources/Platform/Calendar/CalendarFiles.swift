public import Foundation

/// What comes with the module: its facts and its words.
public enum CalendarFiles {
    /// The folder with the words for days off, terms and clocks, in both languages. Throws when the program's own files are missing.
    public static func strings() throws -> URL {
        guard let resources = Bundle.module.resourceURL else { throw CocoaError(.fileNoSuchFile) }
        return resources.appendingPathComponent("Strings")
    }

    static func facts(_ name: String) throws -> Data {
        guard let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Facts") else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try Data(contentsOf: url)
    }
}

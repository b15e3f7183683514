import Core
public import Foundation
import Mustache

/// The templates and words of all rooms as the program's files have them. Templates escape everything; nothing in them is switched off.
///
/// Reading them takes a good part of a start, and nothing in them belongs to one site: several in one process share them.
public struct PageTemplates: Sendable {
    /// The templates of each language, its words already in them.
    let libraries: [Language: MustacheLibrary]
    let catalogue: Catalogue

    /// A room's folder of templates, with the name that stands before theirs: `programmes-plan`.
    public struct Source: Sendable {
        /// Stands before the names of the room's templates, with a dash.
        public let name: String
        /// Folder of `.mustache` files.
        public let templates: URL
        /// Folder with `bg.json` and `en.json`.
        public let strings: URL

        /// Nothing is read before ``PageTemplates/init(_:strings:)``.
        public init(name: String, templates: URL, strings: URL) {
            self.name = name
            self.templates = templates
            self.strings = strings
        }
    }

    /// Reads all templates and words. Throws when one is missing or wrong, so that a damaged installation does not start.
    ///
    /// - Parameter strings: further folders with words, of parts of the house without templates.
    public init(_ rooms: [Source], strings: [URL] = []) throws {
        MustacheContentTypes.register(SafeHTML(), named: "SAFEHTML")
        var catalogue = Catalogue()
        let own = Source(name: "web", templates: try PageTemplates.folder("Templates"), strings: try PageTemplates.folder("Strings"))
        let rooms = [own] + rooms
        for folder in rooms.map(\.strings) + strings { try catalogue.add(folder: folder) }
        var libraries = Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, MustacheLibrary()) })
        for room in rooms {
            for file in try FileManager.default.contentsOfDirectory(at: room.templates, includingPropertiesForKeys: nil)
            where file.pathExtension == "mustache" {
                let name = "\(room.name)-\(file.deletingPathExtension().lastPathComponent)"
                let text = try String(contentsOf: file, encoding: .utf8)
                for language in Language.allCases {
                    // Every file needs the pragma: a partial would fall back to the default escaping.
                    let worded = "{{% CONTENT_TYPE:SAFEHTML}}" + (try catalogue.words(language).filling(text))
                    try libraries[language]?.register(worded, named: name)
                }
            }
        }
        self.libraries = libraries
        self.catalogue = catalogue
    }

    private static func folder(_ name: String) throws -> URL {
        guard let url = Bundle.module.resourceURL?.appendingPathComponent(name) else { throw CocoaError(.fileNoSuchFile) }
        return url
    }
}

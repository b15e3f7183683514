public import Core
public import Foundation
import Mustache

/// Renders pages from templates. Templates escape everything; nothing in them is switched off.
public struct Pages: Sendable {
    /// The templates of each language, its words already in them.
    private let libraries: [Language: MustacheLibrary]
    private let catalogue: Catalogue
    private let assets: Assets
    private let navigation: Navigation

    /// A room's folder of templates, with the name that stands before theirs: `programmes-plan`.
    public struct Source: Sendable {
        /// Stands before the names of the room's templates, with a dash.
        public let name: String
        /// Folder of `.mustache` files.
        public let templates: URL
        /// Folder with `bg.json` and `en.json`.
        public let strings: URL

        /// Nothing is read before ``Pages/init(_:assets:)``.
        public init(name: String, templates: URL, strings: URL) {
            self.name = name
            self.templates = templates
            self.strings = strings
        }
    }

    /// Reads all templates and words. Throws when one is missing or wrong, so that a damaged installation does not start.
    ///
    /// - Parameter strings: further folders with words, of parts of the house without templates.
    public init(_ rooms: [Source], strings: [URL] = [], navigation: Navigation = .none, assets: Assets) throws {
        MustacheContentTypes.register(SafeHTML(), named: "SAFEHTML")
        var catalogue = Catalogue()
        let own = Source(name: "web", templates: try Pages.folder("Templates"), strings: try Pages.folder("Strings"))
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
        self.assets = assets
        self.navigation = navigation
    }

    private static func folder(_ name: String) throws -> URL {
        guard let url = Bundle.module.resourceURL?.appendingPathComponent(name) else { throw CocoaError(.fileNoSuchFile) }
        return url
    }

    /// The words of a language.
    public func words(_ language: Language) -> Words { catalogue.words(language) }

    /// A whole page. The template sees the model's fields and `page` (frame).
    ///
    /// - Parameter hasForm: somebody may be writing on it, so that it must not go away by itself.
    public func page(
        _ template: String, _ model: some Encodable, title: String, for request: WebRequest, section: String = "", hasForm: Bool = false,
        status: Int = 200
    ) throws -> WebResponse {
        let words = words(request.language)
        let frame = Frame(request, words, assets, navigation, title: title, section: section, hasForm: hasForm)
        let fields: [String: Any] = ["page": try Fields.of(frame), "body": try Fields.of(model)]
        guard let body = libraries[request.language]?.render(fields, withTemplate: template) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return WebResponse(status: status, body: body)
    }
}

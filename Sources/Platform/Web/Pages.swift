public import Core
public import Foundation
import Mustache

/// Renders pages from templates. Templates escape everything; nothing in them is switched off.
public struct Pages: Sendable {
    private let library: MustacheLibrary
    private let catalogue: Catalogue
    private let assets: Assets

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
    public init(_ rooms: [Source], assets: Assets) throws {
        MustacheContentTypes.register(SafeHTML(), named: "SAFEHTML")
        var library = MustacheLibrary()
        var catalogue = Catalogue()
        let own = Source(name: "web", templates: try Pages.folder("Templates"), strings: try Pages.folder("Strings"))
        for room in [own] + rooms {
            try catalogue.add(folder: room.strings)
            for file in try FileManager.default.contentsOfDirectory(at: room.templates, includingPropertiesForKeys: nil)
            where file.pathExtension == "mustache" {
                // Every file needs the pragma: a partial would fall back to the default escaping.
                let text = "{{% CONTENT_TYPE:SAFEHTML}}" + (try String(contentsOf: file, encoding: .utf8))
                try library.register(text, named: "\(room.name)-\(file.deletingPathExtension().lastPathComponent)")
            }
        }
        self.library = library
        self.catalogue = catalogue
        self.assets = assets
    }

    private static func folder(_ name: String) throws -> URL {
        guard let url = Bundle.module.resourceURL?.appendingPathComponent(name) else { throw CocoaError(.fileNoSuchFile) }
        return url
    }

    /// The words of a language.
    public func words(_ language: Language) -> Words { catalogue.words(language) }

    /// A whole page. The template sees the model's fields, `t` (words) and `page` (frame).
    public func page(_ template: String, _ model: Any, title: String, for request: WebRequest, section: String = "", status: Int = 200)
        throws -> WebResponse
    {
        let words = words(request.language)
        let frame = Frame(request, words, assets, title: title, section: section)
        let fields: [String: Any] = ["t": words, "page": Fields.of(frame), "body": Fields.of(model)]
        guard let body = library.render(fields, withTemplate: template) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return WebResponse(status: status, body: body)
    }
}

/// A model as dictionaries, reflected once. Given structs, swift-mustache 2.1.1 reflects on all that stand around a name at every name it
/// meets, which takes most of the time of a long page; remove when upstream does otherwise (2026-11).
enum Fields {
    static func of(_ value: Any) -> Any {
        if value is String || value is Bool || value is Int || value is any MustacheParent { return value }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .collection: return mirror.children.map { of($0.value) }
        case .struct, .tuple, .class:
            var fields: [String: Any] = [:]
            for (label, field) in mirror.children {
                if let label, let field = unwrapped(field) { fields[label] = of(field) }
            }
            return fields
        default: return value
        }
    }

    private static func unwrapped(_ value: Any) -> Any? {
        if value is String || value is Bool { return value }
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}

/// What the frame of every page needs.
struct Frame {
    let title: String
    let lang: String
    let home: String
    let plans: String
    let institutions: String
    let search: String
    let about: String
    let accessibility: String
    let data: String
    let inPlans: Bool
    let inInstitutions: Bool
    let inSearch: Bool
    let isEnglish: Bool
    let bulgarian: String
    let english: String
    let style: String
    let script: String
    let icon: String
    let query: String
    let printed: String

    init(_ request: WebRequest, _ words: Words, _ assets: Assets, title: String, section: String) {
        self.title = title == words("service") ? title : "\(title) – \(words("service"))"
        lang = request.language.rawValue
        home = request.link("/")
        plans = request.link("/")
        institutions = request.link("/institutions")
        search = request.link("/search")
        about = request.link("/about")
        accessibility = request.link("/accessibility")
        data = request.link("/data")
        inPlans = section == "plans"
        inInstitutions = section == "institutions"
        inSearch = section == "search"
        isEnglish = request.language == .en
        bulgarian = request.link(in: .bg)
        english = request.link(in: .en)
        style = assets.path("zakrila.css")
        script = assets.path("zakrila.js")
        icon = assets.path("favicon.svg")
        query = request.path == "/search" ? request.query["q"] ?? "" : ""
        printed = words("printed", ["day": Format(request.language).day(request.today)])
    }
}

public import Core
import Foundation
import Mustache

/// Renders pages from templates.
public struct Pages: Sendable {
    private let templates: PageTemplates
    private let assets: Assets
    private let navigation: Navigation

    /// Pages of one site.
    public init(_ templates: PageTemplates, navigation: Navigation = .none, assets: Assets) {
        self.templates = templates
        self.assets = assets
        self.navigation = navigation
    }

    /// The words of a language.
    public func words(_ language: Language) -> Words { templates.catalogue.words(language) }

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
        guard let body = templates.libraries[request.language]?.render(fields, withTemplate: template) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return WebResponse(status: status, body: body)
    }
}

import Foundation
import TestSupport
import Testing

/// The files of a kind under Sources, with their texts.
private func files(_ ending: String) throws -> [(path: String, text: String)] {
    let root = Seeds.root.appendingPathComponent("Sources")
    guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
    return try walk.compactMap { $0 as? URL }.filter { $0.lastPathComponent.hasSuffix(ending) }.map {
        ($0.path, try String(contentsOf: $0, encoding: .utf8))
    }
}

/// The words of one language, room by room.
private func catalogues(_ language: String) throws -> [(path: String, words: [String: String])] {
    try files("\(language).json").filter { $0.path.contains("/Strings/") }.map {
        ($0.path, try JSONDecoder().decode([String: String].self, from: Data($0.text.utf8)))
    }
}

/// What stands between double braces in a template.
private func tags(_ template: String) -> [String] {
    template.components(separatedBy: "{{").dropFirst().compactMap { $0.components(separatedBy: "}}").first }
}

@Suite struct TemplateTests {
    @Test func `templates never switch escaping off`() throws {
        let templates = try files(".mustache")
        #expect(templates.count > 20)
        for (path, text) in templates {
            #expect(!text.contains("{{{"), "\(path)")
            #expect(!text.contains("{{&"), "\(path)")
            #expect(
                !text.contains("style=") && !text.contains("<script>") && !text.contains(" onclick"),
                "\(path) has an inline style or script")
        }
    }

    @Test func `both languages have the same words with the same placeholders`() throws {
        let bulgarian = try catalogues("bg")
        let english = Dictionary(
            uniqueKeysWithValues: try catalogues("en").map { ($0.path.replacingOccurrences(of: "en.json", with: "bg.json"), $0.words) })
        #expect(bulgarian.count >= 3)
        for (path, words) in bulgarian {
            let other = try #require(english[path])
            #expect(Set(words.keys) == Set(other.keys), "\(path)")
            for (key, text) in words {
                #expect(placeholders(text) == placeholders(other[key] ?? ""), "\(path): \(key)")
                #expect(!text.isEmpty && !(other[key] ?? "").isEmpty, "\(path): \(key)")
            }
        }
    }

    @Test func `no two rooms call different words by one key`() throws {
        for language in ["bg", "en"] {
            var known: [String: (path: String, text: String)] = [:]
            for (path, words) in try catalogues(language) {
                for (key, text) in words {
                    if let other = known[key] { #expect(other.text == text, "\(key) in \(path) and \(other.path)") }
                    known[key] = (path, text)
                }
            }
        }
    }

    @Test func `every word a template asks for is in the catalogues`() throws {
        let known = Set(try catalogues("bg").flatMap(\.words.keys))
        for (path, text) in try files(".mustache") {
            for tag in tags(text) where tag.hasPrefix("t.") { #expect(known.contains(String(tag.dropFirst(2))), "\(path): \(tag)") }
        }
    }

    @Test func `every word in the catalogues is used`() throws {
        let asked = Set(try files(".mustache").flatMap { tags($0.text) })
        let quoted = try quotations()
        // Words that a part of the house offers to every room, one for each case of a type.
        let offered = ["post_role.", "role.", "rule.", "purpose.", "fields.", "relation.", "act.", "detector.", "verdict."]
        for (path, words) in try catalogues("bg") {
            for key in words.keys where !offered.contains(where: { key.hasPrefix($0) }) {
                // Put together at run time from a name and a case: `words("state." + …)`, `words("error.\\(…)…")`.
                let beginnings = key.indices.filter { key[$0] == "." }.map { String(key[...$0]) }
                if beginnings.contains(where: { quoted.beginnings.contains($0) }) { continue }
                let base = key.replacingOccurrences(of: ".one", with: "").replacingOccurrences(of: ".many", with: "")
                let isUsed =
                    quoted.whole.contains(base) || asked.contains("t.\(key)") || base.hasPrefix("example_")
                    // The portal's pages that are all text are called by their names.
                    || path.contains("/Portal/") && base.hasSuffix("_title")
                #expect(isUsed, "\(path): \(key)")
            }
        }
    }

    @Test func `every name in a template is a property of some page model`() throws {
        let properties = try propertyNames()
        for (path, text) in try files(".mustache") {
            for tag in tags(text) {
                let name = tag.trimmingCharacters(in: CharacterSet(charactersIn: "#^/ "))
                let isStructure =
                    tag.hasPrefix("<") || tag.hasPrefix("$") || tag.hasPrefix(">") || tag.hasPrefix("%") || name == "."
                    || name.hasPrefix("web-")
                if isStructure || name.hasPrefix("t.") || ["body", "content", "mainclass", "search"].contains(name) { continue }
                let property = name.split(separator: ".").last.map(String.init) ?? name
                #expect(properties.contains(property), "\(path): \(tag)")
            }
        }
    }

    private func placeholders(_ text: String) -> Set<String> {
        Set(text.components(separatedBy: "{").dropFirst().compactMap { $0.components(separatedBy: "}").first })
    }

    /// What stands in quotes in the sources: whole texts, and the beginnings of those that go on with `+` or an interpolation.
    private func quotations() throws -> (whole: Set<String>, beginnings: Set<String>) {
        var (whole, beginnings): (Set<String>, Set<String>) = ([], [])
        for (_, text) in try swiftFiles("Sources") {
            for piece in text.split(separator: "\"").map(String.init) {
                guard piece.utf8.count < 60 else { continue }
                whole.insert(piece)
                if piece.hasSuffix(".") { beginnings.insert(piece) }
                if let open = piece.range(of: "\\(") { beginnings.insert(String(piece[..<open.lowerBound])) }
            }
        }
        return (whole, beginnings)
    }

    /// The names after `let` and `var` in the sources, several where they stand in one declaration.
    private func propertyNames() throws -> Set<String> {
        var names: Set<String> = []
        for (_, text) in try swiftFiles("Sources") {
            for line in text.split(separator: "\n") {
                let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
                guard let start = words.firstIndex(where: { $0 == "let" || $0 == "var" }) else { continue }
                names.formUnion(words[(start + 1)...].prefix(8))
            }
        }
        return names
    }
}

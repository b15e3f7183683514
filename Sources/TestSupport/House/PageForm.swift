/// A form of a page that is sent with POST, with what a browser would send of it untouched.
public struct PageForm: Sendable {
    /// Where it is sent.
    public let action: String
    /// Names and values, the token too. The first choice of radio buttons and check boxes is taken where none is.
    public let fields: [(name: String, value: String)]

    /// One that is on no page, as a script or a program would send it.
    public init(action: String, fields: [(name: String, value: String)]) {
        self.action = action
        self.fields = fields
    }

    /// The forms of a page.
    static func all(in page: String) -> [PageForm] {
        page.matches(of: /<form method="post" action="([^"]+)"[^>]*>(.*?)<\/form>/.dotMatchesNewlines()).map { match in
            PageForm(action: plain(match.output.1), fields: fields(String(match.output.2)))
        }
    }

    /// The same with other values, and without the fields whose value is nil.
    public func with(_ changes: [String: String?]) -> PageForm {
        PageForm(
            action: action,
            fields: fields.compactMap { field in
                guard let change = changes[field.name] else { return field }
                return change.map { (field.name, $0) }
            })
    }

    private static func fields(_ form: String) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for match in form.matches(of: /<(input|select|textarea|button)( [^>]*)?>/) {
            let tag = (match.output.1, match.output.2 ?? "")
            guard let name = attribute("name", tag.1) else { continue }
            let value = attribute("value", tag.1) ?? ""
            switch attribute("type", tag.1) ?? "" {
            // Goes as a part of its own, which these forms do not have.
            case "file": continue
            case "radio", "checkbox":
                let isChosen = tag.1.contains(" checked")
                if let known = fields.firstIndex(where: { $0.name == name }) {
                    if isChosen { fields[known].value = value }
                } else {
                    fields.append((name, value))
                }
            default:
                // Of several buttons with one name a browser sends the one that is pressed: the first.
                guard tag.0 != "button" || !fields.contains(where: { $0.name == name }) else { continue }
                fields.append((name, tag.0 == "select" ? chosen(form[match.range.upperBound...]) : value))
            }
        }
        return fields
    }

    /// The choice that a list begins with: the one that is marked, else the first.
    private static func chosen(_ rest: Substring) -> String {
        let options = rest.prefix(upTo: rest.firstRange(of: "</select>")?.lowerBound ?? rest.endIndex).matches(of: /<option( [^>]*)?>/)
            .map { $0.output.1 ?? "" }
        return (options.first { $0.contains(" selected") } ?? options.first).flatMap { attribute("value", $0) } ?? ""
    }

    private static func attribute(_ name: String, _ tag: Substring) -> String? {
        guard tag.contains(" \(name)=\"") else { return nil }
        return plain(tag.components(after: " \(name)=\"").prefix { $0 != "\"" })
    }

    private static func plain(_ text: Substring) -> String {
        String(text).replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&#39;", with: "'")
            .replacing("&amp;", with: "&")
    }
}

extension StringProtocol where SubSequence == Substring {
    /// What follows the first occurrence of a text; nothing where there is none.
    fileprivate func components(after text: String) -> Substring {
        guard let range = Substring(self).firstRange(of: text) else { return "" }
        return Substring(self)[range.upperBound...]
    }
}

/// What a part of a container refers to (ISO/IEC 29500-2, 9.3). What lies outside the container is never fetched.
struct Relationships {
    private struct Relationship {
        let id: String
        /// The last word of its type, the same in the transitional and the strict form: `styles`, `officeDocument`.
        let kind: String
        let target: String
        let isExternal: Bool
    }

    private let all: [Relationship]

    /// The relationships of a part; of the container itself for an empty name.
    init(of part: String, in container: Container) throws(DocumentError) {
        let folder = Relationships.folder(part)
        let name = "\(folder)_rels/\(part.dropFirst(folder.count)).rels"
        let elements = try container.markUp(name)?.root.children.filter { $0.name == .`p:Relationship` } ?? []
        all = elements.compactMap { element in
            guard let id = element[.id], let type = element[.kind], let target = element[.target] else { return nil }
            let isExternal = element[.targetMode] == "External"
            return Relationship(
                id: id, kind: type.split(separator: "/").last.map(String.init) ?? "",
                target: isExternal ? target : Relationships.resolved(target, in: folder), isExternal: isExternal)
        }
    }

    /// The first part of a kind.
    func part(_ kind: String) -> String? { all.first { $0.kind == kind && !$0.isExternal }?.target }

    /// The part that an identifier stands for.
    func part(id: String) -> String? { all.first { $0.id == id && !$0.isExternal }?.target }

    /// Addresses of a kind outside the container.
    func external(_ kind: String) -> [String] { all.filter { $0.kind == kind && $0.isExternal }.map(\.target) }

    private static func folder(_ part: String) -> String {
        part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
    }

    /// The name of a part from an address relative to a folder. Steps above the container lead nowhere.
    private static func resolved(_ target: String, in folder: String) -> String {
        var steps = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        for step in target.split(separator: "/") {
            switch step {
            case ".": continue
            case "..": _ = steps.popLast()
            default: steps.append(step)
            }
        }
        return steps.joined(separator: "/")
    }
}

import Core
import Foundation

/// The one register of institutions, organisations and groups that the house knows from the start.
public struct InstitutionRegister: Sendable {
    /// In Bulgarian alphabetical order of their codes.
    public let institutions: [Institution]
    /// In the order in which they were given.
    public let groups: [ActorGroup]
    /// The words by which each institution is found, as ``SearchKey`` folds them.
    public let searchKeys: [(institution: Institution, keys: [String])]
    private let byCode: [String: Institution]
    private let groupsByCode: [String: ActorGroup]

    /// Of several with one code, the first is found by it.
    public init(institutions: [Institution], groups: [ActorGroup]) {
        self.institutions = Collation.sorted(institutions, by: \.code)
        self.groups = groups
        searchKeys = self.institutions.map { institution in
            let names = [institution.name.bg, institution.name.en ?? "", institution.code] + institution.aliases
            return (institution, SearchKey.words(names.joined(separator: " ")))
        }
        byCode = Dictionary(institutions.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        groupsByCode = Dictionary(groups.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The register that comes with the program. Throws only when the program's own files are missing or damaged.
    public static func builtIn() throws -> InstitutionRegister { try own.get() }

    private static let own = Result {
        InstitutionRegister(institutions: try resource("institutions"), groups: try resource("groups"))
    }

    /// The institution with a code, if there is one.
    public func institution(_ code: String) -> Institution? { byCode[code] }

    /// The group with a code, if there is one.
    public func group(_ code: String) -> ActorGroup? { groupsByCode[code] }

    /// Whether one institution belongs to another, directly or not.
    public func isPart(_ code: String, of other: String) -> Bool {
        var current = byCode[code]?.parent
        // The register has no loops (tested), the bound is for registers made elsewhere.
        for _ in 0..<16 {
            guard let parent = current else { return false }
            if parent == other { return true }
            current = byCode[parent]?.parent
        }
        return false
    }

    /// Whether one body is an inner unit (directorate, department) of another, so that naming both names one.
    public func isUnit(_ code: String, of other: String) -> Bool {
        byCode[code].map { [.directorate, .institute].contains($0.kind) } ?? false && isPart(code, of: other)
    }

    static func resource<Value: Decodable>(_ name: String) throws -> [Value] {
        guard let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Resources") else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try JSONDecoder().decode([Value].self, from: Data(contentsOf: url))
    }
}

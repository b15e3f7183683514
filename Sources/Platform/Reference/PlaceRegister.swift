public import Core
import Foundation

/// A country or a district of Bulgaria (държава, област), as a code and a name in both languages.
public struct Place: Sendable, Codable, Hashable {
    /// ISO 3166-1 alpha-2 of a country, ISO 3166-2 of a district.
    public let code: String
    /// In Bulgarian.
    public let bg: String
    /// In English.
    public let en: String

    /// The name in a language.
    public func name(_ language: Language) -> String { language == .en ? en : bg }
}

/// Places that forms offer and figures are broken down by. The names of countries are those of the Unicode CLDR.
public struct PlaceRegister: Sendable {
    /// Bulgaria's code.
    public static let bulgaria = "BG"

    /// In the order of their codes.
    public let countries: [Place]
    /// The 28 districts, in the order of their codes.
    public let districts: [Place]
    private let byCode: [String: Place]

    /// The register that comes with the program. Throws only when the program's own files are missing or damaged.
    public static func builtIn() throws -> PlaceRegister { try own.get() }

    private static let own = Result {
        PlaceRegister(countries: try InstitutionRegister.resource("countries"), districts: try InstitutionRegister.resource("districts"))
    }

    init(countries: [Place], districts: [Place]) {
        self.countries = countries
        self.districts = districts
        byCode = Dictionary((countries + districts).map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The country with a code, if there is one.
    public func country(_ code: String) -> Place? { byCode[code].flatMap { $0.code.utf8.count == 2 ? $0 : nil } }

    /// The district with a code, if there is one.
    public func district(_ code: String) -> Place? { byCode[code].flatMap { $0.code.utf8.count > 2 ? $0 : nil } }
}

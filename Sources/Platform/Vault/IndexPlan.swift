import Core
import Foundation

/// What persons can be found by without opening everything.
public enum IndexName: String, CaseIterable, Sendable {
    /// ЕГН or ЛНЧ: a person has one or the other, and one index leaks less than two.
    case personalNumber = "personal-number"
    /// Телефон.
    case phone
    /// Номер на документ за самоличност.
    case documentNumber = "document-number"
    /// Електронна поща.
    case eMail = "e-mail"

    /// The one form of a value, however it was typed; nil for what can't be one.
    func normal(_ text: String) -> String? {
        switch self {
        case .personalNumber:
            let digits = text.precomposedStringWithCompatibilityMapping.utf8.filter { (48...57).contains($0) }
            return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
        case .phone: return ContactForm.phone(text)
        case .documentNumber: return ContactForm.documentNumber(text)
        case .eMail: return ContactForm.eMail(text)
        }
    }
}

extension IndexName {
    /// What somebody can mean by a number or address that she typed, told by its form: each index asked in vain opens fields for nothing.
    public static func possible(_ text: String) -> [IndexName] {
        let plain = text.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
        if plain.contains("@") { return [.eMail] }
        if plain.unicodeScalars.contains(where: \.isLetter) { return [.documentNumber] }
        if plain.hasPrefix("+") || plain.hasPrefix("00") { return [.phone] }
        let digits = plain.utf8.filter { (48...57).contains($0) }.count
        guard digits != 10 else {
            // No mobile number has a date of birth in it.
            let isSure = !plain.hasPrefix("0") || (try? PersonalNumber.egn(typed: plain)) != nil
            return isSure ? [.personalNumber] : [.personalNumber, .phone]
        }
        guard digits > 0 else { return [] }
        return plain.hasPrefix("0") ? [.phone] : [.documentNumber]
    }

    /// Whether two texts are one value, however they were typed.
    public func isSame(_ one: String, _ other: String) -> Bool { normal(one).map { $0 == normal(other) } ?? false }
}

/// The lengths of all indexes of a person. Fixed with the first row: an index written with other parameters finds nothing, so the program
/// refuses to touch it.
public struct IndexPlan: Sendable, Equatable {
    /// For how many persons it is made.
    public let population: Int
    let fields: [IndexName: IndexedField]

    init(population: Int, _ fields: [(IndexName, bits: Int, entropy: Double, commonestShare: Double)]) {
        self.population = population
        self.fields = Dictionary(
            uniqueKeysWithValues: fields.map { name, bits, entropy, share in
                (name, IndexedField(name: name.rawValue, bits: bits, entropy: entropy, commonestShare: share))
            })
    }

    /// Twelve bits in all, which the planner allows from 8,192 persons to 16,777,216. Planned for 100,000: some thousands of signals,
    /// children and returning persons a year, kept for twenty years.
    ///
    /// Entropies are estimates on the low side: an ЕГН has a day of birth within some forty years and three digits; a phone seven digits
    /// after the network's; a document nine digits, the first ones shared by its years. The commonest phone is a shelter's or an
    /// interpreter's.
    public static let standard = IndexPlan(
        population: 100_000,
        [
            (.personalNumber, bits: 5, entropy: 20, commonestShare: 0.0001), (.phone, bits: 3, entropy: 20, commonestShare: 0.005),
            (.documentNumber, bits: 2, entropy: 20, commonestShare: 0.0001), (.eMail, bits: 2, entropy: 18, commonestShare: 0.005),
        ])

    /// All fields, for the planner.
    public var all: [IndexedField] { fields.values.sorted { $0.name < $1.name } }

    /// What must not change once there are rows.
    func parameters(of name: IndexName) -> String { "1 bits=\(fields[name]?.bits ?? 0)" }
}

import Core
import Policy
import Vault

/// What is sealed about a person. Each field belongs to a group that is shown as a whole or not at all.
enum PersonField: String, CaseIterable, Sendable {
    case givenName = "given-name"
    case middleName = "middle-name"
    case familyName = "family-name"
    case otherNames = "other-names"
    /// ЕГН, ten digits.
    case egn
    /// ЛНЧ, ten digits.
    case lnch
    /// ISO date.
    case birth
    case citizenship
    case document
    case phone
    case email
    /// How she can be reached without danger.
    case safeContact = "safe-contact"
    case address
    /// Number of the pre-trial proceedings.
    case investigation

    /// The group it is shown with.
    var group: FieldGroup {
        switch self {
        case .givenName, .middleName, .familyName, .otherNames, .egn, .lnch, .birth, .citizenship, .document: .identity
        case .phone, .email, .safeContact: .contact
        case .address: .address
        case .investigation: .investigation
        }
    }

    /// The fields of some groups, in order.
    static func of(_ groups: Set<FieldGroup>) -> [PersonField] { allCases.filter { groups.contains($0.group) } }

    static let table = "persons"

    /// Where its value stands in the vault.
    func sealed(_ person: PersonID) -> SealedField { SealedField(table: PersonField.table, record: person.text, field: rawValue) }

    /// What is wrong with a value, as the key of the words that say it; nil for nothing.
    ///
    /// - Parameter today: nobody is born later, nor before 1900.
    func problem(_ value: String, today: Day) -> String? {
        guard value.unicodeScalars.count <= 500 else { return "field_long" }
        switch self {
        case .egn: return fault { () throws(PersonalNumber.Fault) in _ = try PersonalNumber.egn(typed: value) }
        case .lnch: return fault { () throws(PersonalNumber.Fault) in _ = try PersonalNumber.lnch(typed: value) }
        case .birth:
            guard let day = Day(typed: value), day.year >= 1900, day <= today else { return "birth_bad" }
            return nil
        case .phone: return ContactForm.phone(value) == nil ? "phone_bad" : nil
        case .email: return ContactForm.eMail(value) == nil ? "email_bad" : nil
        default: return nil
        }
    }

    /// The one form in which a value is kept.
    func normal(_ value: String) -> String {
        switch self {
        case .egn, .lnch: String(value.filter { !$0.isWhitespace })
        case .birth: Day(typed: value)?.iso ?? value
        default: value
        }
    }

    private func fault(_ check: () throws(PersonalNumber.Fault) -> Void) -> String? {
        do {
            try check()
            return nil
        } catch {
            switch error {
            case .notTenDigits: return "number_digits"
            case .noDate: return "number_date"
            case .checkDigit: return "number_check"
            }
        }
    }
}

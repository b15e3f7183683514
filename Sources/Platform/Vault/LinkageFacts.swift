public import Core

/// What is compared to find that two records are one person. Everything may be missing: children and those not identified have neither
/// numbers nor certain dates.
public struct LinkageFacts: Sendable {
    /// ЕГН, ЛНЧ.
    public var numbers: [PersonalNumber] = []
    /// The given name, or several, as known to somebody (собствено име).
    public var givenName = ""
    /// The surname; double ones count as two (фамилно име).
    public var surname = ""
    /// Дата на раждане.
    public var birth: Day?
    /// A country's code (гражданство).
    public var citizenship = ""
    /// A code (пол).
    public var sex = ""
    /// Телефони.
    public var phones: [String] = []

    /// Nothing known yet.
    public init() {}
}

/// In which way two records agree. Each alone finds candidates; none proves that they are one person.
public enum LinkageFamily: UInt8, CaseIterable, Sendable, Comparable {
    /// The same personal number.
    case number = 1
    /// The same date of birth and first letter of the given name.
    case birthAndInitial = 2
    /// Surnames that sound alike and the same year of birth.
    case surnameAndYear = 3
    /// The same given name and date of birth, day and month perhaps swapped.
    case givenNameAndBirth = 4
    /// The same citizenship, year of birth and sex: says something only beside others.
    case citizenshipYearAndSex = 5
    /// The same telephone.
    case phone = 6

    /// In the order of declaration.
    public static func < (left: LinkageFamily, right: LinkageFamily) -> Bool { left.rawValue < right.rawValue }

    /// The texts that agree when two records do.
    func texts(_ facts: LinkageFacts) -> Set<String> {
        let given = PersonalName(facts.givenName).words
        switch self {
        case .number:
            return Set(
                facts.numbers.map { number in
                    switch number {
                    case .egn(let digits): "egn \(digits)"
                    case .lnch(let digits): "lnch \(digits)"
                    }
                })
        case .birthAndInitial:
            // The first of January is what forms say of those who don't know their day.
            guard let birth = facts.birth, birth.month != 1 || birth.day != 1 else { return [] }
            return Set(given.compactMap { word in word.folded.first.map { "\(birth.iso) \($0)" } })
        case .surnameAndYear:
            guard let birth = facts.birth else { return [] }
            return Set(PersonalName(facts.surname).words.map { "\($0.phonetic) \(birth.year)" })
        case .givenNameAndBirth:
            guard let birth = facts.birth else { return [] }
            let pair = "\(birth.year) \(min(birth.day, birth.month)) \(max(birth.day, birth.month))"
            return Set(given.map { "\($0.folded) \(pair)" })
        case .citizenshipYearAndSex:
            guard let birth = facts.birth, !facts.citizenship.isEmpty, !facts.sex.isEmpty else { return [] }
            return ["\(facts.citizenship) \(birth.year) \(facts.sex)"]
        case .phone: return Set(facts.phones.compactMap(ContactForm.phone))
        }
    }
}

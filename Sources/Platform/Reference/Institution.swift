public import Core

/// An institution or organisation (институция, организация) that plans name as lead, partner or payer.
public struct Institution: Sendable, Codable, Hashable {
    /// What kind of body it is.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case government, ministry, agency, directorate, commission, council, court, prosecution, investigation, municipality, school
        case institute, service, hotline, ngo, international, eu, foreign, company, association
        /// Known only from the list of abbreviations of one document.
        case document
    }

    /// A text in the languages of the interface.
    public struct Names: Sendable, Codable, Hashable {
        /// In Bulgarian, always there.
        public let bg: String
        /// In English; nil where no usual form is known.
        public let en: String?

        /// Without an English form, pages in English show the Bulgarian one.
        public init(bg: String, en: String? = nil) {
            self.bg = bg
            self.en = en
        }
    }

    /// Stable key: the usual Bulgarian abbreviation, or a short name where there is none.
    public let code: String
    /// The full official name.
    public let name: Names
    /// Nil where none is in use.
    public let abbreviation: Names?
    /// The key `type` of the register's file.
    public let kind: Kind
    /// Code of the body it belongs to.
    public let parent: String?
    /// Other spellings met in documents, misspellings among them.
    public let aliases: [String]
    /// First and last day of existence under this name, ISO; nil where unknown or still so.
    public let validFrom: String?
    /// The last day, ISO; nil where unknown or while the name still stands.
    public let validTo: String?
    /// Code of the body that took over.
    public let successor: String?

    /// A body without an abbreviation, dates or a successor; only the register's file gives those.
    public init(code: String, name: Names, kind: Kind, parent: String? = nil, aliases: [String] = []) {
        self.code = code
        self.name = name
        self.kind = kind
        self.parent = parent
        self.aliases = aliases
        abbreviation = nil
        validFrom = nil
        validTo = nil
        successor = nil
    }

    enum CodingKeys: String, CodingKey {
        case code, name, abbreviation, parent, aliases, validFrom, validTo, successor
        case kind = "type"
    }
}

/// A group named instead of institutions (групов участник): „общини“, „институции, членове на НКБТХ“.
public struct ActorGroup: Sendable, Codable, Hashable {
    /// Stable key in Latin letters: `municipalities`.
    public let code: String
    /// The usual words for it, as shown.
    public let name: Institution.Names
    /// Other wordings met in documents.
    public let aliases: [String]
}

extension Institution {
    /// The abbreviation where there is one, otherwise the name; Bulgarian where no English form is known.
    public func shortName(_ language: Language) -> String {
        let names = abbreviation ?? name
        return language == .en ? names.en ?? names.bg : names.bg
    }
}

public import Core

/// The legal ground of a fact (правно основание), or the plain statement that there is none, in both languages.
public struct Ground: Codable, Hashable, Sendable {
    /// In Bulgarian, as the act names itself: „чл. 154, ал. 2 КТ“.
    public let bg: String
    /// The same in English.
    public let en: String

    /// Both are shown as they are given.
    public init(bg: String, en: String) {
        self.bg = bg
        self.en = en
    }

    /// The text for a reader.
    public func text(in language: Language) -> String {
        switch language {
        case .bg: bg
        case .en: en
        }
    }
}

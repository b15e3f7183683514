import Core

/// What a number or an indicator counts: „Брой проведени обучения на служители“ counts trainings, not staff.
struct CountedThing {
    /// Key of the noun; nil where only participles name it („Брой обучени“).
    let noun: String?
    /// Whether there should be less of it: „Брой нарушения“, „Дял на необхванатите деца“, „Срок за отговор“. Of those who are helped there
    /// should be more.
    let isHarm: Bool
    /// Position of its last word.
    let end: Int

    /// - Parameter tokens: of an indicator's statement, or those behind a number.
    init(_ tokens: ArraySlice<Token>) {
        let start = tokens.firstIndex { $0.isWord && !CountedThing.counting.contains($0.text) && !CountedThing.joints.contains($0.text) }
        var phrase = CountedThing.phrase(tokens, from: start ?? tokens.endIndex)
        // „Новонабрани и обучени доброволци“
        while CountedThing.noun(phrase) == nil, phrase.endIndex + 1 < tokens.endIndex, !phrase.isEmpty,
            tokens[phrase.endIndex].text == "и" || tokens[phrase.endIndex].kind == .comma
        {
            phrase = CountedThing.phrase(tokens, from: phrase.endIndex + 1)
        }
        let noun = CountedThing.noun(phrase)
        self.noun = noun.map { SearchKey.key(of: $0) }
        end = phrase.last == nil ? tokens.startIndex : phrase.endIndex - 1
        // „Брой случаи на насилие“ counts what stands behind it.
        let isFrame = noun.map { noun in CountedThing.frames.contains { noun.hasPrefix($0) } } ?? true
        let behind = isFrame ? CountedThing.phrase(tokens, from: phrase.endIndex + 1) : phrase
        let names = (start.map { tokens[$0..<behind.endIndex] } ?? phrase).map(\.text)
        func have(_ stems: [String]) -> Bool { names.contains { word in stems.contains { word.hasPrefix($0) } } }
        let isHelp = tokens.contains { token in CountedThing.helping.contains { token.text.hasPrefix($0) } }
        isHarm = have(CountedThing.delays) || have(CountedThing.harms) && !isHelp
    }

    /// Whether a word stands between the things that are counted and belongs to none.
    static func isJoint(_ token: Token) -> Bool { joints.contains(token.text) }

    /// The words from a place on up to the one that leads to something else.
    private static func phrase(_ tokens: ArraySlice<Token>, from start: Int) -> ArraySlice<Token> {
        guard start < tokens.endIndex else { return tokens[tokens.endIndex...] }
        return tokens[start...].prefix { $0.isWord && !joints.contains($0.text) && !isVerb($0.text) }
    }

    /// Behind its adjectives; participles („обучени“) and „годишно“ are no things.
    private static func noun(_ phrase: ArraySlice<Token>) -> String? {
        phrase.last { $0.text.utf8.count > 6 && !isParticiple($0.text) && !manners.contains($0.text) }?.text
    }

    /// „50 деца получават подкрепа“: the thing stands before it.
    private static func isVerb(_ word: String) -> Bool {
        word.count > 5 && ["ват", "ират", "уват", "ява", "ира"].contains { word.hasSuffix($0) }
    }

    private static func isParticiple(_ word: String) -> Bool {
        word.count > 5 && participles.contains { word.hasSuffix($0) }
    }

    private static let participles = [
        "ени", "ани", "яни", "ити", "ати", "ови", "ените", "аните", "яните", "итите", "атите", "ена", "ана", "ено", "ано", "ената", "аната",
    ]
    private static let manners: Set<String> = ["годишно", "ежегодно", "месечно", "ежемесечно", "всяка", "всеки", "общо"]
    private static let counting: Set<String> = [
        "брой", "броя", "броят", "бр", "общ", "общо", "процент", "number", "total", "до", "над", "поне", "около", "минимум", "максимум",
        "не",
        "по", "малко", "повече", "най", "под",
    ]
    private static let joints: Set<String> = [
        "и", "на", "за", "от", "по", "с", "със", "в", "във", "към", "при", "до", "чрез", "или", "през", "между", "след", "като", "са", "е",
        "ще", "които", "който", "която", "което", "върху", "срещу", "сред", "of", "for", "in", "and", "with",
    ]
    private static let frames = ["случа", "дял", "процент", "ниво", "степен", "относител", "средн"]
    private static let harms = [
        "жертв", "пострадал", "нарушени", "престъплени", "инцидент", "злополук", "отпаднал", "необхванат", "насили", "самоуби", "безработ",
        "беднос", "отсъстви", "забавян", "забавен", "грешк", "жалб", "просроч", "срок", "врем", "чакащ", "нерешен", "неприключ",
        "неразглед",
        "експлоат", "дискримин", "неграмотн", "victim", "violation",
    ]
    private static let delays = ["забавян", "забавен", "просроч", "срок", "врем", "чакан", "чакащ", "delay"]
    private static let helping = [
        "подкреп", "получ", "настан", "консулт", "обслуж", "реинтегр", "идентиф", "обуч", "насоч", "завърн", "закрил", "включ", "ползва",
        "помощ", "подпомог", "разкрит", "разслед", "приключ", "реадапт", "рехабилит", "информир", "достигна", "обхвана", "интервюир",
        "регистр", "превенц", "предотврат",
    ]
}

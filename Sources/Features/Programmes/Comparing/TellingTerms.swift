import Core
import Reference

/// Words by which promises of one wording are told apart; what is none of them parts nothing.
struct TellingTerms {
    /// What a word is, and which of them.
    private struct Group {
        let kind: Int
        let bit: UInt32
    }

    /// What a word as printed names; nil for those that name nothing of the kind.
    private var known: [Substring: Group?] = [:]
    private var places: [String: Int] = [:]

    /// Places and groups of a title.
    mutating func told(_ title: String) -> (places: [Int], groups: [UInt32]) {
        var found: Set<Int> = []
        var groups = [UInt32](repeating: 0, count: TellingTerms.kinds.count)
        var last: Substring?
        for word in ActionVocabulary.words(title) {
            if let group = group(word) { groups[group.kind] |= group.bit }
            if let last, let place = place(word, after: last) { found.insert(place) }
            last = word
        }
        return (found.sorted(), groups)
    }

    // MARK: Places

    /// „Бургас“, „във Варна“, „област Силистра“; the number of its beginning, so that forms are one.
    private mutating func place(_ word: Substring, after last: Substring) -> Int? {
        guard word.first?.isUppercase == true, word.dropFirst().first?.isLowercase == true else { return nil }
        let folded = Folding.word(word)
        let isNamed =
            TellingTerms.named.contains(folded) || TellingTerms.before.contains(Folding.word(last)) && !TellingTerms.isBody(folded)
        guard isNamed, !ActionTerms.dull.contains(folded) else { return nil }
        let beginning = String(folded.prefix(4))
        if let place = places[beginning] { return place }
        places[beginning] = places.count
        return places.count - 1
    }

    /// Countries and districts; without the register's file no name is known by itself.
    private static let named: Set<String> = {
        guard let register = try? PlaceRegister.builtIn() else { return [] }
        let names = register.districts.map(\.bg) + register.countries.filter { $0.code != PlaceRegister.bulgaria }.map(\.bg)
        return Set(names.filter { !$0.contains(" ") }.map(Folding.word) + ["загора", "търново"])
    }()

    private static let before: Set<String> = ["в", "във", "област", "община", "общини", "град", "гр", "район", "село"]

    /// Bodies and papers are printed with a capital letter too.
    private static let bodies = [
        "национ", "минист", "държав", "агенц", "общин", "комис", "гранич", "главн", "столич", "център", "центр", "българ", "европ", "закон",
        "кодекс", "план", "програм", "стратег", "механи", "регист", "систем", "интернет", "фейсбук", "инстит", "съвет", "съюз", "фонд",
        "дирекц", "област", "районн", "местн", "конвенц", "директив", "световн", "междунар",
    ]

    private static func isBody(_ folded: String) -> Bool { bodies.contains(where: folded.hasPrefix) }

    // MARK: Groups

    private mutating func group(_ word: Substring) -> Group? {
        if let group = known[word] { return group }
        var beginning = Folding.word(word)
        var group: Group?
        while group == nil, beginning.count >= 4 {
            group = TellingTerms.byBeginning[beginning]
            beginning.removeLast()
        }
        known[word] = .some(group)
        return group
    }

    /// Beginnings of words by what they name, those of a line being one.
    private static let kinds = [
        // Who is taught.
        """
        учител педагог преподавател
        медиатор
        полица полице разследв гранич следовател
        съдия съдии магистрат прокурор
        журналист медии
        лекар медицинск
        консул дипломат
        секретар
        преводач
        доброволц доброволец
        инспектор
        психолоз
        адвокат
        """,
        // Who is helped.
        """
        жени жена жените
        мъже мъжете
        дете деца децата децат ученик ученич непълнолет малолет
        студент
        родител
        работодател
        чужденец чужденц мигрант бежан
        """,
        // Against what.
        """
        трафик
        насили
        наркоти
        корупц
        терори радикализ
        пране изпиране
        контрабанд
        хазарт
        тормоз
        """,
    ].map { $0.split(separator: "\n").map { $0.split(separator: " ").map(String.init) } }

    private static let byBeginning: [String: Group] = {
        var table: [String: Group] = [:]
        for (kind, lines) in kinds.enumerated() {
            for (line, words) in lines.enumerated() { for word in words { table[word] = Group(kind: kind, bit: 1 << UInt32(line)) } }
        }
        return table
    }()
}

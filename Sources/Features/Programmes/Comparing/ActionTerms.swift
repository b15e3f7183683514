/// Which words mean one thing when promises are compared, and which say nothing of what is promised.
enum ActionTerms {
    /// The word that stands for a folded word and all of its meaning; nil for words that stand for themselves.
    static func meaning(_ folded: String) -> String? {
        guard !strangers.contains(folded) else { return nil }
        var beginning = folded
        while beginning.count >= 3 {
            if let meaning = byBeginning[beginning] { return meaning }
            beginning.removeLast()
        }
        return nil
    }

    /// Words of every plan: they bind others, or say that something is done, by anybody, in some year.
    static let dull: Set<String> = Set(
        """
        на за в във и с със от до по при към чрез както относно или които който която което друг друга други така също се да не те му им ги
        е са бъде бъдат този тази това тези между след преди около т н др ч вкл включително брой броя г година години лица лице република
        българия рб българска български дейност дейности мярка мерки провеждане провеждането провежда осъществяване изпълнение изпълнението
        осигуряване организиране прилагане прилагането съответните съответната област областта нов нови срещу
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Beginnings of words that mean one thing, the first of each line standing for all.
    private static let meanings = """
        обучение обуч семинар курс квалифик тренинг
        дете дете деца детск непълнолет малолет
        ученик ученик ученич училищ
        чужденец чужден мигрант гтс
        връщане връщан върнат извежд изведен завръщ реадмис
        бежанец бежан убежищ
        сътрудничество сътруднич взаимодейств координ съвместн
        споразумение споразум спогодб
        материал материал брошур листовк
        информиране информ осведом
        среща срещ конференц
        здраве здрав медицин
        установяване идентифи установя
        жертва жертв пострадал
        виза виза визи визов
        сдвнч сдвн
        рпц регистрационноприем рпц
        работа работ
        работодател работодател
        сезон сезон
        чужбина чужбин държави
        право прав
        правен юридич правна правно правни правен
        безплатен безплат плаща плащат
        телефон телефон обажд 0800 номер
        психолог психолог
        персонал персонал екип
        съдия съдия съдии магистрат
        беседа бесед лекци
        """

    /// Short names that stand for words with which other plans say the same.
    static let spelledOut: [Substring: [Substring]] = ["МКБТХ": ["местна", "комисия"]]

    /// Words that bind what comes after them to what was before, in all their forms.
    static let binders: [String: Int] = [
        "на": -1, "за": -2, "в": -3, "във": -3, "с": -4, "със": -4, "от": -5, "към": -6, "срещу": -7, "сред": -8, "между": -9, "при": -10,
        "до": -11,
    ]

    /// Words that begin like others and mean something else.
    private static let strangers: Set<String> = ["визита", "визити", "визитата", "визитите", "визия", "визии", "визията", "визиите"]

    private static let byBeginning: [String: String] = {
        var table: [String: String] = [:]
        for line in meanings.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard let meaning = words.first else { continue }
            for beginning in words.dropFirst() { table[beginning] = meaning }
        }
        return table
    }()
}

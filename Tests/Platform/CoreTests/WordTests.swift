import Core
import TestSupport
import Testing

@Suite struct WordTests {
    @Test(arguments: [
        ["трафик", "Трафикът", "трафика", "trafik", "traffic", "TRAFFIC"], ["агенция", "Агенцията", "agentsiya"],
        ["закрила", "закрилата", "zakrila"], ["жертви", "жертвите", "zhertvi"], ["съд", "SAD"],
    ])
    func `spellings of one word meet`(spellings: [String]) {
        #expect(Set(spellings.map { SearchKey.key(of: $0) }).count == 1, "\(spellings.map { SearchKey.key(of: $0) })")
    }

    @Test func `different words stay apart`() {
        let words = ["трафик", "превенция", "обучение", "дете", "съд", "НКБТХ", "МВР", "МВнР", "полиция"]
        #expect(Set(words.map { SearchKey.key(of: $0) }).count == words.count)
    }

    @Test func `codes of measures stay whole`() {
        #expect(SearchKey.words("Мярка II.1.4, 2024 г.").contains("ii.1.4"))
    }

    @Test func `the ranges of words give the words again`() {
        let text = "Кампания „А21“ – 5 000 флаера; e-mail, naïve Ünïcode 山田"
        for (key, range) in SearchKey.ranges(text) { #expect(SearchKey.key(of: text[range]) == key) }
    }

    @Test func `any text is folded without a trap`() {
        var generator = SeededGenerator(3)
        for _ in 0..<2000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x2ffff, using: &generator)) { text.append(scalar) }
            }
            let word = String(text)
            #expect(SearchKey.key(of: word) == SearchKey.key(of: word))
            #expect(Folding.word(Folding.word(word)) == Folding.word(word) || !word.allSatisfy(\.isLetter))
            _ = Collation.key(word) + Transliteration.slug(word)
        }
    }

    @Test func `a Latin letter inside a Cyrillic word is read as its twin`() {
        #expect(Folding.word("МBР") == Folding.word("МВР"))
        #expect(Folding.word("помагалo") == "помагало")
    }

    @Test func `addresses are the transliteration of the law`() {
        #expect(Transliteration.slug("Щъркел, яйце и жажда за ЮГ – 2024 г.") == "shtarkel-yaytse-i-zhazhda-za-yug-2024-g")
    }

    @Test func `people find names in Bulgarian order`() {
        let sorted = ["Ябълка", "apple", "„Анимус“", "Мярка 10", "мярка 2", "Банка"].sorted { Collation.key($0) < Collation.key($1) }
        #expect(sorted == ["„Анимус“", "Банка", "мярка 2", "Мярка 10", "Ябълка", "apple"])
    }

    @Test func `one slip of the pen is found, two are not`() {
        let word = Array("МТСП".unicodeScalars)
        #expect(EditDistance.isOne(word, Array("МСТП".unicodeScalars)))
        #expect(EditDistance.isOne(word, Array("МТС".unicodeScalars)))
        #expect(EditDistance.isOne(word, Array("МТСПО".unicodeScalars)))
        #expect(!EditDistance.isOne(word, word))
        #expect(!EditDistance.isOne(word, Array("СТМП".unicodeScalars)))
    }
}

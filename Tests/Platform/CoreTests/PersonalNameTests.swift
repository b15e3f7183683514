import TestSupport
import Testing

@testable import Core

@Suite struct PersonalNameTests {
    private func latin(_ text: String) -> String { PersonalName(text).words.map(\.latin).joined(separator: " ") }
    private func folded(_ text: String) -> String { PersonalName(text).words.map(\.folded).joined(separator: " ") }
    private func surname(_ text: String) -> String { PersonalName(text).words.map(\.surname).joined(separator: " ") }

    @Test func `names are written in Latin by the law`() {
        let pairs = [
            ("Мария", "maria"), ("Марияна", "mariyana"), ("България", "bulgaria"), ("Щерю Кьосев", "shteryu kyosev"), ("Ъглен", "aglen"),
            ("Цветан Жечев", "tsvetan zhechev"), ("Юлия Чолакова-Хаджийска", "yulia cholakova hadzhiyska"), ("МАРИЯ", "maria"),
            ("Ия", "ia"), ("я", "ya"), ("Джон О’Нийл", "dzhon oniyl"), ("José Müller", "jose muller"),
        ]
        for (written, expected) in pairs { #expect(latin(written) == expected) }
        #expect(latin("Ии\u{306}") == "iy")
    }

    @Test func `spellings that are met in practice are one`() {
        let groups = [
            ["Иванов", "Ivanov", "Iwanoff", "Ivanoff", "ИВАНОВ"], ["Цветан", "Tsvetan", "Tzvetan", "Cvetan"],
            ["Живко", "Zhivko", "Jivko"], ["Йордан", "Yordan", "Jordan", "Iordan"],
            ["Юлия", "Yulia", "Julia", "Youlia", "Yuliya", "Iulia"],
            ["Чавдар", "Chavdar", "Tchavdar"], ["Христо", "Hristo", "Khristo", "Xristo", "Christo"],
            ["Георгиев", "Georgiev", "Gueorguiev", "Georgieff"], ["Щерев", "Shterev", "Sterev"], ["Мария", "Maria", "Mariya", "Marija"],
            ["Марияна", "Mariyana", "Mariana"], ["Куцаров", "Kutsarov", "Koutzarov"], ["Захари", "Zahari", "Zakhari"],
            ["Александра", "Aleksandra", "Alexandra"], ["Филипов", "Filipov", "Philipoff"], ["Шишков", "Shishkov", "Schischkoff"],
            ["Кьосев", "Kyosev", "Kiossev"], ["Тодорка", "Todorka", "Thodorka"],
        ]
        for group in groups {
            let forms = Set(group.map(folded))
            #expect(forms.count == 1, "\(group): \(forms)")
        }
        let apart = [
            "Иван", "Ивайло", "Иванка", "Йоана", "Стоян", "Стоянка", "Мария", "Марин", "Петър", "Петко", "Чанка", "Цанка", "Шенка",
        ]
        #expect(Set(apart.map(folded)).count == apart.count)
    }

    @Test func `a woman's surname and a man's are one`() {
        for (woman, man) in [
            ("Петрова", "Петров"), ("Георгиева", "Georgiev"), ("Планинска", "Планински"), ("Ivanoва", "Иванов"), ("Троицка", "Троицки"),
        ] { #expect(surname(woman) == surname(man), "\(woman)") }
        #expect(surname("Ева") == "eva")
        #expect(surname("Петрова") != surname("Петева"))
    }

    @Test func `letters of the other script that look alike do no harm`() {
        #expect(latin("Мaрия") == "maria")
        #expect(latin("MAPИЯ") == "maria")
        #expect(latin("Petrоv") == "petrov")
        #expect(latin("Ivаn Maria") == "ivan maria")
        #expect(latin("Иванov") == "ivanov")
        #expect(latin("Ivanoва") == "ivanova")
        #expect(latin("BАCИЛ") == "vasil")
    }

    @Test func `a phonetic form is one for what sounds alike`() {
        func sound(_ text: String) -> String { PersonalName(text).words.map(\.phonetic).joined(separator: " ") }
        #expect(sound("Димитрова") == sound("Димитъров"))
        #expect(sound("Александров") == sound("Alexanderov"))
        #expect(sound("Иванов") != sound("Петров"))
    }

    @Test func `any text is taken apart without harm, and folding what is folded changes little`() {
        var random = SeededGenerator(11)
        let letters = Array("абвгдежзийклмнопрстуфхцчшщъьюяabcdefghijklmnopqrstuvwxyz'- .éßøЖЩ\u{306}\u{0}1ლ漢".unicodeScalars)
        for _ in 0..<3000 {
            let text = String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 0...14, using: &random)).compactMap { _ in letters.randomElement(using: &random) }))
            for word in PersonalName(text).words {
                #expect(!word.latin.isEmpty && !word.folded.isEmpty, "\(text.debugDescription)")
                #expect(PersonalName(word.typed).words == [word], "\(text.debugDescription)")
            }
        }
    }

    @Test func `distances are counted up to a limit`() {
        func distance(_ left: String, _ right: String, _ limit: Int) -> Int? {
            EditDistance.within(limit, Array(left.utf16), Array(right.utf16))
        }
        #expect(distance("иван", "иван", 0) == 0)
        #expect(distance("иван", "ивна", 1) == 1)
        #expect(distance("иван", "ианв", 1) == nil)
        #expect(distance("иван", "ианв", 2) == 2)
        #expect(distance("", "аб", 2) == 2)
        #expect(distance("", "аб", 1) == nil)
        #expect(distance("georgiev", "gergoef", 2) == nil)
        #expect(distance("georgiev", "gergev", 2) == 2)
    }

    @Test func `numbers and addresses have one form`() {
        for phone in ["0888 123 456", "+359 888 123456", "00359888123456", "+359 (0)888-123-456", "888123456"] {
            #expect(ContactForm.phone(phone) == "+359888123456", "\(phone)")
        }
        #expect(ContactForm.phone("+44 20 7946 0000") == "+442079460000")
        #expect(ContactForm.phone("няма") == nil)
        #expect(ContactForm.documentNumber("AB 123-456") == ContactForm.documentNumber("АВ123456"))
        #expect(ContactForm.documentNumber(" - ") == nil)
        #expect(ContactForm.eMail(" Maria@Example.bg ") == "maria@example.bg")
        #expect(ContactForm.eMail("maria") == nil)
    }
}

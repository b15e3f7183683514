import TestSupport
import Testing
import Vault

@Suite struct PasswordRuleTests {
    @Test(arguments: [
        "верен кон батерия телбод", "correct horse battery staple", "Имам три котки и никое куче", "7 жълти лодки край Несебър",
        "xK9#mQ2$vL5@nR8w",
        "κόκκινο ποτάμι δέντρο", "نهر أحمر شجرة طويلة", "1984 ябълки, 12 круши",
        String(repeating: "дълга но различна фраза 1234 ", count: 8),
    ])
    func `a long password of one's own is taken, whatever it is made of`(password: String) {
        #expect(PasswordRule.problem(password, context: ["Мария Примерова", "НКБТХ"]) == nil)
    }

    @Test func `length is counted in characters`() {
        #expect(PasswordRule.problem("ж" + "верен кон бате".dropLast()) == .tooShort(15))
        #expect(PasswordRule.problem("") == .tooShort(15))
        #expect(PasswordRule.problem(String(repeating: "аб в", count: 65)) == .tooLong(256))
    }

    @Test(arguments: [
        "aaaaaaaaaaaaaaaaaa", "121212121212121212", "abcabcabcabcabcabc", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjkl",
        "zyxwvutsrqponmlkjihg",
        "123456789012345", "987654321098765", "1q2w3e4r5t6y7u8i", "qazwsxedcrfvtgby", "1qaz2wsx3edc4rfv", "0987654321qwertyuiop",
        "ыыыыыыыыыыыыыыыыы", "слонче слонче слонче", "- - - - - - - - - - -",
    ])
    func `the same again and again is refused`(password: String) {
        #expect(PasswordRule.problem(password) == .repetitive)
    }

    @Test(arguments: [
        "PasswordPassword2026", "p4ssw0rd-P4ssw0rd!", "паролапарола1234", "Zakrila2026Zakrila", "България България 1",
        "admin.admin.admin.1", "Лято2026Лято2026!",
        "Примерова.Мария.1978", "нкбтх-мария-нкбтх-1", "qwertyPAROLA12345",
    ])
    func `what anybody would try first is refused`(password: String) {
        #expect(PasswordRule.problem(password, context: ["Мария Примерова", "НКБТХ"]) == .guessable)
    }

    @Test func `random words are taken and no input stops the rule`() {
        var generator = SeededGenerator(63)
        let letters = Array("абвгдежзийклмнопрстуфхцчшщъьюяabcdefghijklmnopqrstuvwxyz0123456789 !@$-😀\u{301}\u{0}".unicodeScalars)
        for _ in 0..<400 {
            let count = Int.random(in: 0...300, using: &generator)
            var text = String.UnicodeScalarView()
            for _ in 0..<count { text.append(letters[Int.random(in: letters.indices, using: &generator)]) }
            let problem = PasswordRule.problem(String(text), context: [String(text)])
            if count < 15 { #expect(problem == .tooShort(15)) }
            if count > 256 { #expect(problem == .tooLong(256)) }
            if (40...256).contains(count) { #expect(PasswordRule.problem(String(text)) == nil) }
        }
    }
}

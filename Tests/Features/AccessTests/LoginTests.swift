import TestSupport
import Testing

@testable import Access

@Suite struct LoginTests {
    @Test(arguments: [
        ("Ivanova", "ivanova"), ("  m.ivanova ", "m.ivanova"), ("М.ИВАНОВА", "м.иванова"), ("a_b-c@d.bg", "a_b-c@d.bg"), ("abc", "abc"),
        ("ми\u{438}\u{306}а", "мийа"),
    ])
    func `a name is the same however it is typed`(typed: String, expected: String) {
        #expect(Login(typed)?.text.unicodeScalars.elementsEqual(expected.unicodeScalars) == true)
    }

    @Test(arguments: [
        "", "ab", "a b c", "<script>", "a;b;c", "и\u{301}\u{302}ван", "abc\u{200b}d", "a\nb\nc", String(repeating: "a", count: 61),
    ])
    func `what is no name is refused`(typed: String) {
        #expect(Login(typed) == nil)
    }

    @Test func `any text is a name that reads back as itself, or none`() {
        var random = SeededGenerator(4)
        let letters: [Character] = ["a", "Z", "й", "Щ", "9", ".", "-", "_", "@", " ", "<", "\u{301}", "'", "é", "ß", "İ"]
        for _ in 0..<3000 {
            let typed = String((0..<Int.random(in: 0...70, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
            guard let login = Login(typed) else { continue }
            #expect(Login(login.text) == login)
            #expect(Login.folded(login.text) == login.text)
            #expect((3...60).contains(login.text.unicodeScalars.count))
        }
    }

    @Test(arguments: ["/staff", "/staff/1?organisation=2", "/", "/a//b", "/%2f%2fevil.example"])
    func `a page of this site may be gone on to`(next: String) {
        #expect(SignInPages.ownPath(next) == next)
    }

    @Test(arguments: [
        "", "staff", "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example",
        "javascript:alert(1)",
        "/\nhttps://evil.example", "/\t/evil.example", " /staff", "/страница", "/\u{0}",
    ])
    func `nothing else may`(next: String) {
        #expect(SignInPages.ownPath(next) == nil)
    }
}

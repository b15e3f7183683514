import Core
import Foundation
import Testing

@testable import Vault

@Suite struct PasswordTests {
    private let root = SealingKey()

    @Test func `a password is right only whole, and only with its pepper`() async throws {
        let desk = try PasswordDesk(root: root)
        let hash = try await desk.hash("верен кон батерия телбод")
        #expect(hash.text.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(!hash.isOutdated)
        #expect(try await desk.isRight("верен кон батерия телбод", for: hash))
        for wrong in [
            "", "верен кон батерия телбо", "верен кон батерия телбод ", "Верен кон батерия телбод", "верен кон батерия телбод\u{0}",
        ] {
            #expect(try await !desk.isRight(wrong, for: hash))
        }
        let elsewhere = try PasswordDesk(root: SealingKey())
        #expect(try await !elsewhere.isRight("верен кон батерия телбод", for: hash))
    }

    @Test func `the same password is stored in ever other words, and typed in any form of its letters`() async throws {
        let desk = try PasswordDesk(root: root)
        let (one, two) = (try await desk.hash("кафе́ й long enough"), try await desk.hash("кафе́ й long enough"))
        #expect(one != two)
        let decomposed = "кафе́ й long enough".decomposedStringWithCanonicalMapping
        #expect(try await desk.isRight(decomposed, for: one))
    }

    @Test func `a user that does not exist is refused, and so is a hash that is none`() async throws {
        let desk = try PasswordDesk(root: root)
        #expect(try await !desk.isRight("anything", for: nil))
        for broken in [
            "", "x", "$argon2id$v=19$m=19456,t=2,p=1$", "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$iWh06vD8Fy27wf9npn6FXWiCX4K6pW6Ue1Bnzz07Z8A",
        ] {
            #expect(try await !desk.isRight("anything", for: PasswordHash(text: broken)))
        }
    }

    @Test func `a hash of other parameters is to be made anew`() async throws {
        let desk = try PasswordDesk(root: root)
        let today = try await desk.hash("верен кон батерия телбод")
        #expect(!today.isOutdated)
        for other in ["$argon2id$v=19$m=9456,t=2,p=1$", "$argon2id$v=19$m=19456,t=1,p=1$", "$argon2i$v=19$m=19456,t=2,p=1$"] {
            #expect(PasswordHash(text: today.text.replacing("$argon2id$v=19$m=19456,t=2,p=1$", with: other)).isOutdated)
        }
    }

    @Test func `a storm of sign-ins is told to come again instead of taking all memory`() async throws {
        let desk = try PasswordDesk(root: root, atOnce: 1, limit: 3)
        let hash = try await desk.hash("верен кон батерия телбод")
        let answers = await withTaskGroup(of: String.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do {
                        return try await desk.isRight("верен кон батерия телбод", for: hash) ? "right" : "wrong"
                    } catch {
                        return error is PasswordDesk.Busy ? "busy" : "fault"
                    }
                }
            }
            return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(answers["wrong"] == nil && answers["fault"] == nil)
        #expect((answers["right"] ?? 0) >= 3 && (answers["busy"] ?? 0) > 0)
        #expect(try await desk.isRight("верен кон батерия телбод", for: hash))
    }
}

@Suite struct OneTimeCodeTests {
    /// RFC 6238, appendix B, the last six of eight digits.
    private let vectors: [(seconds: Int64, code: String)] = [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"), (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ]
    private let secret = OneTimeSecret(bytes: Array("12345678901234567890".utf8))

    @Test func `codes are those of the standard`() {
        for (seconds, code) in vectors {
            let moment = Instant(milliseconds: seconds * 1000)
            #expect(secret.code(step: OneTimeSecret.step(at: moment)) == code)
            #expect(secret.match(code, at: moment, after: nil) == seconds / 30)
        }
    }

    @Test func `a code serves once, a step early or late, and no other time`() {
        let moment = Instant(milliseconds: 1_234_567_890_000)
        let step = OneTimeSecret.step(at: moment)
        for shift in Int64(-3)...3 {
            let matched = secret.match(secret.code(step: step + shift), at: moment, after: nil)
            #expect(matched == (abs(shift) <= 1 ? step + shift : nil))
        }
        let code = secret.code(step: step)
        #expect(secret.match(code, at: moment, after: step - 1) == step)
        #expect(secret.match(code, at: moment, after: step) == nil)
        #expect(secret.match(secret.code(step: step - 1), at: moment, after: step) == nil)
        #expect(secret.match(code.prefix(3) + " " + code.suffix(3), at: moment, after: nil) == step)
        for wrong in ["", "00592", "0059240", "００５９２４", "-05924", "abcdef"] {
            #expect(secret.match(wrong, at: moment, after: nil) == nil)
        }
    }

    @Test func `secrets are written as apps read them`() {
        #expect(secret.text == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
        #expect(
            secret.address(label: "work 1", issuer: "Закрила")
                == "otpauth://totp/%D0%97%D0%B0%D0%BA%D1%80%D0%B8%D0%BB%D0%B0:work%201?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%D0%97%D0%B0%D0%BA%D1%80%D0%B8%D0%BB%D0%B0"
        )
        // RFC 4648, section 10.
        for (plain, text) in [
            "": "", "f": "MY", "fo": "MZXQ", "foo": "MZXW6", "foob": "MZXW6YQ", "fooba": "MZXW6YTB", "foobar": "MZXW6YTBOI",
        ] {
            #expect(Base32.text(Array(plain.utf8)) == text)
        }
    }

    @Test func `what is shown once is found again by its hash, however it is typed`() {
        var seen: Set<String> = []
        for _ in 0..<500 {
            let (token, code) = (ShownOnce.token(), ShownOnce.code())
            #expect(token.text.utf8.count == 43 && token.text.utf8.allSatisfy { $0 != 0x2b && $0 != 0x2f && $0 != 0x3d })
            #expect(ShownOnce.hash(of: token.text) == token.hash)
            #expect(code.text.utf8.count == 19)
            for typed in [code.text, code.text.lowercased(), code.text.filter { $0 != "-" }, " " + code.text.replacing("-", with: " ")] {
                #expect(ShownOnce.hash(ofTyped: typed) == code.hash)
            }
            #expect(ShownOnce.hash(ofTyped: String(code.text.dropLast())) != code.hash)
            seen.formUnion([token.text, code.text])
        }
        #expect(seen.count == 1000)
    }
}

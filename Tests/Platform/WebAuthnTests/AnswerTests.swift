import Foundation
import TestSupport
import Testing

@testable import WebAuthn

private let challenge = "1776157200000.abc.def"

/// A key that was added, and what it says when it is used.
private struct Scene {
    let device = SoftwareKey()
    let party: RelyingParty
    let key: CredentialKey

    init() throws {
        party = try #require(RelyingParty(address: "http://localhost"))
        key = try NewKeyAnswer(device.added(challenge)).key(for: party) { $0 == Array(challenge.utf8) }.key
    }

    func add(_ lie: SoftwareKey.Lie) throws(KeyRefusal) -> NewKey {
        try NewKeyAnswer(device.added(challenge, lie)).key(for: party) { $0 == Array(challenge.utf8) }
    }

    func use(_ text: String, after counter: UInt32 = 0, for party: RelyingParty? = nil) throws(KeyRefusal) -> KeyAnswer.Use {
        try KeyAnswer(text).check(by: key, after: counter, for: party ?? self.party) { $0 == Array(challenge.utf8) }
    }
}

private func lie(_ change: (inout SoftwareKey.Lie) -> Void) -> SoftwareKey.Lie {
    var lie = SoftwareKey.Lie()
    change(&lie)
    return lie
}

@Suite struct AnswerTests {
    @Test func `an honest key is taken, and counts`() throws {
        let scene = try Scene()
        #expect(try scene.use(scene.device.used(challenge)).counter == 2)
        #expect(try scene.use(scene.device.used(challenge), after: 2).counter == 3)
        let copied = try scene.add(lie { $0.flags = 0x05 | 0x18 })
        #expect(copied.mayBeCopied && copied.isCopied && copied.id == scene.device.id)
    }

    private static let lies: [(SoftwareKey.Lie, KeyRefusal)] = [
        (lie { $0.origin = "http://localhost.evil.example" }, .wrongOrigin), (lie { $0.origin = "http://localhost:81" }, .wrongOrigin),
        (lie { $0.origin = "http://localhost/" }, .wrongOrigin), (lie { $0.origin = "HTTP://localhost" }, .wrongOrigin),
        (lie { $0.origin = "" }, .wrongOrigin), (lie { $0.more = #""crossOrigin":true"# }, .wrongOrigin),
        (lie { $0.more = #""topOrigin":"https://evil.example""# }, .wrongOrigin), (lie { $0.party = "evil.example" }, .wrongParty),
        (lie { $0.party = "" }, .wrongParty), (lie { $0.flags = 0x04 }, .nobodyPresent), (lie { $0.flags = 0x01 }, .nobodyVerified),
        (lie { $0.flags = 0x05 | 0x10 }, .malformed), (lie { $0.flags = 0x85 }, .malformed),
        (lie { $0.type = "payment.get" }, .wrongCeremony), (lie { $0.more = #""crossOrigin":"no""# }, .malformed),
    ]

    @Test(arguments: lies.indices)
    func `a key that was not used here, by its owner, for this, is refused`(place: Int) throws {
        let (scene, (lie, refusal)) = (try Scene(), AnswerTests.lies[place])
        #expect(throws: refusal) { try scene.add(lie) }
        #expect(throws: refusal) { try scene.use(scene.device.used(challenge, lie)) }
    }

    @Test func `adding is not using, and another question is not this one`() throws {
        let scene = try Scene()
        #expect(throws: KeyRefusal.wrongCeremony) { try scene.add(lie { $0.type = "webauthn.get" }) }
        #expect(throws: KeyRefusal.wrongCeremony) { try scene.use(scene.device.used(challenge, lie { $0.type = "webauthn.create" })) }
        #expect(throws: KeyRefusal.wrongChallenge) { try scene.use(scene.device.used(challenge + "x")) }
        #expect(throws: KeyRefusal.malformed) { try scene.use(scene.device.added(challenge)) }
        #expect(throws: KeyRefusal.malformed) { try NewKeyAnswer(scene.device.used(challenge)) }
        #expect(throws: KeyRefusal.malformed) { try scene.use(scene.device.used(challenge, lie { $0.flags = 0x45 })) }
    }

    @Test func `a counter that stands still or goes back tells that there are two keys`() throws {
        let scene = try Scene()
        for (counter, before) in [(7, 7), (6, 7), (0, 7), (1, UInt32.max)] as [(UInt32, UInt32)] {
            #expect(throws: KeyRefusal.counterBehind) {
                try scene.use(scene.device.used(challenge, lie { $0.counter = counter }), after: before)
            }
        }
        // Keys that don't count.
        #expect(try scene.use(scene.device.used(challenge, lie { $0.counter = 0 })).counter == 0)
    }

    @Test func `another's signature is none`() throws {
        let (scene, other) = (try Scene(), try Scene())
        #expect(throws: KeyRefusal.wrongSignature) { try scene.use(other.device.used(challenge)) }
        #expect(throws: Never.self) { try scene.use(scene.device.double().used(challenge)) }
    }

    @Test func `no bit of any part of an answer can be turned`() throws {
        let scene = try Scene()
        let parts = try scene.device.used(challenge).split(separator: ".").map { try #require(Base64URL.bytes($0)) }
        // The first is the name by which the key was found.
        for part in 1..<4 {
            for bit in 0..<parts[part].count * 8 {
                var turned = parts
                turned[part][bit / 8] ^= 1 << (bit % 8)
                #expect(throws: KeyRefusal.self, "part \(part), bit \(bit)") {
                    try scene.use(turned.map(Base64URL.text).joined(separator: "."))
                }
            }
        }
        #expect(throws: Never.self) { try scene.use(parts.map(Base64URL.text).joined(separator: ".")) }
    }

    @Test func `no bit of what a new key says of site, person and kind can be turned`() throws {
        let scene = try Scene()
        let parts = try scene.device.added(challenge).split(separator: ".").map { try #require(Base64URL.bytes($0)) }
        // Site, presence, verification, whether there is a key; then the form of the key before its numbers.
        let start = 37 + 18 + scene.device.id.count
        let bits = Array(0..<32 * 8) + [32 * 8, 32 * 8 + 2, 32 * 8 + 6, 32 * 8 + 7] + Array(start * 8..<(start + 10) * 8)
        for bit in bits {
            var turned = parts
            turned[1][bit / 8] ^= 1 << (bit % 8)
            #expect(throws: KeyRefusal.self, "bit \(bit)") {
                try NewKeyAnswer(turned.map(Base64URL.text).joined(separator: ".")).key(for: scene.party) { _ in true }
            }
        }
        // What it says of its numbers is another key, or none: nothing signed by this one opens for it.
        for bit in stride(from: (start + 10) * 8, to: (start + 77) * 8, by: 5) {
            var turned = parts
            turned[1][bit / 8] ^= 1 << (bit % 8)
            let text = turned.map(Base64URL.text).joined(separator: ".")
            guard let other = try? NewKeyAnswer(text).key(for: scene.party, isOurs: { _ in true }) else { continue }
            #expect(throws: KeyRefusal.wrongSignature) {
                try KeyAnswer(scene.device.used(challenge)).check(by: other.key, after: 0, for: scene.party) { _ in true }
            }
        }
    }

    @Test(arguments: [
        "", ".", "...", "....", "a.b.c.d", "AA.AA.AA.AA", "AA==.AA.AA.AA", "AB.AA.AA.AA", "ключ", "key:AAAA", "AA.e30.AA.AA",
        "AA.\(Base64URL.text(Array(repeating: UInt8(ascii: "["), count: 3000))).AA.AA", String(repeating: "A", count: 100_000),
        String(repeating: ".", count: 10_000),
    ])
    func `nonsense is refused`(text: String) {
        #expect(throws: KeyRefusal.self) { try KeyAnswer(text) }
        #expect(throws: KeyRefusal.self) { try NewKeyAnswer(text) }
    }

    @Test func `whatever bytes come, they are refused or read, and nothing falls over`() throws {
        var random = SeededGenerator(22)
        let scene = try Scene()
        let honest = [try scene.device.used(challenge), scene.device.added(challenge)].map { text in
            text.split(separator: ".").compactMap { Base64URL.bytes($0) }
        }
        var read = 0
        for round in 0..<4000 {
            var parts = honest[round % 2]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let part = Int.random(in: 0..<parts.count, using: &random)
                let at = Int.random(in: 0...parts[part].count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: parts[part].insert(UInt8.random(in: 0...255, using: &random), at: at)
                case 1: parts[part] = Array(parts[part].prefix(at))
                case 2: if at < parts[part].count { parts[part][at] = UInt8.random(in: 0...255, using: &random) }
                default: parts[part] += (0..<Int.random(in: 0..<40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
                }
            }
            let text = parts.map(Base64URL.text).joined(separator: ".")
            if round % 2 == 0, parts.dropFirst() != honest[0].dropFirst() {
                #expect(throws: KeyRefusal.self) { try scene.use(text) }
            } else if let new = try? NewKeyAnswer(text).key(for: scene.party, isOurs: { _ in true }) {
                read += 1
                #expect((1...1023).contains(new.id.count) && CredentialKey(bytes: new.key.bytes) == new.key)
            }
        }
        #expect(read > 0)
    }

    @Test func `bytes have one text, and texts one meaning`() {
        var random = SeededGenerator(5)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = Base64URL.text(bytes)
            #expect(Base64URL.bytes(text) == bytes)
            #expect(Base64URL.bytes(text + "=") == nil && Base64URL.bytes(text + "\n") == nil && Base64URL.bytes("+" + text) == nil)
        }
        #expect(Base64URL.bytes("AB") == nil && Base64URL.bytes("AA") == [0])
    }
}

import Documents
import Foundation
import TestSupport
import Testing

@Suite struct DecodingTests {
    private let text = "Дейности\tСрок\nОбучение\tмай 2024 г.\n"

    @Test func `UTF-8, UTF-16 and Windows-1251 give the same text`() throws {
        let utf16 = try #require(text.data(using: .utf16LittleEndian))
        let forms: [(String, [UInt8])] = [
            ("UTF-8", Array(text.utf8)), ("UTF-8", [0xef, 0xbb, 0xbf] + text.utf8), ("UTF-16", [0xff, 0xfe] + utf16),
            ("UTF-16", Array(utf16)),
            ("UTF-16", [0xfe, 0xff] + (try #require(text.data(using: .utf16BigEndian)))),
            ("UTF-16", Array(try #require(text.data(using: .utf16BigEndian)))),
            ("Windows-1251", Array(try #require(text.data(using: .windowsCP1251)))),
        ]
        for (name, bytes) in forms {
            let decoded = try TextDecoding.decode(bytes)
            #expect(decoded.text == text)
            #expect(decoded.encoding == name)
        }
    }

    @Test func `what is no text is refused with its place`() {
        #expect(throws: DocumentError.empty) { try TextDecoding.decode([]) }
        #expect(throws: DocumentError.empty) { try TextDecoding.decode(Array(" \n\t\n".utf8)) }
        #expect(throws: DocumentError.binary(offset: 3)) { try TextDecoding.decode([65, 66, 67, 0, 68]) }
        #expect(throws: DocumentError.binary(offset: 1)) { try TextDecoding.decode([65, 7, 67]) }
        #expect(throws: DocumentError.self) { try TextDecoding.decode([0xff, 0xd8, 0xff, 0xe0, 0x10, 0x4a, 0x46]) }
        #expect(throws: DocumentError.self) { try TextDecoding.decode([0xff, 0xfe, 0x41]) }
    }

    @Test func `random bytes are refused or decoded, never a trap`() {
        var generator = SeededGenerator(5)
        for length in 0..<600 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if let decoded = try? TextDecoding.decode(bytes) { #expect(!decoded.text.isEmpty) }
        }
    }

    @Test func `files that are none are told apart`() throws {
        let folder = FileManager.default.temporaryDirectory.path
        #expect(throws: DocumentError.directory) { try DocumentFile.read(folder) }
        #expect(throws: DocumentError.missing) { try DocumentFile.read(folder + "/no-such-file") }
        #expect(throws: DocumentError.tooLarge(limit: DocumentFile.limit)) { try DocumentFile.read("/dev/zero") }
    }
}

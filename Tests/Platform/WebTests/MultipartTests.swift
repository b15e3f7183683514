import TestSupport
import Testing

@testable import Web

@Suite struct MultipartTests {
    private let boundary = Array("mark".utf8)

    private func body(_ parts: [(head: String, content: [UInt8])]) -> [UInt8] {
        parts.flatMap { Array("--mark\r\nContent-Disposition: form-data; \($0.head)\r\n\r\n".utf8) + $0.content + Array("\r\n".utf8) }
            + Array("--mark--\r\n".utf8)
    }

    @Test func `fields and one file are read as they were sent`() throws {
        let bytes: [UInt8] = [0, 255, 13, 10, 45, 45, 109, 97, 114, 0]
        let sent = body([("name=\"kind\"", Array("план".utf8)), ("name=\"file\"; filename=\"a.pdf\"", bytes), ("name=\"none\"", [])])
        let form = try #require(Multipart.read(sent, boundary: boundary))
        #expect(form["kind"] == "план" && form.files == ["file": [bytes]] && form.pairs.count == 2)
    }

    @Test func `no file is chosen where a part has neither a name nor content, and an empty file is one`() throws {
        let none = try #require(Multipart.read(body([("name=\"file\"; filename=\"\"", [])]), boundary: boundary))
        #expect(none.files.isEmpty && none.pairs.isEmpty)
        let empty = try #require(Multipart.read(body([("name=\"file\"; filename=\"a\"", [])]), boundary: boundary))
        #expect(empty.files == ["file": [[]]])
        let nameless = try #require(Multipart.read(body([("name=\"file\"; filename=\"\"", [1])]), boundary: boundary))
        #expect(nameless.files == ["file": [[1]]])
    }

    @Test func `whatever is cut off, doubled or changed is refused or read, never a trap`() {
        var generator = SeededGenerator(9)
        let whole = body([("name=\"kind\"", Array("план".utf8)), ("name=\"file\"; filename=\"a\"", Array(repeating: 7, count: 50))])
        for length in 0..<whole.count - 4 { #expect(Multipart.read(Array(whole.prefix(length)), boundary: boundary) == nil, "\(length)") }
        for _ in 0..<5000 {
            var changed = whole
            for _ in 0...Int.random(in: 0...3, using: &generator) {
                changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = Multipart.read(changed, boundary: boundary)
        }
        let twice = body([("name=\"file\"; filename=\"a\"", [1]), ("name=\"file\"; filename=\"b\"", [2])])
        #expect(Multipart.read(twice, boundary: boundary) == nil)
        #expect(Multipart.read(twice, boundary: boundary, several: ["other"]) == nil)
    }

    @Test func `several files come in their order where a form takes several, and no more parts than any form has`() throws {
        let three = body([
            ("name=\"file\"; filename=\"a\"", [1]), ("name=\"file\"; filename=\"b\"", []), ("name=\"file\"; filename=\"a\"", [3]),
        ])
        #expect(try #require(Multipart.read(three, boundary: boundary, several: ["file"])).files == ["file": [[1], [], [3]]])
        let many = body(Array(repeating: ("name=\"file\"; filename=\"a\"", [UInt8(1)]), count: 30))
        #expect(Multipart.read(many, boundary: boundary, several: ["file"]) == nil)
    }

    @Test func `only a boundary that browsers make is one`() {
        #expect(Multipart.boundary("multipart/form-data; boundary=----WebKitFormBoundaryA1") == Array("----WebKitFormBoundaryA1".utf8))
        #expect(Multipart.boundary("multipart/form-data; boundary=\"a b\"") == Array("ab".utf8))
        for type in ["text/plain; boundary=a", "multipart/form-data", "multipart/form-data; boundary=", nil] {
            #expect(Multipart.boundary(type) == nil)
        }
    }
}

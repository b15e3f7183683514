import HTTPTypes
import Hummingbird
import Synchronization
public import Vault

/// An answer of a house.
public struct TestAnswer: Sendable {
    /// What was asked for.
    public let path: String
    /// HTTP status code.
    public let status: Int
    /// Names as they were sent.
    public let headers: [(name: String, value: String)]
    /// What was sent, as it is.
    public let bytes: [UInt8]
    /// The page.
    public let body: String

    init(_ response: Response, path: String) async throws {
        self.path = path
        status = response.status.code
        headers = response.headers.map { ($0.name.rawName, $0.value) }
        let sink = Sink()
        try await response.body.write(SinkWriter(sink: sink))
        bytes = sink.bytes.withLock { Array(buffer: $0) }
        body = String(decoding: bytes, as: UTF8.self)
    }

    /// All values of a header.
    public func all(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The value of a header; nil where it is missing.
    public subscript(_ name: String) -> String? { all(name).first }

    /// Where it sends the browser.
    public var location: String? { self["Location"] }

    /// The forms that change something, in the order of the page.
    public var forms: [PageForm] { PageForm.all(in: body) }

    /// The form that is sent to an address. Throws where there is none.
    public func form(_ action: String) throws -> PageForm {
        guard let form = forms.first(where: { $0.action == action }) else { throw TestHouseFault("no form \(action) on \(path)") }
        return form
    }

    /// The addresses of this site that the page leads to, without fragments.
    public var links: [String] {
        body.matches(of: /<a [^>]*href="(\/[^"#]*)/).map { String($0.output.1).replacing("&amp;", with: "&") }
    }

    /// The page without what differs from request to request: its name and tokens.
    public var bodyWithoutTokens: String {
        body.replacing(/[0-9A-Za-z_-]{43}/, with: "TOKEN").replacing(/<b>[0-9a-z]{10,13}<\/b>/, with: "REQUEST")
    }

    /// The activation code of a sheet to be handed over.
    public func shownCode() throws -> String {
        guard let code = body.firstMatch(of: /class="secret">([A-Z2-7-]{19})</)?.output.1 else {
            throw TestHouseFault("no activation code on \(path)")
        }
        return String(code)
    }

    /// The secret for the app that the page of the second factor shows.
    public func oneTimeSecret() throws -> OneTimeSecret {
        guard let text = body.firstMatch(of: /class="secret">([A-Z2-7 ]+)</)?.output.1 else { throw TestHouseFault("no secret on \(path)") }
        var (bytes, buffer, bits): ([UInt8], Int, Int) = ([], 0, 0)
        for letter in text.utf8 where letter != UInt8(ascii: " ") {
            buffer = buffer << 5 | Int(letter >= 65 ? letter - 65 : letter - 50 + 26)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(buffer >> bits & 255))
            }
        }
        return OneTimeSecret(bytes: bytes)
    }
}

private final class Sink: Sendable {
    let bytes = Mutex(ByteBuffer())
}

private struct SinkWriter: ResponseBodyWriter {
    let sink: Sink

    mutating func write(_ buffer: ByteBuffer) async throws {
        sink.bytes.withLock { bytes in
            var buffer = buffer
            bytes.writeBuffer(&buffer)
        }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

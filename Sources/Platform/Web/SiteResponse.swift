import HTTPTypes
import Hummingbird

/// What leaves the server: an answer with all its headers.
enum SiteResponse {
    static func of(_ answer: WebResponse, id: String) -> Response {
        var headers = HTTPFields()
        let isEmpty = answer.status == 304 || answer.status == 204
        if !isEmpty { headers[.contentType] = answer.contentType }
        let isFile = answer.headers.contains { $0.name == "Content-Disposition" }
        let isPublic = answer.status < 400 && !answer.isPrivate
        for (name, value) in SecurityHeaders.all(isPublic: isPublic, isFile: isFile) + answer.headers {
            guard let field = HTTPField.Name(name) else { continue }
            if field == .setCookie { headers.append(HTTPField(name: field, value: value)) } else { headers[field] = value }
        }
        if answer.isPrivate { headers[.cacheControl] = "no-store" }
        if let field = HTTPField.Name("X-Request-Id") { headers[field] = id }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: isEmpty ? .init() : .init(byteBuffer: answer.bytes.map { ByteBuffer(bytes: $0) } ?? ByteBuffer(string: answer.body)))
    }
}

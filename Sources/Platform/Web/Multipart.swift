import Foundation

/// A form with files as browsers send it (`multipart/form-data`, RFC 7578). Bounded, and refused whole where anything is not as it should be.
enum Multipart {
    /// Parts of a form: more than any of ours has.
    private static let partLimit = 30
    private static let headLimit = 1000

    /// The boundary that a content type names; nil for other types and for what no browser makes.
    static func boundary(_ contentType: String?) -> [UInt8]? {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data;"),
            let mark = contentType.range(of: "boundary=")
        else { return nil }
        let text = contentType[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" && $0 != " " }
        let bytes = Array(text.utf8)
        return (1...70).contains(bytes.count) && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7f } ? bytes : nil
    }

    /// Fields and files in their order; nil for what no form of ours sends.
    ///
    /// - Parameters:
    ///   - long: names of texts that may be as long as the form itself.
    ///   - several: names under which several files may come.
    static func read(_ body: [UInt8], boundary: [UInt8], long: Set<String> = [], several: Set<String> = []) -> FormData? {
        let line = [UInt8]("\r\n".utf8)
        let delimiter = line + [UInt8]("--".utf8) + boundary
        guard body.starts(with: delimiter.dropFirst(2)) else { return nil }
        var (pairs, files): ([(name: String, value: String)], [String: [[UInt8]]]) = ([], [:])
        var place = delimiter.count - 2
        for _ in 0..<partLimit {
            if body[place...].starts(with: [0x2d, 0x2d]) { return FormData(pairs, files: files) }
            guard body[place...].starts(with: line) else { return nil }
            let headStart = place + 2
            guard let headEnd = position(of: line + line, in: body, from: headStart), headEnd - headStart <= headLimit,
                let end = position(of: delimiter, in: body, from: headEnd + 4 - line.count),
                let head = String(validating: body[headStart..<headEnd], as: UTF8.self), let name = value("name", head)
            else { return nil }
            // A part without content: its end is the end of its head.
            let content = headEnd + 4 <= end ? Array(body[(headEnd + 4)..<end]) : []
            if head.contains("filename=") {
                guard files[name] == nil || several.contains(name) else { return nil }
                // Where nothing is chosen browsers send a part without a name and without content: no file, which is not an empty one.
                if !content.isEmpty || !head.contains("filename=\"\"") { files[name, default: []].append(content) }
            } else {
                guard content.count < FormData.valueLimit || long.contains(name), !content.contains(0),
                    let text = String(validating: content, as: UTF8.self)
                else { return nil }
                pairs.append((name, text.replacing("\r\n", with: "\n")))
            }
            place = end + delimiter.count
        }
        return nil
    }

    /// A quoted value of the head of a part. What the sender calls a file is not read.
    private static func value(_ name: String, _ head: String) -> String? {
        guard let start = head.range(of: "form-data; \(name)=\"") else { return nil }
        let text = head[start.upperBound...].prefix { $0 != "\"" }
        return text.utf8.count <= 100 ? String(text) : nil
    }

    private static func position(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= pattern.count, start >= 0 else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                var place = start
                while place <= bytes.count - pattern.count {
                    if bytes[place] == pattern[0] {
                        var length = 1
                        while length < pattern.count, bytes[place + length] == pattern[length] { length += 1 }
                        if length == pattern.count { return place }
                    }
                    place += 1
                }
                return nil
            }
        }
    }
}

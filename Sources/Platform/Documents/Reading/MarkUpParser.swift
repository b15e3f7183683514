internal import CXML2

/// Reads a part of an office file (XML 1.0 with namespaces) with libxml2, event by event.
///
/// There is nothing to expand and nothing to fetch: a document type is refused where it begins, before anything in it is read, and without one
/// the only entities are the five of XML and numbers of characters.
final class MarkUpParser {
    /// Elements within elements. A table within a table within a text box has about 40 levels; libxml2 itself stops at 256.
    static let depthLimit = 200
    /// Elements, attributes that are read and stretches of words in one part: 30 times those of the longest plan. They take up to 70 MB.
    static let nodeLimit = 3_000_000

    private let part: String
    private var nodes: [MarkUp.Node] = []
    private var attributes: [MarkUp.Attribute] = []
    private var bytes: [UInt8] = []
    /// Open elements, each with the last node in it.
    private var open: [(element: Int, last: Int)] = []
    private var fault: DocumentError?
    private var context: xmlParserCtxtPtr?
    /// libxml2 keeps each name and namespace once: its address stands for it.
    private var names: [Name: MarkUpName] = [:]

    private struct Name: Hashable {
        let local: UnsafePointer<xmlChar>
        let namespace: UnsafePointer<xmlChar>?
    }

    private init(_ part: String) {
        self.part = part
    }

    /// The tree of a part. Throws what is wrong with it.
    static func read(_ xml: [UInt8], part: String) throws(DocumentError) -> MarkUp {
        let parser = MarkUpParser(part)
        let isWhole = xml.withUnsafeBytes { parser.parse($0) }
        if let fault = parser.fault { throw fault }
        guard isWhole, !parser.nodes.isEmpty else { throw .damaged(part: part) }
        return MarkUp(nodes: parser.nodes, attributes: parser.attributes, bytes: parser.bytes)
    }

    private func parse(_ xml: UnsafeRawBufferPointer) -> Bool {
        let start = xml.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard let count = Int32(exactly: xml.count), let context = xmlCreateMemoryParserCtxt(start, count) else { return false }
        defer { xmlFreeParserCtxt(context) }
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue))
        context.pointee.sax.pointee = MarkUpParser.handler()
        context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
        self.context = context
        defer { self.context = nil }
        bytes.reserveCapacity(xml.count / 4)
        nodes.reserveCapacity(xml.count / 20)
        return xmlParseDocument(context) == 0 && context.pointee.wellFormed == 1
    }

    private func stop(_ fault: DocumentError) {
        if self.fault == nil { self.fault = fault }
        if let context { xmlStopParser(context) }
    }

    // MARK: Events

    private static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = XML_SAX2_MAGIC
        handler.internalSubset = { context, _, _, _ in
            MarkUpParser.of(context).map { $0.stop(.documentType(part: $0.part)) }
        }
        handler.startElementNs = { context, local, _, namespace, _, _, count, _, attributes in
            MarkUpParser.of(context)?.begin(local, namespace, UnsafeBufferPointer(start: attributes, count: Int(count) * 5))
        }
        handler.endElementNs = { context, _, _, _ in MarkUpParser.of(context)?.end() }
        handler.characters = { context, text, count in
            MarkUpParser.of(context)?.add(UnsafeBufferPointer(start: text, count: Int(count)))
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        // Without it libxml2 writes its complaints to the standard error.
        handler.serror = { _, _ in }
        return handler
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> MarkUpParser? {
        context.map { Unmanaged<MarkUpParser>.fromOpaque($0).takeUnretainedValue() }
    }

    private func begin(
        _ local: UnsafePointer<xmlChar>?, _ namespace: UnsafePointer<xmlChar>?,
        _ given: UnsafeBufferPointer<UnsafePointer<xmlChar>?>
    ) {
        guard fault == nil, let local else { return }
        guard open.count < MarkUpParser.depthLimit else { return stop(.tooDeep(part: part, limit: MarkUpParser.depthLimit)) }
        let start = Int32(attributes.count)
        for index in stride(from: 0, to: given.count, by: 5) {
            guard let name = given[index], let begin = given[index + 3], let end = given[index + 4] else { continue }
            let known = self.name(name, given[index + 2])
            guard known != .other else { continue }
            attributes.append(MarkUp.Attribute(name: known, value: append(UnsafeBufferPointer(start: begin, count: end - begin))))
        }
        append(MarkUp.Node(name: name(local, namespace), range: start..<Int32(attributes.count)))
        open.append((nodes.count - 1, 0))
    }

    private func end() {
        _ = open.popLast()
    }

    private func add(_ text: UnsafeBufferPointer<xmlChar>) {
        guard fault == nil, let top = open.last else { return }
        let range = append(text)
        // libxml2 gives a long text in pieces.
        if top.last > 0, nodes[top.last].name == .text {
            nodes[top.last].range = nodes[top.last].range.lowerBound..<range.upperBound
        } else {
            append(MarkUp.Node(name: .text, range: range))
        }
    }

    private func append(_ node: MarkUp.Node) {
        guard nodes.count + attributes.count < MarkUpParser.nodeLimit else {
            return stop(.tooMuchMarkUp(part: part, limit: MarkUpParser.nodeLimit))
        }
        nodes.append(node)
        guard !open.isEmpty else { return }
        let (top, new) = (open.count - 1, nodes.count - 1)
        if open[top].last == 0 { nodes[open[top].element].first = Int32(new) } else { nodes[open[top].last].next = Int32(new) }
        open[top].last = new
    }

    private func append(_ text: UnsafeBufferPointer<xmlChar>) -> Range<Int32> {
        let start = Int32(bytes.count)
        bytes.append(contentsOf: text)
        return start..<Int32(bytes.count)
    }

    private func name(_ local: UnsafePointer<xmlChar>, _ namespace: UnsafePointer<xmlChar>?) -> MarkUpName {
        let key = Name(local: local, namespace: namespace)
        if let known = names[key] { return known }
        let name = MarkUpName(String(cString: local), in: namespace.map { String(cString: $0) })
        names[key] = name
        return name
    }
}

/// A part of an office file as a tree: elements in document order, attributes and words as bytes of one buffer.
///
/// Compact on purpose: a programme of 100 pages has 50,000 elements, and a tree of objects would take longer to make than to read.
final class MarkUp {
    /// An element, or words between tags.
    struct Node {
        let name: MarkUpName
        /// The first node in it; 0 for none, for the root is nobody's child.
        var first: Int32 = 0
        /// The node after it in the same element; 0 for none.
        var next: Int32 = 0
        /// Its attributes, or of words the bytes.
        var range: Range<Int32>
    }

    /// An attribute and the bytes of its value.
    struct Attribute {
        let name: MarkUpName
        let value: Range<Int32>
    }

    fileprivate let nodes: [Node]
    fileprivate let attributes: [Attribute]
    fileprivate let bytes: [UInt8]

    init(nodes: [Node], attributes: [Attribute], bytes: [UInt8]) {
        self.nodes = nodes
        self.attributes = attributes
        self.bytes = bytes
    }

    /// The outermost element.
    var root: Element { Element(markUp: self, index: 0) }

    fileprivate func text(_ range: Range<Int32>) -> String {
        String(decoding: bytes[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
    }
}

/// A node of a part.
struct Element {
    fileprivate let markUp: MarkUp
    fileprivate let index: Int

    private var node: MarkUp.Node { markUp.nodes[index] }

    /// `text` for words.
    var name: MarkUpName { node.name }

    /// Elements and words in it, in their order.
    var children: Children { Children(markUp: markUp, following: node.name == .text ? 0 : node.first) }

    /// The first element of a name in it.
    func child(_ name: MarkUpName) -> Element? { children.first { $0.name == name } }

    /// The value of an attribute.
    subscript(_ attribute: MarkUpName) -> String? {
        guard node.name != .text else { return nil }
        for index in node.range where markUp.attributes[Int(index)].name == attribute {
            let value = markUp.text(markUp.attributes[Int(index)].value)
            // libxml2 leaves an ampersand in an attribute as the number of its character, for readers that expand entities themselves.
            return value.utf8.contains(UInt8(ascii: "&")) ? value.replacing("&#38;", with: "&") : value
        }
        return nil
    }

    /// The number that an attribute gives; nil for anything else.
    func number(_ attribute: MarkUpName) -> Int? { self[attribute].flatMap { Int($0) } }

    /// The words between its tags, those of elements in it left out.
    var words: String {
        if node.name == .text { return markUp.text(node.range) }
        var words = ""
        for child in children where child.name == .text { words += markUp.text(child.node.range) }
        return words
    }

    /// Whether a property such as `w:vanish` is on: it stands there, and not to say that it is off.
    var isOn: Bool { !["0", "false", "off"].contains(self[.`w:val`] ?? "1") }

    /// Nodes one after another.
    struct Children: Sequence, IteratorProtocol {
        fileprivate let markUp: MarkUp
        fileprivate var following: Int32

        mutating func next() -> Documents.Element? {
            guard following > 0 else { return nil }
            let element = Element(markUp: markUp, index: Int(following))
            following = markUp.nodes[Int(following)].next
            return element
        }
    }
}

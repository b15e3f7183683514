/// A text as a key, compared as it is printed, byte by byte.
///
/// Strings are compared by their canonical forms; with Cyrillic letters that takes many times as long, and a document's own words need it not.
public struct PrintedText: Hashable, Sendable {
    public let text: String

    public init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        self.text = text
    }

    public func hash(into hasher: inout Hasher) {
        text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    public static func == (left: PrintedText, right: PrintedText) -> Bool {
        left.text.utf8.withContiguousStorageIfAvailable { one in
            right.text.utf8.withContiguousStorageIfAvailable { other in
                one.count == other.count && UnsafeRawBufferPointer(one).elementsEqual(UnsafeRawBufferPointer(other))
            }
        } == true
    }
}

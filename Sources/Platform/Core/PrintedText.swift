/// A text as a key, compared as it is printed, byte by byte.
///
/// Strings are compared by their canonical forms; with Cyrillic letters that takes many times as long, and a document's own words do not need that.
public struct PrintedText: Hashable, Sendable {
    /// As it was given.
    public let text: String

    /// Any text; its bytes are laid side by side once.
    public init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        self.text = text
    }

    /// Of its bytes.
    public func hash(into hasher: inout Hasher) {
        text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Whether the bytes are the same.
    public static func == (left: PrintedText, right: PrintedText) -> Bool {
        left.text.utf8.withContiguousStorageIfAvailable { one in
            right.text.utf8.withContiguousStorageIfAvailable { other in
                one.count == other.count && UnsafeRawBufferPointer(one).elementsEqual(UnsafeRawBufferPointer(other))
            }
        } == true
    }
}

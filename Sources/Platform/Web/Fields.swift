import Mustache

/// A page's model as named fields. Given structs, swift-mustache 2.1.1 reflects on all that stand around a name at every name it meets, and
/// given dictionaries and strings it asks them for half a dozen conformances first; remove when upstream does otherwise (2026-11).
struct Fields: MustacheParent {
    fileprivate let values: [String: Any]

    func child(named name: String) -> Any? { values[name] }

    /// The form of a model, or of a part of one, that templates read fastest. The compiler writes how a model is taken apart.
    static func of<Value: Encodable>(_ value: Value) throws -> Any {
        switch value {
        case let text as String: return FieldText(renderText: text)
        case let flag as Bool: return flag
        case let number as Int: return FieldText(renderText: String(number))
        default:
            let encoder = FieldEncoder()
            try value.encode(to: encoder)
            return encoder.product
        }
    }
}

/// A text that a template puts in, escaped as any other.
private struct FieldText: MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { false }
}

/// Takes one value apart: a struct into ``Fields``, a list into an array.
private final class FieldEncoder: Encoder {
    private enum Content {
        case list([Any])
        case fields([String: Any])
        case one(Any)
    }

    private var content = Content.list([])
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    var product: Any {
        switch content {
        case .list(let values): values
        case .fields(let values): Fields(values: values)
        case .one(let value): value
        }
    }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
        content = .fields([:])
        return KeyedEncodingContainer(Named<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { Listed(encoder: self) }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

    private func set(_ value: Any, _ name: String) {
        guard case .fields(var values) = content else { return }
        // Taken out while it grows, so that it is not copied.
        content = .list([])
        values[name] = value
        content = .fields(values)
    }

    private func append(_ value: Any) {
        guard case .list(var values) = content else { return }
        content = .one(())
        values.append(value)
        content = .list(values)
    }

    /// Containers inside containers are asked for only by hand-written `encode(to:)`, which page models do not have.
    private static func refused() -> Never { preconditionFailure("page models are taken apart by the compiler's own encode(to:)") }

    private struct Named<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let encoder: FieldEncoder
        var codingPath: [any CodingKey] { [] }

        func encodeNil(forKey _: Key) {}
        func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { encoder.set(try Fields.of(value), key.stringValue) }
        func nestedContainer<Inner>(keyedBy _: Inner.Type, forKey _: Key) -> KeyedEncodingContainer<Inner> { refused() }
        func nestedUnkeyedContainer(forKey _: Key) -> any UnkeyedEncodingContainer { refused() }
        func superEncoder() -> any Encoder { encoder }
        func superEncoder(forKey _: Key) -> any Encoder { encoder }
    }

    private struct Listed: UnkeyedEncodingContainer {
        let encoder: FieldEncoder
        var codingPath: [any CodingKey] { [] }
        private(set) var count = 0

        init(encoder: FieldEncoder) { self.encoder = encoder }

        func encodeNil() {}
        mutating func encode<Value: Encodable>(_ value: Value) throws {
            encoder.append(try Fields.of(value))
            count += 1
        }
        func nestedContainer<Inner>(keyedBy _: Inner.Type) -> KeyedEncodingContainer<Inner> { refused() }
        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { refused() }
        func superEncoder() -> any Encoder { encoder }
    }

    private struct Single: SingleValueEncodingContainer {
        let encoder: FieldEncoder
        var codingPath: [any CodingKey] { [] }

        func encodeNil() {}
        func encode<Value: Encodable>(_ value: Value) throws { encoder.content = .one(try Fields.of(value)) }
    }
}

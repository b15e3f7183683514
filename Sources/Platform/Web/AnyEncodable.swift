/// Anything that can be taken apart for a template.
public struct AnyEncodable: Encodable {
    private let value: any Encodable

    /// What another room made ready for one of its own templates.
    public init(_ value: any Encodable) {
        self.value = value
    }

    /// As the value itself.
    public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

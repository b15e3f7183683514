import Core
import Foundation
import Policy

/// What of a record leaves the system, as a file.
struct RecordCopy: Encodable {
    let format = "zakrila-record-1"
    let reference: String
    let ageGroup: String
    let sex: String
    let openedAt: String
    let groups: [String]
    let fields: [String: String]

    init(_ person: Person, _ values: [PersonField: String], _ mask: Set<FieldGroup>) {
        reference = person.reference
        ageGroup = person.ageGroup.rawValue
        sex = person.sex.rawValue
        openedAt = person.madeAt.iso
        groups = mask.map(\.rawValue).sorted()
        fields = Dictionary(uniqueKeysWithValues: values.filter { !$0.value.isEmpty }.map { ($0.key.rawValue, $0.value) })
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

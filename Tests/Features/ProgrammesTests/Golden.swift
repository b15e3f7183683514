import Foundation
import TestSupport

/// Facts of a plan as a careful reader wrote them down, apart from the code (`Tests/Golden`).
struct GoldenMeasure: Decodable {
    struct Actor: Decodable {
        let name: String
        let isGroup: Bool

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let code = try? container.decode(String.self) {
                (name, isGroup) = (code, false)
            } else {
                let group = try container.decode([String: String].self)
                (name, isGroup) = (group["group"] ?? group["text"] ?? "", true)
            }
        }
    }

    struct Amount: Decodable {
        let amount: Double
        let currency: String
        let upTo: Bool?
        let per: String?
        let sharedWith: String?
    }

    struct Deadline: Decodable {
        let kind: String
        let periods: [[String]]?
        let months: Int?
    }

    struct Indicator: Decodable {
        let key: String
        let unit: String?
        let baseline: Double?
        let target: Double?
        let comparator: String?
    }

    let code: String
    let number: String?
    let leads: [Actor]
    let partners: [Actor]
    let budget: [Amount]
    let deadline: Deadline
    let indicators: [Indicator]

    static func list(_ name: String) throws -> [GoldenMeasure] {
        let lines = String(decoding: try Seeds.file("Tests/Golden/\(name).jsonl"), as: UTF8.self).split(separator: "\n")
        return try lines.map { try JSONDecoder().decode(GoldenMeasure.self, from: Data($0.utf8)) }
    }
}

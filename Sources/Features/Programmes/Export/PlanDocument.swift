import Core
import Documents

/// A plan in its published form (`zakrila-plan/1`, Schemas/plan.schema.json): the JSON of the command, the site and the API.
public struct PlanDocument: Encodable, Sendable {
    let schema = "zakrila-plan/1"
    let id: String
    let slug: String
    let version: Int
    let status: String
    let title: String
    let isProject: Bool
    let period: Period?
    let document: Document
    let account: Account
    let sections: [PlanSection]
    let measures: [PlanMeasure]
    let abbreviations: [PlanAbbreviation]
    let remarks: [PlanRemark]

    struct Period: Encodable { let from, to: String }

    struct Document: Encodable { let name, encoding, sha256: String }

    /// Characters of the document by what became of them.
    struct Account: Encodable { let understood, keptAsText, notUnderstood, total: Int }

    struct PlanSection: Encodable {
        @Null var number: String?
        let title: String
        let source: Source
    }

    struct PlanAbbreviation: Encodable { let short, full: String }

    struct PlanRemark: Encodable {
        let code: String
        @Null var measure: String?
        let place: Cell
        let quote, detail: String
    }

    struct Cell: Encodable { let table, row, column: Int }

    /// The cells a value comes from and the words that stood there.
    struct Source: Encodable {
        let cells: [Cell]
        let text: String

        init(_ source: SourceReference) {
            cells = source.cells.map { Cell(table: $0.table, row: $0.row, column: $0.column) }
            text = source.text
        }
    }

    /// The plan, or the part of its measures that a reader chose.
    public init(_ plan: StoredPlan, only codes: Set<String>? = nil) {
        let content = plan.content
        id = plan.id.text
        slug = plan.slug
        version = plan.version
        status = plan.status.rawValue
        title = content.title.text
        isProject = content.isProject
        period = content.period.map { Period(from: $0.from.iso, to: $0.to.iso) }
        document = Document(name: plan.document.name, encoding: plan.document.encoding, sha256: plan.document.fingerprint)
        account = Account(
            understood: plan.account.understood, keptAsText: plan.account.keptAsText, notUnderstood: plan.account.notUnderstood,
            total: plan.account.total)
        sections = content.sections.map { PlanSection(number: $0.number, title: $0.title, source: Source($0.source)) }
        measures = zip(content.measures, plan.measureIDs).filter { codes?.contains($0.0.code) ?? true }.map {
            PlanMeasure($0.0, id: $0.1, sections: content.sections)
        }
        abbreviations = content.abbreviations.map { PlanAbbreviation(short: $0.short, full: $0.full) }
        remarks = content.remarks.map { remark in
            PlanRemark(
                code: remark.code.rawValue, measure: remark.measure,
                place: Cell(table: remark.place.table, row: remark.place.row, column: remark.place.column), quote: remark.quote,
                detail: remark.detail)
        }
    }
}

/// An optional that is written as `null` instead of left out: readers find every key.
@propertyWrapper
struct Null<Value: Encodable & Sendable>: Encodable, Sendable {
    var wrappedValue: Value?

    init(wrappedValue: Value?) {
        self.wrappedValue = wrappedValue
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

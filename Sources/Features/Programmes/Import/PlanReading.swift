import Core
public import Documents
public import Reference

/// A document understood: the plans in it and the account of every character.
public struct PlanReading: Sendable {
    /// Paragraphs and tables as they were before anything was understood.
    public let document: SourceDocument
    /// One or more plans, in the document's order.
    public let plans: [PlanContent]
    /// The document cut into what was understood, kept as text and not understood; joined they give it again.
    public let passages: [Passage]

    /// Reads a document as published: Word, Excel or text. Throws ``ImportError`` when there is no plan in it.
    ///
    /// - Parameter names: the index of the register, for those who read many documents.
    public init(bytes: [UInt8], register: InstitutionRegister, names: NameIndex? = nil) throws(ImportError) {
        let document: SourceDocument
        do {
            document = try SourceDocument(
                reading: bytes, headingWords: ColumnHeadings.count, standsApart: PlanHeader.standsApart,
                isLabel: { CardLabel($0) != nil })
        } catch {
            throw .document(error)
        }
        if let list = OwnList(document) { throw .ownList(list) }
        var assembly = PlanAssembly(document, register, names ?? NameIndex(register))
        plans = try assembly.plans()
        passages = assembly.coverage.passages()
        self.document = document
    }

    /// Characters by what became of them, white space not counted.
    public var account: [Passage.Disposition: Int] {
        passages.reduce(into: [:]) { sums, passage in
            sums[passage.disposition, default: 0] += passage.text.unicodeScalars.reduce(0) { $1.isSpace ? $0 : $0 + 1 }
        }
    }
}

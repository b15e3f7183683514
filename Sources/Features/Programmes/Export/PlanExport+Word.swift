import Core
public import Documents

extension PlanExport {
    /// The plan for word processors (DOCX), in the table layout in which it was published; it imports as the same plan again.
    ///
    /// - Parameter document: the document it was read from, for the words of its author.
    public static func docx(_ plan: StoredPlan, _ document: SourceDocument, only codes: Set<String>? = nil) throws(WritingError) -> [UInt8]
    {
        try word(plan, document, only: codes).bytes()
    }

    static func word(_ plan: StoredPlan, _ document: SourceDocument, only codes: Set<String>?) -> WordDocument {
        let content = plan.content
        var blocks: [WordDocument.Block] = content.isProject ? [.notice("ПРОЕКТ")] : []
        blocks.append(.title(titleLines(content.title, document)))
        blocks += OfficialTable(plan, document, only: codes).blocks
        if !content.abbreviations.isEmpty {
            blocks += [.heading("Използвани съкращения"), .terms(content.abbreviations.map { ($0.short, $0.full) })]
        }
        return WordDocument(title: content.title.text, language: content.isBulgarian ? .bg : .en, created: plan.importedAt, blocks: blocks)
    }

    /// The lines in which the document gives the title, or all of it where the document is not at hand.
    private static func titleLines(_ title: SourcedText, _ document: SourceDocument) -> [String] {
        let lines = document.cells.filter { title.source.cells.contains($0.place) }.map { Headings.clean($0.text) }
        return lines.isEmpty ? [title.text] : lines
    }
}

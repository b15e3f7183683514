extension Element {
    /// Calls `visit` for what stands in an element, as if what only wraps it were not there: content controls, tags and, of alternatives for
    /// newer and older programs, the first.
    func each<Fault: Error>(_ visit: (Element) throws(Fault) -> Void) throws(Fault) {
        for child in children {
            switch child.name {
            case .text: continue
            case .`w:sdt`: try child.child(.`w:sdtContent`)?.each(visit)
            case .`w:customXml`, .`w:smartTag`: try child.each(visit)
            case .`mc:AlternateContent`: try (child.child(.`mc:Choice`) ?? child.child(.`mc:Fallback`))?.each(visit)
            default: try visit(child)
            }
        }
    }

    /// The elements of a name within an element, however deep; those within one another by the outermost.
    func all(_ name: MarkUpName) -> [Element] {
        var found: [Element] = []
        each { child in
            if child.name == name { found.append(child) } else { found += child.all(name) }
        }
        return found
    }

    /// Whether a paragraph holds nothing but its mark.
    fileprivate var isEmptyParagraph: Bool { name == .`w:p` && all(.`w:r`).isEmpty }

    /// The cell of a table that only frames another: one row, one cell, and in it a table and nothing else.
    var framedByTable: Element? {
        let rows = all(.`w:tr`)
        guard name == .`w:tbl`, rows.count == 1 else { return nil }
        let cells = rows[0].all(.`w:tc`)
        guard cells.count == 1 else { return nil }
        var content: [Element] = []
        cells[0].each { if $0.name != .`w:tcPr`, !$0.isEmptyParagraph { content.append($0) } }
        return content.contains { $0.name == .`w:tbl` } ? cells[0] : nil
    }
}

/// What a Word document's styles say of numbers and hidden words (ISO/IEC 29500-1, 17.7). Looks are nobody's business here.
struct WordStyleSheet {
    private struct Style {
        let basedOn: String?
        let list: Int?
        let level: Int?
        let isHidden: Bool?
    }

    /// Styles on which one stands, one on another: Word itself allows eleven.
    private static let chainLimit = 16

    private var styles: [String: Style] = [:]
    /// The style of paragraphs that name none.
    private var paragraph: String?

    init(_ markUp: MarkUp?) {
        for element in markUp?.root.children.filter({ $0.name == .`w:style` }) ?? [] {
            guard let id = element[.`w:styleId`] else { continue }
            let numbering = element.child(.`w:pPr`)?.child(.`w:numPr`)
            styles[id] = Style(
                basedOn: element.child(.`w:basedOn`)?[.`w:val`], list: numbering?.child(.`w:numId`)?.number(.`w:val`),
                level: numbering?.child(.`w:ilvl`)?.number(.`w:val`),
                isHidden: element.child(.`w:rPr`)?.child(.`w:vanish`)?.isOn)
            if element[.`w:type`] == "paragraph", ["1", "true", "on"].contains(element[.`w:default`]) { paragraph = id }
        }
    }

    /// The list in which a style puts its paragraphs, their level if it says so, and the style that does.
    func numbering(_ style: String?) -> (list: Int, level: Int?, style: String)? {
        let chain = chain(style ?? paragraph)
        guard let (id, list) = chain.lazy.compactMap({ id in self.styles[id]?.list.map { (id, $0) } }).first else { return nil }
        return (list, chain.lazy.compactMap { self.styles[$0]?.level }.first, id)
    }

    /// Whether a paragraph's style hides its words.
    func hidesParagraph(_ style: String?) -> Bool { hides(style ?? paragraph) ?? false }

    /// Whether a style hides words; nil where it says nothing.
    func hides(_ style: String?) -> Bool? { chain(style).lazy.compactMap { self.styles[$0]?.isHidden }.first }

    private func chain(_ style: String?) -> [String] {
        var chain: [String] = []
        var next = style
        while let id = next, chain.count < WordStyleSheet.chainLimit {
            chain.append(id)
            next = styles[id]?.basedOn
        }
        return chain
    }
}

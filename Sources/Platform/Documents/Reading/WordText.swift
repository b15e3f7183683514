import Core

/// The words of a paragraph as its reader sees them: tracked changes accepted, fields by their results, hidden words left out. What was decided
/// on the way is kept beside.
struct WordText {
    /// What becomes of the words being read.
    private enum Change {
        case none, inserted, deleted
    }

    private(set) var text = ""
    private(set) var told: [(kind: SourceDocument.Note.Kind, text: String)] = []
    /// Text boxes, whose words stand apart from the line.
    private(set) var boxes: [Element] = []
    /// Footnotes, endnotes and comments referred to.
    private(set) var references: [(kind: MarkUpName, id: String)] = []

    private let styles: WordStyleSheet
    private let isHidden: Bool
    private var change = Change.none
    /// Open fields, each with whether its result has begun: what stands before is an instruction.
    private var fields: [Bool] = []

    init(_ paragraph: Element, _ styles: WordStyleSheet) {
        self.styles = styles
        isHidden = styles.hidesParagraph(paragraph.child(.`w:pPr`)?.child(.`w:pStyle`)?[.`w:val`])
        read(paragraph)
    }

    /// Whether there were words that are left out.
    var hasLeftOut: Bool { told.contains { $0.kind == .deletion || $0.kind == .hidden } }

    private mutating func read(_ element: Element) {
        element.each { child in
            switch child.name {
            case .`w:r`: readRun(child)
            case .`w:hyperlink`, .`w:fldSimple`, .`w:dir`, .`w:bdo`: read(child)
            case .`w:ins`, .`w:moveTo`: read(child, as: change == .deleted ? .deleted : .inserted)
            case .`w:del`, .`w:moveFrom`: read(child, as: .deleted)
            case .`m:oMath`, .`m:oMathPara`: for words in child.all(.`m:t`) { add(words.words, isHidden: false) }
            default: return
            }
        }
    }

    private mutating func read(_ element: Element, as change: Change) {
        let before = self.change
        self.change = change
        read(element)
        self.change = before
    }

    private mutating func readRun(_ run: Element) {
        let properties = run.child(.`w:rPr`)
        let isHidden =
            properties?.child(.`w:vanish`)?.isOn ?? styles.hides(properties?.child(.`w:rStyle`)?[.`w:val`]) ?? self.isHidden
        run.each { child in
            switch child.name {
            case .`w:t`, .`w:delText`: add(words(child), isHidden: isHidden)
            case .`w:tab`, .`w:ptab`: add(" ", isHidden: isHidden)
            case .`w:br`, .`w:cr`: add("\n", isHidden: isHidden)
            case .`w:noBreakHyphen`: add("-", isHidden: isHidden)
            case .`w:sym`: addSign(child, isHidden: isHidden)
            case .`w:fldChar`: readField(child[.`w:fldCharType`])
            case .`w:ruby`: if let base = child.child(.`w:rubyBase`) { read(base) }
            case .`w:footnoteReference`, .`w:endnoteReference`, .`w:commentReference`:
                if !isHidden, change != .deleted, let id = child[.`w:id`] { references.append((child.name, id)) }
            case .`w:drawing`, .`w:pict`, .`w:object`:
                guard !isHidden, change != .deleted else { return }
                let inner = child.all(.`w:txbxContent`)
                boxes += inner
                if inner.isEmpty { tell(.picture, "") }
            default: return
            }
        }
    }

    /// White space at the ends counts only where the file says so; line ends within are those of the file, not of its author.
    private func words(_ element: Element) -> String {
        let words = element.words
        let isKept = element[.`xml:space`] == "preserve"
        let hasBreaks = words.utf8.contains { $0 < 0x20 }
        guard !isKept || hasBreaks else { return WordSymbols.plain(words) }
        let flat = hasBreaks ? String(scalars: words.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }) : words
        return WordSymbols.plain(isKept ? flat : flat.trimmed)
    }

    private mutating func addSign(_ element: Element, isHidden: Bool) {
        guard let code = element[.`w:char`].flatMap({ UInt32($0, radix: 16) }), let scalar = Unicode.Scalar(code) else { return }
        // Some programs leave out the private part's first digits.
        let isPlain = code >= 0x100 && !(0xf000...0xf0ff).contains(code)
        add(String(isPlain ? scalar : WordSymbols.sign(code)), isHidden: isHidden)
    }

    private mutating func readField(_ type: String?) {
        switch type {
        case "begin": fields.append(false)
        case "separate": if !fields.isEmpty { fields[fields.count - 1] = true }
        case "end": _ = fields.popLast()
        default: return
        }
    }

    private mutating func add(_ words: String, isHidden: Bool) {
        guard !words.isEmpty, fields.allSatisfy({ $0 }) else { return }
        switch change {
        case .deleted: tell(.deletion, words)
        case _ where isHidden: tell(.hidden, words)
        case .inserted:
            text += words
            tell(.insertion, words)
        case .none: text += words
        }
    }

    private mutating func tell(_ kind: SourceDocument.Note.Kind, _ words: String) {
        if let last = told.last, last.kind == kind, kind != .picture {
            told[told.count - 1].text += words
        } else {
            told.append((kind, words))
        }
    }
}

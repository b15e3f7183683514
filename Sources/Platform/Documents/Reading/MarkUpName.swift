/// The names of elements and attributes that reading knows, written with their usual prefixes. A file may use any others: what counts is the
/// namespace, of which the transitional and the strict form of ISO/IEC 29500 are one here.
///
/// Attributes without a namespace have no prefix.
enum MarkUpName: String {
    /// Words between tags.
    case text = "#text"
    /// Whatever reading does not know.
    case other = ""

    case `w:document`, `w:body`, `w:p`, `w:pPr`, `w:pStyle`, `w:numPr`, `w:numId`, `w:ilvl`, `w:rPr`, `w:rStyle`, `w:vanish`, `w:r`, `w:t`
    case `w:tab`, `w:ptab`, `w:br`, `w:cr`, `w:noBreakHyphen`, `w:sym`, `w:footnoteReference`, `w:endnoteReference`, `w:commentReference`
    case `w:delText`, `w:drawing`, `w:pict`, `w:object`, `w:fldChar`, `w:fldSimple`, `w:hyperlink`, `w:smartTag`, `w:sdt`, `w:sdtContent`
    case `w:customXml`, `w:ins`, `w:del`, `w:moveFrom`, `w:moveTo`, `w:dir`, `w:bdo`, `w:ruby`, `w:rubyBase`, `w:txbxContent`
    case `w:tbl`, `w:tblGrid`, `w:gridCol`, `w:tr`, `w:trPr`, `w:gridBefore`, `w:gridAfter`, `w:hidden`, `w:tc`, `w:tcPr`, `w:gridSpan`
    case `w:vMerge`, `w:hMerge`, `w:cellIns`, `w:cellDel`
    case `w:abstractNum`, `w:num`, `w:abstractNumId`, `w:lvl`, `w:lvlOverride`, `w:startOverride`, `w:start`, `w:numFmt`, `w:lvlText`
    case `w:isLgl`, `w:lvlRestart`, `w:suff`, `w:styleLink`, `w:numStyleLink`
    case `w:style`, `w:basedOn`, `w:footnote`, `w:endnote`, `w:comment`, `w:attachedTemplate`
    case `w:val`, `w:id`, `w:type`, `w:styleId`, `w:default`, `w:fldCharType`, `w:char`, `w:w`

    case `m:oMath`, `m:oMathPara`, `m:r`, `m:t`
    case `mc:AlternateContent`, `mc:Choice`, `mc:Fallback`
    case `r:id`, `xml:space`
    case `p:Relationship`

    case `s:workbookPr`, `s:sheets`, `s:sheet`, `s:si`, `s:t`, `s:r`, `s:rPh`, `s:numFmts`, `s:numFmt`, `s:cellXfs`, `s:xf`, `s:cols`,
        `s:col`
    case `s:sheetData`, `s:row`, `s:c`, `s:v`, `s:is`, `s:mergeCells`, `s:mergeCell`, `s:drawing`

    case id = "Id", kind = "Type", target = "Target", targetMode = "TargetMode"
    case date1904, formatCode, hidden, max, min, name, numFmtId, r, ref, s, state, t

    /// Prefixes by namespace.
    static let prefixes = [
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
        "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "s:",
        "http://purl.oclc.org/ooxml/spreadsheetml/main": "s:",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
        "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
        "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
        "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
        "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
        "http://schemas.openxmlformats.org/package/2006/relationships": "p:",
        "http://www.w3.org/XML/1998/namespace": "xml:",
    ]

    /// The name in a namespace; `other` for those that reading does not know.
    init(_ local: String, in namespace: String?) {
        guard let namespace else {
            self = local.contains(":") ? .other : MarkUpName(rawValue: local) ?? .other
            return
        }
        self = MarkUpName.prefixes[namespace].flatMap { MarkUpName(rawValue: $0 + local) } ?? .other
    }
}

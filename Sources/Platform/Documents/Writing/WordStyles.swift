import Core

/// The styles of a document: the navigation pane lists its headings, and whoever edits it changes a style and not each paragraph.
enum WordStyles {
    static func part(_ language: Language) -> [UInt8] {
        var xml = XMLText()
        xml.element("w:styles", ["xmlns:w": WordParts.main]) { xml in
            defaults(language, &xml)
            paragraph("Normal", "Normal", isDefault: true, &xml)
            table("TableNormal", "Normal Table", isDefault: true, &xml) { margins(108, &$0) }
            paragraph("Title", "Title", after: 240, isCentred: true, size: 28, isBold: true, keepsWithNext: true, &xml)
            paragraph("Notice", "Notice", after: 120, alignment: "right", size: 24, isBold: true, &xml)
            paragraph(
                "Heading1", "heading 1", before: 240, after: 120, isCentred: true, size: 24, isBold: true, keepsWithNext: true, outline: 0,
                &xml)
            paragraph("TableHead", "Table Head", isCentred: true, size: 18, isBold: true, keepsWithNext: true, &xml)
            paragraph("TableSection", "Table Section", before: 40, after: 40, size: 20, isBold: true, keepsWithNext: true, outline: 1, &xml)
            paragraph("TableText", "Table Text", size: 18, &xml)
            paragraph("Gap", "Gap", size: 8, &xml)
            paragraph("Footer", "footer", isCentred: true, size: 18, &xml)
            table("Plan", "Plan", &xml) { xml in
                xml.element("w:tblBorders") { xml in
                    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                        xml.empty("w:\(side)", ["w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "7F8A96"])
                    }
                }
                margins(70, &xml)
            }
            table("Terms", "Terms", &xml) { margins(70, &$0) }
        }
        return xml.bytes
    }

    private static func defaults(_ language: Language, _ xml: inout XMLText) {
        xml.element("w:docDefaults") { xml in
            xml.element("w:rPrDefault") { xml in
                xml.element("w:rPr") { xml in
                    let font = WordParts.font
                    xml.empty("w:rFonts", ["w:ascii": font, "w:hAnsi": font, "w:eastAsia": font, "w:cs": font])
                    xml.empty("w:sz", ["w:val": "22"])
                    xml.empty("w:szCs", ["w:val": "22"])
                    xml.empty("w:lang", ["w:val": WordParts.tag(language), "w:eastAsia": WordParts.tag(language), "w:bidi": "ar-SA"])
                }
            }
            xml.element("w:pPrDefault") { xml in
                xml.element("w:pPr") { xml in
                    xml.empty("w:suppressAutoHyphens")
                    xml.empty("w:spacing", ["w:before": "0", "w:after": "0", "w:line": "240", "w:lineRule": "auto"])
                }
            }
        }
    }

    private static func paragraph(
        _ id: String, _ name: String, before: Int = 0, after: Int = 0, isCentred: Bool = false, alignment: String? = nil, size: Int = 22,
        isBold: Bool = false, keepsWithNext: Bool = false, outline: Int? = nil, isDefault: Bool = false, _ xml: inout XMLText
    ) {
        xml.element(
            "w:style", isDefault ? ["w:type": "paragraph", "w:default": "1", "w:styleId": id] : ["w:type": "paragraph", "w:styleId": id]
        ) {
            xml in
            xml.empty("w:name", ["w:val": name])
            if !isDefault { xml.empty("w:basedOn", ["w:val": "Normal"]) }
            xml.empty("w:qFormat")
            xml.element("w:pPr") { xml in
                if keepsWithNext { xml.empty("w:keepNext") }
                if before + after > 0 { xml.empty("w:spacing", ["w:before": String(before), "w:after": String(after)]) }
                // Lines of one title stand close.
                if before + after > 0 { xml.empty("w:contextualSpacing") }
                if let alignment = isCentred ? "center" : alignment { xml.empty("w:jc", ["w:val": alignment]) }
                if let outline { xml.empty("w:outlineLvl", ["w:val": String(outline)]) }
            }
            xml.element("w:rPr") { xml in
                if isBold { xml.empty("w:b") }
                xml.empty("w:sz", ["w:val": String(size)])
                xml.empty("w:szCs", ["w:val": String(size)])
            }
        }
    }

    private static func table(
        _ id: String, _ name: String, isDefault: Bool = false, _ xml: inout XMLText, _ properties: (inout XMLText) -> Void
    ) {
        xml.element("w:style", isDefault ? ["w:type": "table", "w:default": "1", "w:styleId": id] : ["w:type": "table", "w:styleId": id]) {
            xml in
            xml.empty("w:name", ["w:val": name])
            if !isDefault { xml.empty("w:basedOn", ["w:val": "TableNormal"]) }
            xml.element("w:tblPr") { properties(&$0) }
        }
    }

    private static func margins(_ side: Int, _ xml: inout XMLText) {
        xml.element("w:tblCellMar") { xml in
            for (name, width) in [("top", 20), ("left", side), ("bottom", 20), ("right", side)] {
                xml.empty("w:\(name)", ["w:w": String(width), "w:type": "dxa"])
            }
        }
    }
}

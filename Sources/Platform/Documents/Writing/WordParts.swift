import Core

/// The parts of a DOCX file beside its text: what they are called, how they hang together, its properties and footer.
enum WordParts {
    /// The namespace of words (WordprocessingML).
    static let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    /// The namespace of links between parts.
    static let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let office = "application/vnd.openxmlformats-officedocument"

    static func tag(_ language: Language) -> String {
        switch language {
        case .bg: "bg-BG"
        case .en: "en-GB"
        }
    }

    static let contentTypes: [UInt8] = {
        var xml = XMLText()
        xml.element("Types", ["xmlns": "\(package)/content-types"]) { xml in
            xml.empty("Default", ["Extension": "rels", "ContentType": "application/vnd.openxmlformats-package.relationships+xml"])
            xml.empty("Default", ["Extension": "xml", "ContentType": "application/xml"])
            for (part, type) in [
                ("/word/document.xml", "\(office).wordprocessingml.document.main+xml"),
                ("/word/styles.xml", "\(office).wordprocessingml.styles+xml"),
                ("/word/settings.xml", "\(office).wordprocessingml.settings+xml"),
                ("/word/fontTable.xml", "\(office).wordprocessingml.fontTable+xml"),
                ("/word/footer1.xml", "\(office).wordprocessingml.footer+xml"),
                ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
                ("/docProps/app.xml", "\(office).extended-properties+xml"),
            ] {
                xml.empty("Override", ["PartName": part, "ContentType": type])
            }
        }
        return xml.bytes
    }()

    static let relationships = links([
        ("\(links)/officeDocument", "word/document.xml"), ("\(package)/relationships/metadata/core-properties", "docProps/core.xml"),
        ("\(links)/extended-properties", "docProps/app.xml"),
    ])

    static let documentRelationships = links([
        ("\(links)/styles", "styles.xml"), ("\(links)/settings", "settings.xml"), ("\(links)/footer", "footer1.xml"),
        ("\(links)/fontTable", "fontTable.xml"),
    ])

    private static func links(_ targets: [(type: String, target: String)]) -> [UInt8] {
        var xml = XMLText()
        xml.element("Relationships", ["xmlns": "\(package)/relationships"]) { xml in
            for (index, link) in targets.enumerated() {
                xml.empty("Relationship", ["Id": "rId\(index + 1)", "Type": link.type, "Target": link.target])
            }
        }
        return xml.bytes
    }

    /// Title, language and time; who wrote it is not told.
    static func properties(_ document: WordDocument) -> [UInt8] {
        // To the second, as the standard's type W3CDTF is read by the most programs.
        let moment = document.created.iso.prefix(19) + "Z"
        var xml = XMLText()
        xml.element(
            "cp:coreProperties",
            [
                "xmlns:cp": "\(package)/metadata/core-properties", "xmlns:dc": "http://purl.org/dc/elements/1.1/",
                "xmlns:dcterms": "http://purl.org/dc/terms/", "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            ]
        ) { xml in
            xml.element("dc:title", text: document.title)
            xml.element("dc:language", text: tag(document.language))
            xml.element("dcterms:created", ["xsi:type": "dcterms:W3CDTF"], text: String(moment))
            xml.element("dcterms:modified", ["xsi:type": "dcterms:W3CDTF"], text: String(moment))
        }
        return xml.bytes
    }

    static let application: [UInt8] = {
        var xml = XMLText()
        xml.element("Properties", ["xmlns": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"]) { xml in
            xml.element("Application", text: "Zakrila")
        }
        return xml.bytes
    }()

    static func settings(_ language: Language) -> [UInt8] {
        var xml = XMLText()
        xml.element("w:settings", ["xmlns:w": main]) { xml in
            xml.empty("w:zoom", ["w:percent": "100"])
            xml.empty("w:autoHyphenation", ["w:val": "0"])
            xml.element("w:compat") { xml in
                // The layout of Word 2013 and later: without it a document opens in a mode of older programs.
                xml.empty(
                    "w:compatSetting",
                    ["w:name": "compatibilityMode", "w:uri": "http://schemas.microsoft.com/office/word", "w:val": "15"])
            }
            xml.empty("w:themeFontLang", ["w:val": tag(language)])
            xml.empty("w:decimalSymbol", ["w:val": language == .bg ? "," : "."])
            xml.empty("w:listSeparator", ["w:val": language == .bg ? ";" : ","])
        }
        return xml.bytes
    }

    /// On every office machine and with Cyrillic.
    static let font = "Times New Roman"

    /// What kind of font it is, by which a program without it finds one like it.
    static let fonts: [UInt8] = {
        var xml = XMLText()
        xml.element("w:fonts", ["xmlns:w": main]) { xml in
            xml.element("w:font", ["w:name": font]) { xml in
                xml.empty("w:panose1", ["w:val": "02020603050405020304"])
                // Cyrillic.
                xml.empty("w:charset", ["w:val": "CC"])
                xml.empty("w:family", ["w:val": "roman"])
                xml.empty("w:pitch", ["w:val": "variable"])
            }
        }
        return xml.bytes
    }()

    /// „стр. 1 от 9“.
    static func footer(_ language: Language) -> [UInt8] {
        let words = language == .bg ? ("стр. ", " от ") : ("page ", " of ")
        var xml = XMLText()
        xml.element("w:ftr", ["xmlns:w": main]) { xml in
            xml.element("w:p") { xml in
                xml.element("w:pPr") { $0.empty("w:pStyle", ["w:val": "Footer"]) }
                xml.run(words.0)
                xml.element("w:fldSimple", ["w:instr": " PAGE "]) { $0.run("1") }
                xml.run(words.1)
                xml.element("w:fldSimple", ["w:instr": " NUMPAGES "]) { $0.run("1") }
            }
        }
        return xml.bytes
    }
}

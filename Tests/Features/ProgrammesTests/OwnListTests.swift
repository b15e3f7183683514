import Core
import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

/// What this system hands out, given to the import.
@Suite struct OwnListTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    private func expect(_ list: OwnList, _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(throws: ImportError.ownList(list), sourceLocation: sourceLocation) { try PlanReading(bytes: bytes, register: register) }
        for language in Language.allCases {
            let sentence = try ImportSentences(language).text(.ownList(list), file: "a.csv")
            #expect(!sentence.contains("import.fault"))
        }
    }

    @Test(arguments: Language.allCases)
    func `lists are refused as what they are, and the plan as Word is read`(language: Language) async throws {
        let words = try ProgrammesFeature.words(language)
        for (list, heading) in [
            (OwnList.figures, OwnList.figures(words)), (.findings, OwnList.findings(words)), (.comparison, OwnList.comparison(words)),
        ] {
            let row = heading.map { "„\($0)“, 1.1; 2" }
            try expect(list, Array(CSV.text([heading, row]).utf8))
            try expect(list, OfficeFiles.workbook(["Лист1": OfficeFiles.sheet([heading, row])]))
            for separator in [";", "\t"] { try expect(list, Array("\u{feff}\(heading.joined(separator: separator))\r\n".utf8)) }
        }
        for (plan, document) in try await WordRoundTrip.plans(Seeds.file("Demo/programa-2024.tsv")) {
            try expect(.measures, Array(PlanExport.csv(plan, language: language).utf8))
            try expect(.measures, PlanExport.xlsx(plan, language: language))
            try expect(.data, Array(PlanExport.json(plan).utf8))
            try expect(.calendar, Array(CalendarFile.text(plan, origin: "http://localhost", link: { $0 }).utf8))
            #expect(try PlanReading(bytes: PlanExport.docx(plan, document), register: register).plans.count == 1)
        }
    }
}

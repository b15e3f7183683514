import Core
import Reference
import Testing

@Suite struct RegisterTests {
    private let register: InstitutionRegister

    init() throws {
        register = try InstitutionRegister.builtIn()
    }

    @Test func `codes are unique, parents and successors exist, and nobody belongs to itself`() {
        let codes = register.institutions.map(\.code)
        #expect(codes.count > 80)
        #expect(Set(codes).count == codes.count)
        for institution in register.institutions {
            for other in [institution.parent, institution.successor].compactMap({ $0 }) {
                #expect(register.institution(other) != nil, "\(institution.code)")
            }
            #expect(!register.isPart(institution.code, of: institution.code), "\(institution.code)")
            #expect(!institution.name.bg.isEmpty && institution.name.en != nil, "\(institution.code)")
            for day in [institution.validFrom, institution.validTo].compactMap({ $0 }) {
                #expect(Day(iso: day) != nil, "\(institution.code)")
            }
        }
    }

    @Test func `no name means two institutions`() {
        var owners: [[String]: String] = [:]
        for institution in register.institutions {
            for name in Set([institution.code, institution.name.bg] + institution.aliases) {
                let keys = NameIndex.keys(name)
                #expect(
                    owners[keys] ?? institution.code == institution.code, "„\(name)“ means \(owners[keys] ?? "") and \(institution.code)")
                owners[keys] = institution.code
            }
        }
    }

    @Test(arguments: [
        ("НКБТХ", "НКБТХ"), ("Министерството на вътрешните работи", "МВР"), ("ДАБ при МС", "ДАБ"), ("Фондация“ Кампания А21“", "А21"),
        ("Агенцията за социално подпомагане", "АСП"), ("Ministry of Interior", "МВР"),
    ])
    func `names are found in their inflections and spellings`(text: String, code: String) {
        let index = NameIndex(register)
        let keys = NameIndex.keys(text)
        let found = index.longest(keys, from: 0)
        #expect(found?.meaning == .institution(code))
        #expect(found?.count == keys.count)
    }

    @Test func `a misspelt abbreviation is the only one near it`() {
        let index = NameIndex(register)
        #expect(index.nearest("МСТП") == .institution("МТСП"))
        #expect(index.nearest("НКБХТ") == .institution("НКБТХ"))
        #expect(index.nearest("АБ") == nil)
    }

    @Test func `a document's own abbreviations are known, those of the register keep their meaning`() {
        let index = NameIndex(register).adding([("ХУЦ", "Художествен център"), ("СА", "Агенция за социално подпомагане")])
        #expect(index.longest(NameIndex.keys("ХУЦ"), from: 0)?.meaning == .document("ХУЦ", name: "Художествен център"))
        #expect(index.longest(NameIndex.keys("СА"), from: 0)?.meaning == .institution("АСП"))
    }
}

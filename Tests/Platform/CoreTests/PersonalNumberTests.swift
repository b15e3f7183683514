import Core
import TestSupport
import Testing

@Suite struct PersonalNumberTests {
    @Test func `numbers of the published examples are right`() throws {
        // python-stdnum's examples; nobody's.
        for text in ["7523169263", "8032056031", "7542011030", "75 23 16 92 63"] { _ = try PersonalNumber.egn(typed: text) }
        #expect(try PersonalNumber.egn(typed: "7523169263").birth == Day(1875, 3, 16))
        #expect(try PersonalNumber.egn(typed: "8032056031").birth == Day(1880, 12, 5))
        #expect(try PersonalNumber.egn(typed: "7542011030").birth == Day(2075, 2, 1))
        #expect(try PersonalNumber.egn(typed: "7542011030").isMale == false)
        #expect(try PersonalNumber.egn(typed: "7523169263").isMale == true)
        let foreigner = try PersonalNumber.lnch(typed: "7111042925")
        #expect(foreigner == .lnch("7111042925") && foreigner.birth == nil && foreigner.isMale == nil)
    }

    @Test func `what is wrong is told`() {
        for text in ["", "752316926", "75231692631", "752316926x", "７５２３１６９２６３", "-752316926"] {
            #expect(throws: PersonalNumber.Fault.notTenDigits) { try PersonalNumber.egn(typed: text) }
            #expect(throws: PersonalNumber.Fault.notTenDigits) { try PersonalNumber.lnch(typed: text) }
        }
        for text in ["7513169263", "7502309263", "7500019263", "7561019263"] {
            #expect(throws: PersonalNumber.Fault.noDate) { try PersonalNumber.egn(typed: text) }
        }
        #expect(throws: PersonalNumber.Fault.checkDigit) { try PersonalNumber.egn(typed: "7523169264") }
        #expect(throws: PersonalNumber.Fault.checkDigit) { try PersonalNumber.lnch(typed: "7111042922") }
    }

    @Test func `one mistyped digit never passes for an ЕГН of the same date`() throws {
        var generator = SeededGenerator(71)
        let weights = [2, 4, 8, 5, 10, 9, 7, 3, 6]
        for _ in 0..<2000 {
            let day = Day(ordinal: Int.random(in: -25_567...47_000, using: &generator))
            let month = day.month + (day.year < 1900 ? 20 : day.year >= 2000 ? 40 : 0)
            let serial = Int.random(in: 0...999, using: &generator)
            var digits = [day.year / 10 % 10, day.year % 10, month / 10, month % 10, day.day / 10, day.day % 10]
            digits += [serial / 100, serial / 10 % 10, serial % 10]
            digits.append(zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11 % 10)
            let number = try PersonalNumber.egn(typed: digits.map(String.init).joined())
            #expect(number.birth == day)
            #expect(number.isMale == (serial % 2 == 0))
            // Of two remainders one digit is made (10 becomes 0): those two can be taken for one another.
            let remainder = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11
            for position in 6...8 {
                for digit in 0...9 where digit != digits[position] {
                    var other = digits
                    other[position] = digit
                    let changed = zip(other, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11
                    if Set([remainder, changed]) == [0, 10] { continue }
                    #expect(throws: PersonalNumber.Fault.checkDigit) { try PersonalNumber.egn(typed: other.map(String.init).joined()) }
                }
            }
        }
    }
}

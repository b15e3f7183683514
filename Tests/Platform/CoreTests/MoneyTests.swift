import Core
import TestSupport
import Testing

@Suite struct MoneyTests {
    @Test(arguments: [(2_000_000, 1_022_584), (195_583, 100_000), (100, 51), (0, 0), (-2_000_000, -1_022_584), (485_142_700, 248_049_524)])
    func `leva become euro at the fixed rate, halves away from zero`(stotinki: Int64, cents: Int64) {
        #expect(Money(minor: stotinki, .bgn).inEuro == Money(minor: cents, .eur))
    }

    @Test func `conversion never loses more than half a cent`() {
        var generator = SeededGenerator(11)
        for _ in 0..<5000 {
            let stotinki = Int64.random(in: 0...1_000_000_000_00, using: &generator)
            let cents = Money(minor: stotinki, .bgn).inEuro.minor
            // |cents × 1.95583 − stotinki| ≤ half a cent × 1.95583, in hundred-thousandths.
            #expect((cents * 195_583 - stotinki * 100_000).magnitude * 2 <= 195_583)
        }
    }

    @Test func `money is written as people write it`() {
        let amount = Money(minor: 194_057_080, .bgn)
        #expect(Format(.bg).money(amount) == "1\u{a0}940\u{a0}570,80\u{a0}лв.")
        #expect(Format(.en).money(amount) == "BGN\u{a0}1,940,570.80")
        #expect(Format(.bg).money(amount.inEuro) == "992\u{a0}198,09\u{a0}€")
        #expect(amount.decimal == "1940570.80")
        #expect(Money(minor: 2_000_000, .bgn).decimal == "20000")
    }

    @Test func `numbers are grouped from five digits on in Bulgarian`() {
        #expect(Format(.bg).integer(8360) == "8360")
        #expect(Format(.bg).integer(43_279) == "43\u{a0}279")
        #expect(Format(.en).integer(8360) == "8,360")
        #expect(Format(.bg).number(11.61) == "11,61")
        #expect(Format(.bg).number(0.5) == "0,5")
    }

    @Test func `any amount has its euro`() {
        #expect(Money(minor: 500_000_000_000_000, .bgn).inEuro == Money(minor: 255_645_940_598_109, .eur))
        #expect(Money(minor: .max, .bgn).inEuro.minor > 4_000_000_000_000_000_000 && Money(minor: .min, .bgn).inEuro.minor < 0)
    }
}

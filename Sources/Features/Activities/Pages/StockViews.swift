import Core
import Web

/// The stock of a print run on its page: „Издадени 5 000 · раздадени 3 800 · остават 1 200“, and to whom they went.
struct StockView: Encodable {
    let text: String
    let isGone: Bool
    let distributions: [Line]
    let hasDistributions: Bool

    struct Line: Encodable {
        let href: String
        let title: String
        let when: String
        let place: String
        let copies: String
    }

    init(_ stock: Stock, _ distributions: [Activity], _ lines: ActivityLines, _ request: WebRequest) {
        let (words, format) = (lines.words, lines.format)
        text = words(
            "stock_line",
            [
                "made": format.integer(stock.produced), "given": format.integer(stock.distributed),
                "left": format.integer(stock.left),
            ])
        isGone = stock.produced > 0 && stock.left <= 0
        self.distributions = distributions.map { one in
            let copies = one.facts.amounts["copies"].map(format.integer) ?? "–"
            return Line(
                href: request.link("/activities/" + one.id.text), title: one.facts.title, when: lines.when(one.facts),
                place: lines.place(one.facts),
                copies: one.isCounted ? copies : copies + " (" + words("act_state.planned").lowercased() + ")")
        }
        hasDistributions = !distributions.isEmpty
    }
}

extension Shortage {
    /// What is wrong with a form, at the field where it is mended.
    func problem(_ words: Words) -> (field: String, text: String) {
        let format = Format(words.language)
        if isOfPrintRun { return ("f-copies", words("stock_below", ["n": format.integer(others)])) }
        guard produced > 0 else { return (ActivityField.material.name, words("stock_not_made")) }
        return ("f-copies", words("stock_short", ["left": format.integer(left), "all": format.integer(produced)]))
    }

    /// The same where there is no form, but a state or another act to be chosen.
    func problem(at field: String, _ words: Words) -> (field: String, text: String) {
        isOfPrintRun
            ? (field, words("stock_given", ["n": Format(words.language).integer(others)])) : (field, problem(words).text)
    }
}

import Core
import TestSupport
import Testing

@testable import Web

@Suite struct FormTests {
    @Test func `names repeat and keep their order`() throws {
        let form = try #require(FormData(urlEncoded: "a=1&b=%D0%B4%D0%B0+%D0%BD%D0%B5&a=2&c=&d"))
        #expect(form.pairs.map(\.name) == ["a", "b", "a", "c", "d"])
        #expect(form["b"] == "да не")
        #expect(form["a"] == "1")
        #expect(form["c"] == nil)
    }

    @Test(arguments: [
        "a=%", "a=%zz", "a=%00", "a=%ff%fe", "a=%1", String(repeating: "a=1&", count: 300), "a=" + String(repeating: "x", count: 5000),
    ])
    func `what no form of ours sends is refused`(query: String) {
        #expect(FormData(urlEncoded: query) == nil)
    }

    @Test func `what is encoded decodes to itself`() throws {
        var generator = SeededGenerator(23)
        for _ in 0..<1000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...10, using: &generator) {
                if let scalar = Unicode.Scalar(UInt32.random(in: 33...0x10ff, using: &generator)), scalar.value != 0x7f,
                    !scalar.properties.isWhitespace
                {
                    view.append(scalar)
                }
            }
            let text = String(view)
            #expect(PercentCoding.decode(PercentCoding.encode(text).utf8) == text)
        }
    }

    @Test func `paths that climb or hide are no paths`() {
        for path in ["/a/../b", "/%2e%2e/x", "/a%2f..%2fb", "/%00", "/%", "/%ff"] { #expect(Address(path) == nil, "\(path)") }
        #expect(Address("/plans/%D0%B0")?.segments == ["plans", "а"])
        #expect(Address("/institutions/J%2FTIP")?.segments == ["institutions", "J/TIP"])
        #expect(Address("/institutions/J%2FTIP")?.path == "/institutions/J%2FTIP")
        #expect(Address("/en/plans")?.language == .en)
        #expect(Address("/en")?.path == "/")
        #expect(Address("/plans/")?.hasTrailingSlash == true)
    }

    @Test func `escaping can't be broken out of with combining marks`() throws {
        for text in ["\"\u{301} onfocus=x", "'\u{200d}>", "<\u{fe0f}script>", "&\u{308}", "\u{301}\"\u{301}<b>"] {
            let escaped = SafeHTML.escape(text)
            #expect(!escaped.unicodeScalars.contains { "<>\"'".unicodeScalars.contains($0) }, "\(escaped)")
        }
        #expect(SafeHTML.escape("Асоциация „Анимус“") == "Асоциация „Анимус“")
    }

    @Test func `narrower routes come first and captures keep their endings apart`() {
        let wide = Route.get("/plans/:plan", for: .everyone) { _ in WebResponse(body: "") }
        let narrow = Route.get("/plans/:plan.json", for: .everyone) { _ in WebResponse(body: "") }
        #expect(narrow.narrowness > wide.narrowness)
        #expect(narrow.match(["plans", "a.json"]) == ["plan": "a"])
        #expect(narrow.match(["plans", ".json"]) == nil)
        #expect(wide.match(["plans", "a", "b"]) == nil)
    }

    @Test func `a chart's bars, words and table say the same`() {
        let bars = [("а", 3.0), ("б", 0.0), ("в", 12.0)].map { Chart.Bar(label: $0.0, value: $0.1, text: "\($0.1)", cells: ["\($0.1)"]) }
        let chart = Chart(id: "c", title: "t", subtitle: "s", head: ["h", "v"], bars: bars)
        #expect(chart.bars.map(\.text) == chart.bars.map { $0.cells[0] })
        #expect(chart.bars.map(\.hasBar) == [true, false, true])
        for bar in bars { #expect(chart.description.contains("\(bar.label): \(bar.text)")) }
    }

    @Test func `names of downloads are plain`() {
        let response = WebResponse.download("x", type: "text/csv", name: "план\"; x=../a-1.csv")
        #expect(response.headers.first?.value == "attachment; filename=\"x..a-1.csv\"")
    }
}

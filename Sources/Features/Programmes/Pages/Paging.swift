import Core
import Web

/// A long list cut into pages.
struct Paging: Sendable, Encodable {
    let count: Int
    let size: Int
    /// From 1; what is asked for beyond the last page is the last.
    let current: Int

    init(count: Int, size: Int, asked: String?) {
        self.count = count
        self.size = size
        current = min(max(1, asked.flatMap { Int($0) } ?? 1), max(1, (count + size - 1) / size))
    }

    var pages: Int { max(1, (count + size - 1) / size) }

    /// The positions on the current page.
    var range: Range<Int> {
        let start = min(count, (current - 1) * size)
        return start..<min(count, start + size)
    }

    /// A link of the row of pages.
    struct Step: Sendable, Encodable {
        let text: String
        let href: String
        let isCurrent: Bool
        let isGap: Bool
    }

    /// First, last and the neighbours of the current page, gaps between.
    func steps(_ link: (Int) -> String) -> [Step] {
        guard pages > 1 else { return [] }
        let shown = Set([1, pages, current - 1, current, current + 1]).filter { (1...pages).contains($0) }.sorted()
        var steps: [Step] = []
        for page in shown {
            if let last = steps.last, !last.isGap, let before = Int(last.text), before + 1 < page {
                steps.append(Step(text: "…", href: "", isCurrent: false, isGap: true))
            }
            steps.append(Step(text: String(page), href: link(page), isCurrent: page == current, isGap: false))
        }
        return steps
    }
}

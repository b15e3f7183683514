import Core
import Documents
import Reference
import TestSupport
import Testing

@testable import Programmes

private func cell(_ text: String) -> LogicalCell {
    LogicalCell(text, at: CellPlace(table: 1, row: 2, column: 3))
}

@Suite struct DeadlineTests {
    private func deadline(_ text: String, years: ClosedRange<Int>? = 2024...2024) -> Deadline? {
        let plan = years.map { years in
            Deadline.Period(from: Month(year: years.lowerBound, month: 1).firstDay, to: Month(year: years.upperBound, month: 12).lastDay)
        }
        return DeadlineParser(plan: plan).parse(cell(text))
    }

    private func spans(_ deadline: Deadline?) -> [String] { deadline?.periods.map { "\($0.from.iso)/\($0.to.iso)" } ?? [] }

    @Test(arguments: [
        ("Август 2024 г.", Deadline.Kind.month, ["2024-08-01/2024-08-31"]), ("м.декември 2020 г.", .month, ["2020-12-01/2020-12-31"]),
        ("Май - декември 2024", .range, ["2024-05-01/2024-12-31"]), ("Януари – декември 2024 г.", .range, ["2024-01-01/2024-12-31"]),
        ("януари 2023 г. – април 2024 г.", .range, ["2023-01-01/2024-04-30"]),
        ("Постоянен за 2024 г", .continuous, ["2024-01-01/2024-12-31"]),
        ("Юни 2024; ноември 2024", .month, ["2024-06-01/2024-06-30", "2024-11-01/2024-11-30"]), ("Веднъж месечно", .recurring, []),
        ("ежемесечно", .recurring, []), ("По график на ВКБООН", .schedule, []), ("Една година", .duration, []),
        ("до 31.03.2024 г.", .date, ["2024-03-31/2024-03-31"]), ("Февруари 2024", .month, ["2024-02-01/2024-02-29"]),
        ("June - August 2024", .range, ["2024-06-01/2024-08-31"]), ("когато се наложи", .text, []),
    ])
    func `deadlines are understood`(text: String, kind: Deadline.Kind, periods: [String]) throws {
        let found = try #require(deadline(text))
        #expect(found.kind == kind)
        #expect(found.periods.map { "\($0.from.iso)/\($0.to.iso)" } == periods)
        #expect(found.source.text == text)
    }

    @Test func `a month without a year takes the plan's and says so`() throws {
        let found = try #require(deadline("Декември"))
        #expect(found.isYearAssumed)
        #expect(found.dueOn?.iso == "2024-12-31")
        #expect(deadline("Декември", years: nil)?.kind == .text)
    }

    @Test func `a condition is kept beside the day`() throws {
        let found = try #require(deadline("до 31.03.2024 г. – в центрове на ДАБ"))
        #expect(found.dueOn?.iso == "2024-03-31")
        #expect(found.condition != nil)
        #expect(deadline("  ") == nil)
    }

    @Test(arguments: [
        ("първо тримесечие на 2024 г.", "2024-01-01/2024-03-31"), ("I тримесечие 2024", "2024-01-01/2024-03-31"),
        ("Q2 2025", "2025-04-01/2025-06-30"), ("II-ро тримесечие на 2025 г.", "2025-04-01/2025-06-30"),
        ("до края на третото тримесечие на 2024", "2024-07-01/2024-09-30"), ("второ полугодие на 2025 г.", "2025-07-01/2025-12-31"),
        ("първа половина на 2024 г.", "2024-01-01/2024-06-30"), ("3-то тримесечие на 2024 г.", "2024-07-01/2024-09-30"),
        ("I – III тримесечие на 2024 г.", "2024-01-01/2024-09-30"), ("І шестмесечие 2025 г.", "2025-01-01/2025-06-30"),
        ("втората половина на годината", "2024-07-01/2024-12-31"), ("последното тримесечие на 2025 г.", "2025-10-01/2025-12-31"),
        ("second half of 2025", "2025-07-01/2025-12-31"), ("Q2/2025", "2025-04-01/2025-06-30"),
        ("2-ро тримесечие 2024 – 1-во тримесечие 2025", "2024-04-01/2025-03-31"),
    ])
    func `quarters and halves are their months`(text: String, period: String) throws {
        let found = try #require(deadline(text))
        #expect(found.kind == .range)
        #expect(spans(found) == [period])
        #expect(found.condition == nil)
    }

    @Test(arguments: [
        ("март – юни 2024 г.", "2024-03-01/2024-06-30"), ("01.03.2024 – 30.06.2024 г.", "2024-03-01/2024-06-30"),
        ("01.03.2024г.-30.06.2024г.", "2024-03-01/2024-06-30"), ("м. март-м. юни 2024", "2024-03-01/2024-06-30"),
        ("2024-2025", "2024-01-01/2025-12-31"), ("2024 – 2026 г.", "2024-01-01/2026-12-31"), ("2024—2026 г.", "2024-01-01/2026-12-31"),
        ("януари 2024 – март 2025 г.", "2024-01-01/2025-03-31"), ("от 1 март до 30 юни 2024 г.", "2024-03-01/2024-06-30"),
        ("ноември – март 2025 г.", "2024-11-01/2025-03-31"), ("01.03.-30.06.2024 г.", "2024-03-01/2024-06-30"),
        ("1 – 15 юни 2024 г.", "2024-06-01/2024-06-15"), ("VI – VIII.2024 г.", "2024-06-01/2024-08-31"),
        ("между март и юни 2024 г.", "2024-03-01/2024-06-30"), ("2024 г.: март – юни", "2024-03-01/2024-06-30"),
        ("03.2024 – 06.2025", "2024-03-01/2025-06-30"), ("от 10.03.2024 г. до 20.06.2024 г.", "2024-03-10/2024-06-20"),
    ])
    func `spans reach from the first to the last day`(text: String, period: String) throws {
        let found = try #require(deadline(text))
        #expect(found.kind == .range)
        #expect(spans(found) == [period])
        #expect(!found.isYearAssumed && found.condition == nil)
    }

    @Test(arguments: [
        ("до 15 май 2024 г.", "2024-05-15", false), ("15 май 2024", "2024-05-15", false), ("18 октомври", "2024-10-18", true),
        ("до 30.06.2024 г.", "2024-06-30", false), ("30.06.", "2024-06-30", true), ("не по-късно от 30.06.2024 г.", "2024-06-30", false),
        ("15-ти май 2024 г.", "2024-05-15", false), ("May 15, 2024", "2024-05-15", false), ("2024-05-15", "2024-05-15", false),
        ("най-късно до 1 юни 2025 г.", "2025-06-01", false),
    ])
    func `days are days`(text: String, day: String, isAssumed: Bool) throws {
        let found = try #require(deadline(text))
        #expect(found.kind == .date)
        #expect(spans(found) == ["\(day)/\(day)"])
        #expect(found.isYearAssumed == isAssumed)
    }

    @Test(arguments: [
        "31.02.2024", "31 юни 2024 г.", "до 30.13.2024 г.", "32.05.", "01.03.24", "01.02.2024 – 31.02.2024", "юни 2025 – май 2024",
    ])
    func `a day that no calendar has stays words`(text: String) throws {
        let found = try #require(deadline(text))
        #expect(found.kind == .text)
        #expect(found.periods.isEmpty)
    }

    @Test(arguments: ["18 октомври", "30.06.", "Декември", "трето тримесечие", "до края на годината", "до края на следващата година"])
    func `no year is taken of a plan of several`(text: String) throws {
        let found = try #require(deadline(text, years: 2024...2026))
        #expect(found.kind == .text)
        #expect(found.periods.isEmpty)
    }

    @Test func `several days are all of them`() {
        #expect(spans(deadline("15 и 30 юни 2024 г.")) == ["2024-06-15/2024-06-15", "2024-06-30/2024-06-30"])
        #expect(spans(deadline("15.05.2024; 20.06.2024")) == ["2024-05-15/2024-05-15", "2024-06-20/2024-06-20"])
        #expect(spans(deadline("Април 2024 / Декември 2024 г.")) == ["2024-04-01/2024-04-30", "2024-12-01/2024-12-31"])
    }

    @Test(arguments: ["учебната 2024/2025 г.", "учебна 2024-2025 година", "2024/2025 учебна година", "учебната 2024/25 г."])
    func `a school year counts in both of its years`(text: String) {
        let found = deadline(text)
        #expect(found?.kind == .range)
        #expect(spans(found) == ["2024-01-01/2025-12-31"])
    }

    @Test(arguments: [
        ("до края на 2024 г.", Deadline.Kind.range, "2024-01-01/2024-12-31"), ("в края на 2024", .range, "2024-01-01/2024-12-31"),
        ("до края на годината", .range, "2024-01-01/2024-12-31"), ("до края на програмата", .range, "2024-01-01/2024-12-31"),
        ("края на плана", .range, "2024-01-01/2024-12-31"), ("в рамките на програмата", .range, "2024-01-01/2024-12-31"),
        ("края на м. юни 2024", .month, "2024-06-01/2024-06-30"), ("декември 2024", .month, "2024-12-01/2024-12-31"),
        ("XII.2024", .month, "2024-12-01/2024-12-31"), ("ХІІ.2024 г.", .month, "2024-12-01/2024-12-31"),
        ("12.2024", .month, "2024-12-01/2024-12-31"), ("м. 06.2024 г.", .month, "2024-06-01/2024-06-30"),
        ("06/2024", .month, "2024-06-01/2024-06-30"), ("м. XII 2024 г.", .month, "2024-12-01/2024-12-31"),
    ])
    func `the end of a time is the last day of it`(text: String, kind: Deadline.Kind, period: String) throws {
        let found = try #require(deadline(text))
        #expect(found.kind == kind)
        #expect(spans(found) == [period])
    }

    @Test func `the plan's end needs the plan's years, another programme's is not ours`() {
        #expect(spans(deadline("до края на програмата", years: 2024...2026)) == ["2024-01-01/2026-12-31"])
        #expect(deadline("до края на програмата", years: nil)?.kind == .text)
        #expect(deadline("до края на програмата „Еразъм“")?.kind == .text)
    }

    @Test(arguments: [
        ("всяка година", 12), ("всяко тримесечие", 3), ("ежемесечно", 1), ("два пъти годишно", 6), ("веднъж на шест месеца", 6),
        ("2 пъти в годината", 6), ("на всеки 2 месеца", 2), ("веднъж на две години", 24), ("Ежегодно до 30 юни", 12),
        ("всяка седмица", nil),
        ("поне веднъж годишно", 12), ("на всяко шестмесечие", 6), ("всяка календарна година", 12), ("пет пъти годишно", nil),
    ])
    func `what comes again tells after how many months`(text: String, months: Int?) throws {
        let found = try #require(deadline(text))
        #expect(found.kind == .recurring)
        #expect(found.everyMonths == months)
        #expect(found.periods.isEmpty)
    }

    @Test func `what comes again within printed times keeps them`() {
        #expect(spans(deadline("Ежемесечно, януари – юни 2024 г.")) == ["2024-01-01/2024-06-30"])
        #expect(spans(deadline("всяка година (2024 – 2026 г.)")) == ["2024-01-01/2026-12-31"])
    }

    @Test(arguments: ["постоянен", "текущо", "целогодишно", "през цялата година", "през годината"])
    func `what goes on has no last day`(text: String) throws {
        let found = try #require(deadline(text))
        #expect(found.kind == .continuous)
        #expect(found.periods.isEmpty)
    }

    @Test(arguments: [
        ("3 месеца след приемането на Закона", 3), ("до 30 дни от влизането в сила", nil), ("до 3 месеца от 01.05.2024 г.", 3),
        ("шестмесечен срок от приемането", 6), ("30-дневен срок", nil), ("две години", 24), ("10 работни дни", nil),
    ])
    func `a length of time has no day`(text: String, months: Int?) throws {
        let found = try #require(deadline(text))
        #expect(found.kind == .duration)
        #expect(found.durationMonths == months)
        #expect(found.periods.isEmpty)
    }

    @Test(arguments: ["от май 2024 г.", "след 2024 г.", "от 2024 г.", "доклад по Закона от 2019 г.", "първата половина на юни"])
    func `no last day is read where none is printed`(text: String) throws {
        let found = try #require(deadline(text))
        #expect(found.dueOn == nil || found.condition != nil, "\(found)")
    }
}

/// Deadlines as they come out of a document.
@Suite struct DeadlineReadingTests {
    private func plan(_ deadline: String, title: String = "Програма за 2024 г.") throws -> PlanContent {
        let text = "\(title)\n№\tДейност\tСрок\tБюджет\tВодеща институция\n1\tОбучение на учители\t\(deadline)\t1 000 лв.\tМВР\n"
        return try #require(PlanReading(bytes: Array(text.utf8), register: try InstitutionRegister.builtIn()).plans.first)
    }

    @Test func `an impossible day is remarked on and is no other day`() throws {
        for words in ["31.02.2024", "31 юни 2024 г."] {
            let plan = try plan(words)
            #expect(plan.measures.first?.deadline?.dueOn == nil)
            #expect(plan.remarks.map(\.code) == [.deadlineAsText])
        }
    }

    @Test func `a plan of several years lends none of them`() throws {
        let plan = try plan("18 октомври", title: "Програма за 2024 – 2026 г.")
        #expect(plan.measures.first?.deadline?.periods == [])
        #expect(plan.remarks.map(\.code) == [.deadlineAsText])
        #expect(try self.plan("18 октомври").remarks.map(\.code) == [.yearAssumed])
    }

    @Test func `quarters and the plan's end are understood without a remark`() throws {
        for words in ["до края на третото тримесечие на 2024", "до края на програмата", "всяка година", "до 30 дни от приемането"] {
            #expect(try plan(words).remarks == [])
        }
    }
}

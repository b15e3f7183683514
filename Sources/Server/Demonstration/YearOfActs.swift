import Calendar
import Core

/// What organisations wrote down of a year's work (година дейности), as a script: who typed what into which form, and when. Drawn by lots that fall
/// the same way each time. As in life some of it is planned and never told of, put off, told of months later, corrected, written down twice.
struct YearOfActs: Sendable {
    /// In the order in which they happen.
    private(set) var events: [ActEvent] = []

    private let calendar: WorkingDays
    private var lot: Lot
    private var count = 0
    private var acts: [Int: ActForm] = [:]

    /// - Parameter share: 1 for the whole year, less for so much of what each measure asks, once at least.
    init(seed: UInt64 = 2024, share: Double = 1, calendar: WorkingDays) throws {
        (self.calendar, lot) = (calendar, Lot(seed))
        guard share > 0 else { return }
        for task in try YearOfActs.tasks() {
            let times = max(1, Int((Double(task.times) * share).rounded()))
            for turn in 0..<times { draw(task, turn, of: times) }
        }
        events = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private static let year = 2024
    private static let towns = [
        ("BG-22", "София"), ("BG-16", "Пловдив"), ("BG-03", "Варна"), ("BG-02", "Бургас"), ("BG-18", "Русе"), ("BG-20", "Сливен"),
        ("BG-13", "Пазарджик"), ("BG-01", "Благоевград"), ("BG-15", "Плевен"), ("BG-12", "Монтана"), ("BG-24", "Стара Загора"),
        ("BG-08", "Добрич"), ("BG-26", "Хасково"), ("BG-09", "Кърджали"),
    ]
    /// Kinds that several organise together.
    private static let shared: Set<String> = ["training", "session", "event", "meeting", "distribution"]
    private static let partners = ["НКБТХ", "А21", "МКБТХ", "МОМ", "ДАЗД", "Пробно", "Анимус"]

    /// What becomes of an act after it was written down, or before.
    private enum Fate {
        case plain
        case told
        case neverTold
        case cancelled
        case late
        case corrected
        case doubled
        case joined
        case nextYear
    }

    private mutating func fate(_ task: ActTask) -> Fate {
        let isLasting = task.details.contains {
            switch $0 {
            case .stage, .open: true
            default: false
            }
        }
        switch lot.of(0...99) {
        case 0..<8: return .corrected
        case 8..<14: return .late
        case 14..<16 where !isLasting: return .nextYear
        case 16..<28 where !isLasting: return .told
        case 28..<31 where !isLasting: return .neverTold
        case 31..<35 where !isLasting: return .cancelled
        case 35..<39 where !isLasting: return .doubled
        case 39..<49 where YearOfActs.shared.contains(task.kind): return .joined
        default: return .plain
        }
    }

    private mutating func draw(_ task: ActTask, _ turn: Int, of times: Int) {
        let by = task.organisers[turn % task.organisers.count]
        let fate = fate(task)
        let form = form(task, turn, of: times, by, fate)
        let act = count
        count += 1
        acts[act] = form
        let told = fate == .late ? later(form, 70...210) : later(form, 1...9)
        write(form, act, by, fate, told)
        for detail in task.details {
            guard case .stage(let stage, let days) = detail, !lot.falls(15) else { continue }
            let day = form.starts.ordinal + lot.of(days)
            add(.reach(stage: stage, on: Day(ordinal: day)), act, by, on: max(day, told))
        }
        if !task.measures.isEmpty, !lot.falls(8) { add(.assign(task.measures), act, by, on: told + lot.of(0...5)) }
    }

    /// - Parameter told: the day on which it is written down.
    private mutating func write(_ form: ActForm, _ act: Int, _ by: String, _ fate: Fate, _ told: Int) {
        let announced = form.starts.ordinal - lot.of(8...40)
        switch fate {
        case .plain, .late, .nextYear: add(.add(form), act, by, on: told)
        case .told:
            add(.add(planned(form)), act, by, on: announced)
            add(.correct(form), act, by, on: told)
        case .neverTold: add(.add(planned(form)), act, by, on: announced)
        case .cancelled:
            let isPlanned = lot.falls(60)
            add(.add(isPlanned ? planned(form) : form), act, by, on: isPlanned ? announced : told)
            add(.cancel, act, by, on: isPlanned ? form.starts.ordinal - 3 : told + 6)
        case .corrected:
            add(.add(mistyped(form)), act, by, on: told)
            add(.correct(form), act, by, on: told + lot.of(1...25))
        case .doubled:
            let double = count
            count += 1
            var other = form
            other.title += " (съвместно)"
            add(.add(form), act, by, on: told)
            add(.add(other), double, lot.one(YearOfActs.partners), on: told + lot.of(0...9))
            add(.merge(into: act), double, nil, on: told + lot.of(20...60))
        case .joined:
            add(.add(form), act, by, on: told)
            let partner = lot.one(YearOfActs.partners.filter { $0 != by })
            if !isCrowded(form) { add(.join(form), act, partner, on: told + lot.of(0...9)) }
        }
    }

    /// Whether there are so many alike that the form does not show them all.
    private func isCrowded(_ form: ActForm) -> Bool {
        acts.values.count {
            $0.kind == form.kind && $0.district == form.district && $0.country == form.country
                && abs($0.starts.ordinal - form.starts.ordinal) < 40
        } > 5
    }

    // MARK: Forms

    private mutating func form(_ task: ActTask, _ turn: Int, of times: Int, _ by: String, _ fate: Fate) -> ActForm {
        let first = Day(YearOfActs.year, task.months.lowerBound, 1)?.ordinal ?? 0
        let span = task.months.count * 30
        let day = first + span * turn / times + lot.of(0...max(0, span / times - 1))
        let starts =
            fate == .nextYear ? Day(ordinal: working((Day(YearOfActs.year + 1, 1, 8)?.ordinal ?? 0) + lot.of(0...60))) : within(day)
        let (district, town) = lot.one(YearOfActs.towns)
        var form = ActForm(
            kind: task.kind, title: task.titles[turn % task.titles.count], starts: starts, country: "BG", district: district, town: town,
            values: [], coOrganisers: [])
        for detail in task.details { fill(detail, &form) }
        if let town = form.town { form.title += " – " + town }
        if YearOfActs.shared.contains(task.kind), by == "МКБТХ", lot.falls(30) { form.coOrganisers = ["НКБТХ"] }
        return form
    }

    private mutating func fill(_ detail: ActTask.Detail, _ form: inout ActForm) {
        switch detail {
        case .code(let field, let codes): form.values.append(("f-" + field, lot.one(codes)))
        case .number(let field, let range): form.values.append(("f-" + field, String(lot.of(range))))
        case .heads(let range):
            let (all, ofHundred) = (lot.of(range), lot.of(35...75))
            form.values += [("heads-women", String(all * ofHundred / 100)), ("heads-men", String(all - all * ofHundred / 100))]
        case .profession(let profession, let range):
            let line = form.values.count { $0.name.hasPrefix("head-profession") } + 1
            let (all, ofHundred) = (lot.of(range), lot.of(35...75))
            form.values += [
                ("head-profession-\(line)", profession), ("head-women-\(line)", String(all * ofHundred / 100)),
                ("head-men-\(line)", String(all - all * ofHundred / 100)),
            ]
        case .days(let days): form.ends = Day(ordinal: form.starts.ordinal + days - 1)
        case .abroad(let countries): (form.country, form.district, form.town) = (lot.one(countries), nil, nil)
        case .open, .stage: break
        }
    }

    /// Before it took place nobody knows how many came.
    private func planned(_ form: ActForm) -> ActForm {
        var planned = form
        planned.state = .planned
        planned.values.removeAll { Int($0.value) != nil || $0.name.hasPrefix("head") }
        return planned
    }

    /// A nought too many in each number, and where there is none, in the title.
    private func mistyped(_ form: ActForm) -> ActForm {
        var wrong = form
        wrong.values = form.values.map { Int($0.value) == nil ? $0 : ($0.name, $0.value + "0") }
        wrong.title += " 0"
        return wrong
    }

    // MARK: Days

    private mutating func add(_ what: ActEvent.What, _ act: Int, _ by: String?, on day: Int) {
        // Of one act in the order in which it is told: the later the lot, the later the minute.
        let minute = 9 * 60 + min(events.count { $0.act == act }, 40) * 10 + act % 10
        let at = Day(ordinal: working(day)).startInSofia.milliseconds + Int64(minute) * 60_000
        events.append(ActEvent(at: Instant(milliseconds: at), by: by, act: act, what: what))
    }

    /// So many days after its end.
    private mutating func later(_ form: ActForm, _ days: ClosedRange<Int>) -> Int { (form.ends ?? form.starts).ordinal + lot.of(days) }

    /// A working day of the year.
    private func within(_ day: Int) -> Day {
        let last = Day(YearOfActs.year, 12, 20)?.ordinal ?? day
        return Day(ordinal: working(min(day, last)))
    }

    private func working(_ day: Int) -> Int {
        var day = day
        while !calendar.isWorkingDay(Day(ordinal: day)) { day += 1 }
        return day
    }
}

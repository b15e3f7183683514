import Core

typealias AttendanceID = Identifier<Attendance>

/// Who was at an act, as numbers (присъствие): the parts that it had, how many of them count as having been there, and how many people did. It
/// names nobody.
struct Attendance: Sendable, Hashable {
    let id: AttendanceID
    let threshold: AttendanceThreshold
    let parts: [AttendancePart]
    /// People on the list, those below the threshold among them; nil while only the parts are known.
    let listed: Int?
}

/// A part of an act that people attend or miss: a day, a module, a module for one of several groups (част).
struct AttendancePart: Sendable, Hashable {
    /// „Модул 1“; nil for a day without a name.
    var title: String?
    /// Which of several groups had it (група); nil where all had it together.
    var group: String?
    var on: Day?
    var hours: Int?
    /// People who were there; nil before the list.
    var present: Int?

    /// The most that an act is believed to have.
    static let most = 12

    /// A part for each day of an act, as long as they are few.
    static func days(of facts: ActivityFacts) -> [AttendancePart] {
        let last = facts.isOpenEnded ? facts.startsOn : facts.endsOn
        guard last.ordinal - facts.startsOn.ordinal < most else { return [AttendancePart(on: facts.startsOn)] }
        return (facts.startsOn.ordinal...last.ordinal).map { AttendancePart(on: Day(ordinal: $0)) }
    }
}

/// How much of an act one must have attended to be counted as a participant (праг на присъствие).
struct AttendanceThreshold: Sendable, Hashable {
    /// Of a hundred modules, 1 to 100.
    let percent: Int

    static let usual = AttendanceThreshold(percent: 80)
    static let possible = 1...100

    /// Whether somebody who was at some of the parts has attended enough of them.
    ///
    /// What was held anew for another group is one module: whoever was there with either was there.
    ///
    /// - Parameter attended: places among the parts, from nought.
    func isReached(by attended: Set<Int>, of parts: [AttendancePart]) -> Bool {
        let modules = AttendanceThreshold.modules(parts)
        let own = Set(modules.indices.filter(attended.contains).map { modules[$0] })
        return !own.isEmpty && own.count * 100 >= percent * Set(modules).count
    }

    private enum Module: Hashable {
        /// For all together.
        case common(place: Int)
        /// The first of its title that a group has, the second, and so on.
        case grouped(title: String, turn: Int)
    }

    private static func modules(_ parts: [AttendancePart]) -> [Module] {
        var turns: [[String]: Int] = [:]
        return parts.enumerated().map { place, part in
            guard let group = part.group else { return .common(place: place) }
            let title = SheetCell.key(part.title ?? "")
            let turn = turns[[group, title], default: 0]
            turns[[group, title]] = turn + 1
            return .grouped(title: title, turn: turn)
        }
    }
}

/// Profession, sex and institution of a participant: all that is left of her once she is counted.
struct HeadCell: Sendable, Hashable {
    /// Of ``TermList/profession``.
    let profession: String?
    /// Of ``TermList/sex``.
    let sex: String?
    /// Code of the register.
    let institution: String?
}

/// Somebody on an attendance list, for as long as it takes to count her.
struct ListedPerson: Sendable, Hashable {
    let sign: ParticipantSign
    let cell: HeadCell
    /// Places among the parts, from nought.
    let parts: Set<Int>
}

/// What a list gives (преброяване на списък).
struct AttendanceCount: Sendable, Hashable {
    /// Those who reached the threshold, by profession, institution and sex.
    let heads: [HeadCount]
    /// How many were at each part.
    let present: [Int]
    let listed: Int
    /// Those who reached the threshold.
    let reached: [ListedPerson]

    init(_ people: [ListedPerson], of parts: [AttendancePart], _ threshold: AttendanceThreshold) {
        reached = people.filter { threshold.isReached(by: $0.parts, of: parts) }
        listed = people.count
        present = parts.indices.map { place in people.count { $0.parts.contains(place) } }
        let order = TermList.profession.codes
        heads = Dictionary(grouping: reached, by: \.cell).map { cell, people in
            HeadCount(profession: cell.profession, sex: cell.sex, institution: cell.institution, amount: people.count)
        }.sorted { left, right in
            func key(_ head: HeadCount) -> (Int, String, String) {
                (
                    head.profession.flatMap(order.firstIndex) ?? order.count, head.institution ?? "",
                    head.sex == "woman" ? "" : head.sex ?? "~"
                )
            }
            return key(left) < key(right)
        }
    }
}

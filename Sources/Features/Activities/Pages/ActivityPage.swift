import Core
import Counting
import Policy
import Reference
import Web

/// All that the page of an act shows.
struct ActivityPage: Encodable {
    let list: String
    let title: String
    let over: String
    let reference: String
    let sub: String
    let badge: String
    let badgeKind: String
    let notice: String
    let hasNotice: Bool
    let summary: FormErrors
    let missing: [String]
    let hasMissing: Bool
    let isMerged: Bool
    let sameAs: [Link]
    let isLate: Bool
    let lateText: String
    let facts: [Line]
    let heads: [HeadLine]
    let hasHeads: Bool
    let headTotal: String
    let attendance: [AttendanceView]
    let attend: String
    let mayAttend: Bool
    let stock: [StockView]
    let evidence: EvidenceView
    let offersFiles: Bool
    let screening: [ScreeningView]
    let stages: [Stage]
    let hasStages: Bool
    let tasks: [Task]
    let hasTasks: Bool
    let takesTasks: Bool
    let taskTitle: String
    let taskForm: TaskForm
    let measures: [Measure]
    let hasMeasures: Bool
    /// A line for each plan of which it serves several measures.
    let twice: [String]
    let choices: [PlanChoice]
    let hasChoices: Bool
    let choosing: Bool
    let measuresAction: String
    let change: String
    let copy: String
    let mayChange: Bool
    let mayKeep: Bool
    let stateAction: String
    let moves: [Move]
    let mergeAction: String
    let others: FormQuestion
    let hasOthers: Bool
    let versions: [Line]

    struct Line: Encodable {
        let label: String
        let value: String
    }

    struct Link: Encodable {
        let href: String
        let text: String
    }

    struct HeadLine: Encodable {
        let profession: String
        let institution: String
        let numbers: [Line]
        let total: String
    }

    struct Stage: Encodable {
        let code: String
        let label: String
        let reached: String
        let isReached: Bool
        let action: String
        let day: FormField
        let number: FormField
        let mayChange: Bool
    }

    struct Task: Encodable {
        let text: String
        let holder: String
        let due: String
        let hasDue: Bool
        let isDone: Bool
        let isOverdue: Bool
        let doneText: String
        let action: String
        let done: FormField
        let mayChange: Bool
    }

    struct TaskForm: Encodable {
        let action: String
        let text: FormField
        let due: FormField
        let holder: FormQuestion
    }

    struct Measure: Encodable {
        let href: String
        let code: String
        let title: String
        let plan: String
    }

    /// The measures of one plan that it may serve.
    struct PlanChoice: Encodable {
        let plan: String
        let measures: [Choice]

        struct Choice: Encodable {
            let value: String
            let code: String
            let title: String
            let isChosen: Bool
            let isOwn: Bool
        }
    }

    struct Move: Encodable {
        let value: String
        let text: String
    }

    /// What is known around the act.
    struct Around: Sendable {
        let organisation: String
        /// Names of organisations by their identifiers.
        let organisations: [String: String]
        let offers: [MeasureOffer]
        let fit: Fitting.Fit
        let acts: [Activity]
        let versions: [(version: Int, at: Instant, by: String)]
        let alike: [Activity]
        let mayChange: Bool
        let mayKeep: Bool
        let institutions: [Institution]
        /// Of a print run: what is left of it, and the acts that hand it out.
        let stock: (stock: Stock, distributions: [Activity])?
        let evidence: EvidenceView.Known
        /// Of a screening: what came of it.
        let screening: ScreeningView?
    }

    /// A measure as the value of a field.
    static func value(_ reference: MeasureReference) -> String { reference.plan + " " + reference.measure }

    init(
        _ activity: Activity, _ around: Around, _ lines: ActivityLines, _ request: WebRequest, _ wrong: [(field: String, text: String)]
    ) {
        let (words, facts, format) = (lines.words, activity.facts, lines.format)
        let path = request.link("/activities/" + activity.id.text)
        list = request.link("/activities")
        title = facts.title
        over = lines.kind(activity.kind)
        reference = activity.reference
        sub = [lines.when(facts), lines.place(facts), around.organisation].filter { !$0.isEmpty }.joined(separator: " · ")
        badge = lines.state(facts)
        badgeKind = facts.sameAs != nil ? "none" : [.done: "ok", .planned: "info"][facts.state] ?? "none"
        let done = request.query["done"].flatMap { words.find("act_done." + $0) }
        notice = done ?? ""
        hasNotice = done != nil
        summary = FormErrors(wrong)
        let missing = activity.missing(on: request.today)
        self.missing = missing.map { words("act_missing_text." + $0.rawValue) }
        hasMissing = around.mayChange && !missing.isEmpty
        isMerged = facts.sameAs != nil
        sameAs = around.acts.filter { $0.id == facts.sameAs }.map {
            Link(href: request.link("/activities/" + $0.id.text), text: $0.reference)
        }
        isLate = activity.isLate
        lateText = words("act_late_text", ["day": format.day(activity.enteredAt.dayInSofia)])
        self.facts = ActivityPage.facts(activity, around, lines)
        heads = ActivityPage.heads(facts, lines)
        hasHeads = !facts.heads.isEmpty
        headTotal = lines.heads(facts)
        attendance = activity.attendance.map { [AttendanceView($0, lines)] } ?? []
        attend = path + "/attendance"
        mayAttend = around.mayChange && activity.takesAttendance
        stock = around.stock.map { [StockView($0.stock, $0.distributions, lines, request)] } ?? []
        evidence = EvidenceView(activity, around.evidence, mayChange: around.mayChange, lines, request, wrong)
        offersFiles = done != nil && evidence.mayAdd && evidence.isOpen
        screening = around.screening.map { [$0] } ?? []
        stages = activity.kind.stages.map { ActivityPage.stage($0, activity, around.mayChange, path, request, lines, wrong) }
        hasStages = !activity.kind.stages.isEmpty
        tasks = activity.tasks.map { ActivityPage.task($0, activity, around, path, request, lines, wrong) }
        hasTasks = !activity.tasks.isEmpty
        takesTasks = activity.kind.task != nil && around.mayChange
        taskTitle = words("act_tasks." + (activity.kind.task?.rawValue ?? "decision"))
        taskForm = ActivityPage.taskForm(path, around, request, words, wrong)
        let served = Set(activity.assignments.map(\.measure))
        measures = around.offers.filter { served.contains($0.reference) }.map {
            Measure(href: request.link($0.path), code: $0.code, title: $0.title, plan: $0.plan)
        }
        hasMeasures = !measures.isEmpty
        let plans = Dictionary(grouping: around.offers.filter { served.contains($0.reference) }, by: \.reference.plan).values
        twice = plans.filter { $0.count > 1 }.map { offers in
            words("act_twice", ["plan": offers[0].plan, "measures": offers.map(\.code).joined(separator: ", ")])
        }.sorted()
        choices = ActivityPage.choices(around, served)
        hasChoices = !choices.isEmpty && around.mayKeep
        choosing = choices.contains { plan in !plan.measures.contains(where: \.isChosen) }
        measuresAction = path + "/measures"
        change = path + "/change"
        copy = request.link("/activities/new/" + activity.kind.rawValue) + "?copy=" + activity.id.text
        mayChange = around.mayChange
        mayKeep = around.mayKeep
        stateAction = path + "/state"
        moves = ActivityFacts.State.allCases.filter { $0 != facts.state && facts.sameAs == nil }.map {
            Move(value: $0.rawValue, text: words("act_move." + $0.rawValue))
        }
        mergeAction = path + "/merge"
        others = FormQuestion(
            "other", label: words("act_merge_label"), wrong: wrong.first { $0.field == "other" }?.text ?? "",
            choices: [FormChoice("", words("choose"))]
                + around.alike.map {
                    FormChoice($0.id.text, [$0.reference, lines.when($0.facts), $0.facts.title].joined(separator: " · "))
                })
        hasOthers = !around.alike.isEmpty && around.mayKeep && facts.sameAs == nil
        versions = around.versions.map { one in
            Line(label: words("act_version", ["n": format.integer(one.version)]), value: format.moment(one.at) + " · " + one.by)
        }
    }

    private static func facts(_ activity: Activity, _ around: Around, _ lines: ActivityLines) -> [Line] {
        let (facts, words) = (activity.facts, lines.words)
        let acts = Dictionary(around.acts.map { ($0.id.text, $0.facts.title) }, uniquingKeysWith: { first, _ in first })
        let own = activity.kind.fields.map { ("act_field." + $0.code, lines.value($0, facts, acts: acts)) }
        let rest = [
            (
                "act_ask.co-organisers",
                facts.coOrganisers.sorted().map { around.organisations[$0] ?? lines.institution($0) }.joined(separator: ", ")
            ),
            ("act_ask.note", facts.note ?? ""),
            ("act_is_public", facts.isPublic ? words("act_yes_public") : ""),
        ]
        return (own + rest).filter { !$0.1.isEmpty }.map { Line(label: words($0.0), value: $0.1) }
    }

    private static func heads(_ facts: ActivityFacts, _ lines: ActivityLines) -> [HeadLine] {
        var shown: [(profession: String?, institution: String?, heads: [HeadCount])] = []
        for head in facts.heads {
            if let place = shown.firstIndex(where: { $0.profession == head.profession && $0.institution == head.institution }) {
                shown[place].heads.append(head)
            } else {
                shown.append((head.profession, head.institution, [head]))
            }
        }
        return shown.map { line in
            HeadLine(
                profession: line.profession == nil ? lines.words("act_heads_all") : lines.profession(line.profession),
                institution: line.institution.map(lines.institution) ?? "",
                numbers: line.heads.map { Line(label: lines.sex($0.sex), value: lines.format.integer($0.amount)) },
                total: lines.format.integer(line.heads.reduce(0) { $0 + $1.amount }))
        }
    }

    private static func stage(
        _ stage: ActivityStage, _ activity: Activity, _ mayChange: Bool, _ path: String, _ request: WebRequest, _ lines: ActivityLines,
        _ wrong: [(field: String, text: String)]
    ) -> Stage {
        let reached = activity.stages.first { $0.stage == stage }
        let (day, number) = ("day-" + stage.rawValue, "number-" + stage.rawValue)
        let isTyped = request.form["stage"] == stage.rawValue
        return Stage(
            code: stage.rawValue, label: lines.words("act_stage." + stage.rawValue),
            reached: reached.map { [lines.format.day($0.on), $0.number ?? ""].filter { !$0.isEmpty }.joined(separator: " · ") } ?? "",
            isReached: reached != nil, action: path + "/stage",
            day: FormField(
                "day", id: day, label: lines.words("act_ask.stage-day"),
                value: isTyped ? request.form["day"] ?? "" : reached.map { ActivityForm.typed($0.on) } ?? "",
                wrong: wrong.first { $0.field == day }?.text ?? ""),
            number: FormField(
                "number", id: number, label: lines.words("act_ask.stage-number"),
                value: isTyped ? request.form["number"] ?? "" : reached?.number ?? "", wrong: wrong.first { $0.field == number }?.text ?? ""
            ),
            mayChange: mayChange)
    }

    private static func task(
        _ task: ActivityTask, _ activity: Activity, _ around: Around, _ path: String, _ request: WebRequest, _ lines: ActivityLines,
        _ wrong: [(field: String, text: String)]
    ) -> Task {
        let name = "done-" + task.id.text
        return Task(
            text: task.text, holder: task.institution.map(lines.institution) ?? around.organisation,
            due: task.dueOn.map { lines.words("until", ["day": lines.format.day($0)]) } ?? "", hasDue: task.dueOn != nil,
            isDone: task.doneOn != nil, isOverdue: task.doneOn == nil && task.dueOn.map { $0 < request.today } == true,
            doneText: task.doneOn.map { lines.words("act_task_done", ["day": lines.format.day($0)]) } ?? "",
            action: path + "/task/" + task.id.text,
            done: FormField(
                "done", id: name, label: lines.words("act_ask.task-done"),
                value: wrong.contains { $0.field == name } ? request.form["done"] ?? "" : ActivityForm.typed(request.today),
                wrong: wrong.first { $0.field == name }?.text ?? ""), mayChange: around.mayChange)
    }

    private static func taskForm(
        _ path: String, _ around: Around, _ request: WebRequest, _ words: Words, _ wrong: [(field: String, text: String)]
    ) -> TaskForm {
        func problem(_ name: String) -> String { wrong.first { $0.field == name }?.text ?? "" }
        return TaskForm(
            action: path + "/task",
            text: FormField("task", label: words("act_ask.task"), value: request.form["task"] ?? "", wrong: problem("task")),
            due: FormField("due", label: words("act_ask.task-due"), value: request.form["due"] ?? "", wrong: problem("due")),
            holder: FormQuestion(
                "holder", label: words("act_ask.task-holder"),
                choices: [FormChoice("", around.organisation)]
                    + around.institutions.map {
                        FormChoice($0.code, $0.shortName(words.language), isChosen: request.form["holder"] == $0.code)
                    }))
    }

    /// The measures it may serve, by plan: those that count such acts, and those it serves already.
    private static func choices(_ around: Around, _ served: Set<MeasureReference>) -> [PlanChoice] {
        let own = Set(around.fit.own.map(\.reference))
        let possible = Set(around.fit.possible.map(\.reference))
        let shown = around.offers.filter { possible.contains($0.reference) || served.contains($0.reference) }
        var plans: [(plan: String, name: String, offers: [MeasureOffer])] = []
        for offer in shown {
            if let place = plans.firstIndex(where: { $0.plan == offer.reference.plan }) {
                plans[place].offers.append(offer)
            } else {
                plans.append((offer.reference.plan, offer.plan, [offer]))
            }
        }
        return plans.map { plan in
            // One's own measures first, in the order of the plan.
            let sorted = plan.offers.filter { own.contains($0.reference) } + plan.offers.filter { !own.contains($0.reference) }
            return PlanChoice(
                plan: plan.name,
                measures: sorted.map {
                    PlanChoice.Choice(
                        value: value($0.reference), code: $0.code, title: $0.title, isChosen: served.contains($0.reference),
                        isOwn: own.contains($0.reference))
                })
        }
    }
}

import Core

extension PlanDocument {
    /// A measure, once, with everything that belongs to it.
    public struct PlanMeasure: Encodable, Sendable {
        let id: String
        let code: String
        @Null var number: String?
        @Null var section: MeasureSection?
        @Null var strategicGoal: String?
        @Null var operationalGoal: String?
        let title: String
        @Null var expectedResults: String?
        /// Left out where there is none.
        let further: String?
        let leads, partners: [PlanActor]
        let budget: [PlanBudgetLine]
        @Null var deadline: PlanDeadline?
        let indicators: [PlanIndicator]
        let sources: Sources

        struct MeasureSection: Encodable {
            @Null var number: String?
            let title: String
        }

        /// Where the texts of the measure come from; the other values carry their own source.
        struct Sources: Encodable {
            let title: Source
            @Null var strategicGoal: Source?
            @Null var operationalGoal: Source?
            @Null var expectedResults: Source?
            let further: Source?
        }

        init(_ measure: Measure, id: String, sections: [Section]) {
            self.id = id
            code = measure.code
            _number = Null(wrappedValue: measure.number)
            _section = Null(wrappedValue: measure.section.map { MeasureSection(number: sections[$0].number, title: sections[$0].title) })
            _strategicGoal = Null(wrappedValue: measure.strategicGoal?.text)
            _operationalGoal = Null(wrappedValue: measure.operationalGoal?.text)
            title = measure.title.text
            _expectedResults = Null(wrappedValue: measure.expectedResults?.text)
            further = measure.further?.text
            leads = measure.leads.map(PlanActor.init)
            partners = measure.partners.map(PlanActor.init)
            budget = measure.budget.map(PlanBudgetLine.init)
            _deadline = Null(wrappedValue: measure.deadline.map(PlanDeadline.init))
            indicators = measure.indicators.map(PlanIndicator.init)
            sources = Sources(
                title: Source(measure.title.source), strategicGoal: measure.strategicGoal.map { Source($0.source) },
                operationalGoal: measure.operationalGoal.map { Source($0.source) },
                expectedResults: measure.expectedResults.map { Source($0.source) }, further: measure.further.map { Source($0.source) })
        }
    }

    struct PlanActor: Encodable, Sendable {
        /// `institution`, `group`, `document` (known only from the document's list of abbreviations) or `text`.
        let reading: String
        @Null var code: String?
        let name: String
        let source: Source

        init(_ actor: Actor) {
            reading = actor.reading.rawValue
            _code = Null(wrappedValue: actor.code)
            name = actor.name
            source = Source(actor.source)
        }
    }

    struct PlanBudgetLine: Encodable, Sendable {
        let kind: String
        @Null var amount: Double?
        @Null var currency: String?
        /// The amount in euro at 1.95583.
        @Null var amountEUR: Double?
        let isCeiling: Bool
        let basis: String
        @Null var sharedWith: String?
        let payers: [PlanActor]
        let source: Source

        init(_ line: BudgetLine) {
            kind = line.kind.rawValue
            _amount = Null(wrappedValue: line.amount.map { Double($0.minor) / 100 })
            _currency = Null(wrappedValue: line.amount?.currency.rawValue)
            _amountEUR = Null(wrappedValue: line.amount.map { Double($0.inEuro.minor) / 100 })
            isCeiling = line.isCeiling
            basis = line.basis.rawValue
            _sharedWith = Null(wrappedValue: line.sharedWith)
            payers = line.payers.map(PlanActor.init)
            source = Source(line.source)
        }
    }

    struct PlanDeadline: Encodable, Sendable {
        let kind: String
        let periods: [Period]
        @Null var dueOn: String?
        @Null var everyMonths: Int?
        @Null var durationMonths: Int?
        let isYearAssumed: Bool
        @Null var condition: String?
        let text: String
        let source: Source

        init(_ deadline: Deadline) {
            kind = deadline.kind.rawValue
            periods = deadline.periods.map { Period(from: $0.from.iso, to: $0.to.iso) }
            _dueOn = Null(wrappedValue: deadline.dueOn?.iso)
            _everyMonths = Null(wrappedValue: deadline.everyMonths)
            _durationMonths = Null(wrappedValue: deadline.durationMonths)
            isYearAssumed = deadline.isYearAssumed
            _condition = Null(wrappedValue: deadline.condition)
            text = deadline.source.text
            source = Source(deadline.source)
        }
    }

    struct PlanIndicator: Encodable, Sendable {
        let kind: String
        let label: String
        @Null var unit: String?
        @Null var baseline: Double?
        @Null var target: Double?
        @Null var comparator: String?
        @Null var baselineText: String?
        @Null var targetText: String?
        @Null var baselineSource: Source?
        @Null var targetSource: Source?

        init(_ indicator: Indicator) {
            kind = indicator.kind.rawValue
            label = indicator.label
            _unit = Null(wrappedValue: indicator.unit)
            _baseline = Null(wrappedValue: indicator.baseline)
            _target = Null(wrappedValue: indicator.target)
            _comparator = Null(wrappedValue: indicator.comparator?.rawValue)
            _baselineText = Null(wrappedValue: indicator.baselineSource?.text)
            _targetText = Null(wrappedValue: indicator.targetSource?.text)
            _baselineSource = Null(wrappedValue: indicator.baselineSource.map(Source.init))
            _targetSource = Null(wrappedValue: indicator.targetSource.map(Source.init))
        }
    }
}

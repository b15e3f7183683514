/// What the holder of a post does in this system (роля). A role belongs to a post, never to a person.
public enum Role: String, CaseIterable, Sendable, Codable, Comparable {
    /// Координатор: the commission's administration.
    case coordinator
    /// Секретар на местна комисия.
    case localSecretary = "local-secretary"
    /// Отчитащ: reports what an institution did.
    case reporter
    /// Проверяващ: validates reports.
    case validator
    /// Оператор на гореща линия.
    case hotlineOperator = "hotline-operator"
    /// Водещ случая.
    case caseWorker = "case-worker"
    /// Ръководител: answers for case workers.
    case supervisor
    /// Идентифициращ служител: police, border police, prosecution.
    case identifyingOfficer = "identifying-officer"
    /// Служител по закрила на детето.
    case childProtectionWorker = "child-protection-worker"
    /// Управител на приют.
    case shelterManager = "shelter-manager"
    /// Деловодител по производства.
    case clerk
    /// Анализатор: counts, never names.
    case analyst
    /// Публикуващ: publishes plans and statistics.
    case publisher
    /// Длъжностно лице по защита на данните.
    case dataProtectionOfficer = "data-protection-officer"
    /// Одитор: reads the ledger.
    case auditor
    /// Администратор: manages users; can't open a case.
    case administrator

    /// In the order of declaration.
    public static func < (left: Role, right: Role) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// Under which law an organisation processes data of persons (правен режим).
public enum Regime: String, CaseIterable, Sendable, Codable {
    /// Regulation (EU) 2016/679.
    case gdpr
    /// Directive (EU) 2016/680 and chapter 8 of the Personal Data Protection Act (ЗЗЛД): police and prosecution.
    case lawEnforcement = "law-enforcement"
}

extension Role {
    /// Those who work with persons who are helped.
    static let caseWork: Set<Role> = [
        .coordinator, .localSecretary, .hotlineOperator, .caseWorker, .supervisor, .identifyingOfficer, .childProtectionWorker,
        .shelterManager,
    ]
    /// Those who answer for the case work of their organisation.
    static let leading: Set<Role> = [.coordinator, .localSecretary, .supervisor, .shelterManager]
    /// Those who take in referrals, some of them day and night: a notice of a child must be taken up within 24 hours.
    static let onDuty: Set<Role> = leading.union([.hotlineOperator, .identifyingOfficer, .childProtectionWorker])
    /// Those whose work leaves trainings, campaigns, meetings and documents behind.
    static let organising = caseWork.union([.reporter, .publisher])
    /// Those who hear what a person confides.
    static let confidants: Set<Role> = [.caseWorker, .supervisor, .childProtectionWorker]
}

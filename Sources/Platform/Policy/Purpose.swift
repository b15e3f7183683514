/// What a look at a person is for (цел): a closed list, each purpose open only to those whose law and work it belongs to.
public enum Purpose: String, CaseIterable, Sendable, Codable {
    /// Помощ: needs, plan, services.
    case help
    /// Закрила: a danger to her or her child.
    case protection
    /// Идентифициране: whether she is a victim, informally or formally.
    case identification
    /// Разследване: only under Directive (EU) 2016/680.
    case investigation
    /// Производства: her part in court, compensation, residence.
    case proceedings
    /// Ръководство и контрол: how the work with her goes.
    case supervision
    /// Права на лицето: access, correction, erasure (GDPR chapter III).
    case rights = "rights-of-the-person"
    /// Статистика: counts, never records.
    case statistics
    /// Одит.
    case audit

    /// Who can name it.
    var holders: Condition {
        switch self {
        case .help: .all([.regime(.gdpr), .role(Role.caseWork.subtracting([.identifyingOfficer]))])
        case .protection, .identification: .role(Role.caseWork)
        case .investigation: .all([.regime(.lawEnforcement), .role([.identifyingOfficer, .supervisor])])
        case .proceedings: .role([.caseWorker, .supervisor, .childProtectionWorker, .identifyingOfficer, .clerk])
        case .supervision: .role(Role.leading)
        case .rights: .role(Role.leading.union([.caseWorker, .dataProtectionOfficer]))
        case .statistics: .role([.analyst, .publisher, .reporter, .validator])
        case .audit: .role([.auditor, .dataProtectionOfficer])
        }
    }

    /// She named a purpose of hers.
    static let isOwn = Condition.any(allCases.map { .all([.purpose([$0]), $0.holders]) })
}

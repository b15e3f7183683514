/// What starts or ends a clock (събитие). The rooms tell of these events; nothing else does. The words are `clock_event.<code>`.
public enum ClockEvent: String, CaseIterable, Sendable, Codable {
    /// Постъпил сигнал.
    case signalReceived = "signal-received"
    /// Обработен сигнал: decided what becomes of it.
    case signalProcessed = "signal-processed"
    /// Неформално идентифицирано лице: by an organisation that helps.
    case personInformallyIdentified = "person-informally-identified"
    /// Формално идентифицирано лице: by a pre-trial body.
    case personFormallyIdentified = "person-formally-identified"
    /// Идентифицирано дете.
    case childIdentified = "child-identified"
    /// The three notices of a child (ДАЗД, МВР, НКБТХ) have all gone out.
    case childNoticesSent = "child-notices-sent"
    /// A contact with a person, or with an institution about her.
    case contactMade = "contact-made"
    /// Something happened in the case (развитие по случая).
    case caseDeveloped = "case-developed"
    /// Преразгледана оценка на риска.
    case riskReviewed = "risk-reviewed"
    /// Изпратено насочване.
    case referralSent = "referral-sent"
    /// Отговорено насочване: accepted or declined.
    case referralAnswered = "referral-answered"
    /// Прието насочване.
    case referralAccepted = "referral-accepted"
    /// A referral that came to nothing without the sender's doing.
    case referralUndone = "referral-undone"
    /// Лицето пристигна: where it was referred.
    case personArrived = "person-arrived"
    /// Лицето не пристигна.
    case personNotArrived = "person-not-arrived"
    /// Обратна връзка от приемащата организация.
    case referralFeedback = "referral-feedback"
    /// Дадено съгласие.
    case consentGiven = "consent-given"
    /// Two days before the first on which a consent no longer holds.
    case consentLastDay = "consent-last-day"
    /// A person told a receiver that she takes her consent back; whoever has the consent does not know it yet.
    case withdrawalTold = "withdrawal-told"
    /// Оттеглено съгласие.
    case consentWithdrawn = "consent-withdrawn"
    /// A receiver confirmed that it stopped using what she no longer consents to.
    case withdrawalAcknowledged = "withdrawal-acknowledged"
    /// She decided to cooperate with the investigation (съгласие за сътрудничество).
    case cooperationDecided = "cooperation-decided"
    /// Уговорена стъпка: what, who and by which day.
    case stepAgreed = "step-agreed"
    /// Направена стъпка.
    case stepDone = "step-done"
    /// Уговорена задача: a decision of a meeting, a prescription of an inspection.
    case taskAgreed = "task-agreed"
    /// Изпълнена задача.
    case taskDone = "task-done"
    /// The day for which an activity was planned is over.
    case activityDayPassed = "activity-day-passed"
    /// Somebody said whether it took place.
    case activityTold = "activity-told"
    /// A body took part in somebody else's format.
    case participationEnded = "participation-ended"
    /// Предаден доклад от командировка.
    case reportDelivered = "report-delivered"

    /// The key of its words.
    public var wordKey: String { "clock_event.\(rawValue)" }
}

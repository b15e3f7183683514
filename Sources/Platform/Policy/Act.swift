/// Everything that somebody may be allowed or refused (действие).
///
/// The object of an act on a person, her consents and referrals is her record, of an act on a signal the signal, of an act on what a withdrawn
/// consent leaves to do that obligation; of an act on staff, keys, the ledger, alerts and figures the organisation whose they are.
public enum Act: String, CaseIterable, Sendable, Codable {
    // Organisations and users.
    /// Add an organisation, or end it. The object is the organisation that does it, not the one that is added.
    case organisationAdd = "organisation.add"
    /// See the organisation's posts and who holds them.
    case staffRead = "staff.read"
    /// Add posts and users, give activation codes, end accounts.
    case staffManage = "staff.manage"
    /// Confirm that a user still needs her post.
    case staffReview = "staff.review"
    /// Give the activation code that an administrator asked for, as the second person.
    case staffRelease = "staff.release"
    /// Replace an organisation's key, resume a rotation.
    case keysManage = "keys.manage"

    // Persons who are helped.
    /// Open a new record of a person.
    case personAdd = "person.add"
    /// See that a record exists: in lists, in search.
    case personList = "person.list"
    /// Open a record: coded facts, no identity.
    case personOpen = "person.open"
    /// See the sealed fields of a record.
    case personUnmask = "person.unmask"
    /// Change a record.
    case personChange = "person.change"
    /// Take a copy of a record out of the system.
    case personExport = "person.export"
    /// End another organisation's access.
    case personRevoke = "person.revoke"
    /// Say who works with the person.
    case personAssign = "person.assign"
    /// Keep a user from a record because of a conflict of interest.
    case personBar = "person.bar"
    /// Open a record against the rules because a life is in danger (отваряне по спешност).
    case personBreakGlass = "person.break-glass"
    /// Destroy a person's data for good.
    case personErase = "person.erase"
    /// See who looked at a record.
    case personLooks = "person.looks"
    /// See who can see a record, and why.
    case personWho = "person.who"

    // Signals: what was reported, before anybody knows who is concerned.
    /// Write down a signal.
    case signalAdd = "signal.add"
    /// See that a signal is there: in lists, as one that is alike.
    case signalList = "signal.list"
    /// Open a signal: coded facts.
    case signalOpen = "signal.open"
    /// See the sealed fields of a signal: who reported, the place, the note.
    case signalUnmask = "signal.unmask"
    /// Correct a signal, or add to it.
    case signalChange = "signal.change"
    /// Say what came of a signal.
    case signalDecide = "signal.decide"
    /// Give a signal to another organisation.
    case signalPass = "signal.pass"
    /// Take a list of signals out of the system, with coded facts only.
    case signalExport = "signal.export"

    // Consents of a person, and referrals of her to other organisations.
    /// See what a person consented to.
    case consentOpen = "consent.open"
    /// Write down a consent that a person gave.
    case consentGive = "consent.give"
    /// Write down that she withdrew one: access that rests on it ends at once.
    case consentWithdraw = "consent.withdraw"
    /// Print the form of a consent with her name on it.
    case consentPrint = "consent.print"
    /// Ask another organisation to help, and tell it what she agreed to.
    case referralSend = "referral.send"
    /// See that a referral is there: in lists.
    case referralList = "referral.list"
    /// Open a referral: what was sent, and what was said of it.
    case referralOpen = "referral.open"
    /// See the sealed fields of a record that were shared with a referral.
    case referralUnmask = "referral.unmask"
    /// Accept or decline a referral, or ask a question before.
    case referralAnswer = "referral.answer"
    /// Answer a question about a referral.
    case referralReply = "referral.reply"
    /// Say that she arrived, where she stays, how it goes on.
    case referralReport = "referral.report"
    /// Take back what was said of her standing to the law on foreigners: who may be told of her hangs on it.
    case referralCorrect = "referral.correct"
    /// Take a referral back, or close it.
    case referralEnd = "referral.end"
    /// See what a withdrawn consent leaves an organisation to do.
    case obligationOpen = "obligation.open"
    /// Confirm that it was done, or name the law by which the data stay.
    case obligationAnswer = "obligation.answer"

    // Figures of plans.
    /// See exact figures, their parts, and the rows behind them under a pseudonym.
    case metricRead = "metric.read"
    /// Say by what an indicator of a plan is counted.
    case indicatorBind = "indicator.bind"
    /// Say what one's institution did toward an indicator of a plan.
    case indicatorReport = "indicator.report"

    // Plans themselves.
    /// See drafts of plans, what their check found, and which measures promise the same.
    case planRead = "plan.read"
    /// Bring in plans and amendments, accept a finding, say whether two measures are the same.
    case planKeep = "plan.keep"

    // Work that plans ask for. Nobody is named in it.
    /// See one's organisation's acts.
    case activityList = "activity.list"
    /// See the acts of all organisations as what they are.
    case activityAll = "activity.all"
    /// Open a file that proves an act one may see.
    case activityEvidence = "activity.evidence"
    /// Write down an act of one's organisation.
    case activityAdd = "activity.add"
    /// Correct, cancel or merge an act, say what it reached and which measures it serves.
    case activityChange = "activity.change"

    // Supervision.
    /// Judge an emergency opening afterwards.
    case glassReview = "glass.review"
    /// Read the ledger of all acts.
    case ledgerRead = "ledger.read"
    /// Take entries of the ledger out of the system.
    case ledgerExport = "ledger.export"
    /// Read what the detectors found.
    case alertsRead = "alerts.read"
}

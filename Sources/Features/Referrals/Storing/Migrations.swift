public import Database

extension ReferralsFeature {
    /// The tables of this room. Released steps never change; add new ones at the end.
    public static let migrations: [Migration] = [
        Migration("0010-referrals", consents + referrals + endings), Migration("0014-obligations-of-erasure", ofErasure),
        // To count them, and what was said of them, by their moments.
        Migration(
            "0027-referral-moments",
            [
                "CREATE INDEX referrals_made ON referrals (made_at)",
                "CREATE INDEX referral_events_made ON referral_events (kind, made_at)",
            ]),
        // What an organisation is may change later: whether a border was crossed is noted when it is sent.
        Migration(
            "0038-referral-crossings",
            [
                "ALTER TABLE referrals ADD COLUMN crossing TEXT", "CREATE INDEX accommodations_since ON accommodations (since)",
            ]),
    ]

    /// Destroying her data leaves the receivers something to do as well (GDPR art. 19): there is no withdrawal then.
    private static let ofErasure: [SQL] = [
        """
        CREATE TABLE obligations_anew (
            obligation_id TEXT PRIMARY KEY, referral_id TEXT NOT NULL REFERENCES referrals(referral_id),
            withdrawal_id TEXT REFERENCES consent_withdrawals(withdrawal_id), organisation_id TEXT NOT NULL, made_at TEXT NOT NULL)
        """,
        """
        INSERT INTO obligations_anew (obligation_id, referral_id, withdrawal_id, organisation_id, made_at)
        SELECT obligation_id, referral_id, withdrawal_id, organisation_id, made_at FROM obligations
        """,
        """
        CREATE TABLE receipts_anew (
            obligation_id TEXT PRIMARY KEY REFERENCES obligations_anew(obligation_id), answer TEXT NOT NULL, law TEXT, made_at TEXT NOT NULL,
            made_by TEXT NOT NULL)
        """,
        """
        INSERT INTO receipts_anew (obligation_id, answer, law, made_at, made_by)
        SELECT obligation_id, answer, law, made_at, made_by FROM obligation_receipts
        """,
        "DROP TABLE obligation_receipts", "DROP TABLE obligations", "ALTER TABLE obligations_anew RENAME TO obligations",
        "ALTER TABLE receipts_anew RENAME TO obligation_receipts", "CREATE INDEX obligations_referral ON obligations (referral_id)",
    ]

    private static let consents: [SQL] = [
        """
        CREATE TABLE consents (
            consent_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, organisation_id TEXT NOT NULL, purpose TEXT NOT NULL, language TEXT NOT NULL,
            interpreter TEXT NOT NULL, form TEXT NOT NULL, explained_by TEXT NOT NULL, given_on TEXT NOT NULL, expires_on TEXT,
            made_at TEXT NOT NULL, made_by TEXT NOT NULL)
        """,
        "CREATE INDEX consents_person ON consents (person_id)",
        """
        CREATE TABLE consent_recipients (
            consent_id TEXT NOT NULL REFERENCES consents(consent_id), organisation_id TEXT NOT NULL,
            PRIMARY KEY (consent_id, organisation_id))
        """,
        """
        CREATE TABLE consent_data (
            consent_id TEXT NOT NULL REFERENCES consents(consent_id), kind TEXT NOT NULL, code TEXT NOT NULL,
            PRIMARY KEY (consent_id, kind, code))
        """,
        """
        CREATE TABLE consent_withdrawals (
            withdrawal_id TEXT PRIMARY KEY, consent_id TEXT NOT NULL UNIQUE REFERENCES consents(consent_id), way TEXT NOT NULL,
            withdrawn_on TEXT NOT NULL, noted_at TEXT NOT NULL, noted_by TEXT NOT NULL)
        """,
    ]

    private static let referrals: [SQL] = [
        // The state is that of the latest event which has one: to count and to list by.
        """
        CREATE TABLE referrals (
            referral_id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, person_id TEXT NOT NULL, sender_id TEXT NOT NULL,
            receiver_id TEXT NOT NULL, purpose TEXT NOT NULL, standing TEXT NOT NULL, ground TEXT NOT NULL, danger TEXT,
            consent_id TEXT REFERENCES consents(consent_id), until TEXT, state TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL)
        """,
        "CREATE INDEX referrals_person ON referrals (person_id)",
        "CREATE INDEX referrals_sender ON referrals (sender_id, state)",
        "CREATE INDEX referrals_receiver ON referrals (receiver_id, state)",
        "CREATE INDEX referrals_consent ON referrals (consent_id)",
        "CREATE INDEX referrals_until ON referrals (until) WHERE until IS NOT NULL",
        """
        CREATE TABLE referral_data (
            referral_id TEXT NOT NULL REFERENCES referrals(referral_id), kind TEXT NOT NULL, code TEXT NOT NULL, value TEXT,
            PRIMARY KEY (referral_id, kind, code))
        """,
        """
        CREATE TABLE referral_events (
            event_id TEXT PRIMARY KEY, referral_id TEXT NOT NULL REFERENCES referrals(referral_id), kind TEXT NOT NULL, reason TEXT,
            happened_on TEXT, made_at TEXT NOT NULL, made_by TEXT, organisation_id TEXT)
        """,
        "CREATE INDEX referral_events_referral ON referral_events (referral_id, event_id)",
    ]

    private static let endings: [SQL] = [
        """
        CREATE TABLE obligations (
            obligation_id TEXT PRIMARY KEY, referral_id TEXT NOT NULL REFERENCES referrals(referral_id),
            withdrawal_id TEXT NOT NULL REFERENCES consent_withdrawals(withdrawal_id), organisation_id TEXT NOT NULL, made_at TEXT NOT NULL)
        """,
        "CREATE INDEX obligations_referral ON obligations (referral_id)",
        """
        CREATE TABLE obligation_receipts (
            obligation_id TEXT PRIMARY KEY REFERENCES obligations(obligation_id), answer TEXT NOT NULL, law TEXT, made_at TEXT NOT NULL,
            made_by TEXT NOT NULL)
        """,
        """
        CREATE TABLE accommodations (
            accommodation_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, referral_id TEXT NOT NULL REFERENCES referrals(referral_id),
            organisation_id TEXT NOT NULL, district TEXT NOT NULL, since TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL,
            ended_at TEXT, ended_by TEXT)
        """,
        "CREATE INDEX accommodations_person ON accommodations (person_id)",
        "CREATE INDEX accommodations_referral ON accommodations (referral_id)",
    ]
}

public import Counting
import Database
import Policy
import Reference

extension CasesFeature {
    /// What this room counts. A case that was written down twice is there once; counting asks for codes alone, never for who somebody is.
    public static let metrics: [Metric] = [identified, refuted, open, opened, closed, children]

    // MARK: Identifications

    /// Persons by the day on which a body first took each of them for a victim, informally or formally: two numbers. Whoever was found not to be
    /// one is none from the beginning.
    private static let identified = Metric(
        "victims.identified", units: [MetricUnit("person", column: "i.person_id")],
        dimensions: [
            MetricDimension(
                "level", .closed([Identification.Level.informal, .formal].map(\.rawValue), words: "identification."), column: "i.level")
        ] + ofIdentification,
        source: Metric.Source(
            tables: identifications,
            condition: """
                i.level IN ('informal', 'formal') AND \(Identifying.holds("i")) AND NOT EXISTS (
                    SELECT 1 FROM identifications e WHERE e.person_id = i.person_id AND e.level = i.level AND \(Identifying.holds("e"))
                        AND \(Identifying.isBefore("e", "i")))
                """, row: "i.case_id || '/' || i.person_id", time: .day("i.on_day")), opening: ofPerson("i.person_id"),
        cues: [
            MetricCue(["идентифицирани", "жертви|пострадали"]),
            MetricCue(
                ["формално идентифицирани", "жертви|пострадали"], filters: ["level": [Identification.Level.formal.rawValue]], weight: 1),
            MetricCue(
                ["неформално идентифицирани", "жертви|пострадали"], filters: ["level": [Identification.Level.informal.rawValue]], weight: 1),
        ])

    /// Persons of whom it was found, and holds, that they are no victims; shown apart from those who are.
    private static let refuted = Metric(
        "victims.refuted", units: [MetricUnit("person", column: "i.person_id")], dimensions: ofIdentification,
        source: Metric.Source(
            tables: identifications,
            condition: """
                i.level = 'refuted' AND i.superseded_at IS NULL AND NOT \(Identifying.hasLater("i"))
                    AND \(Filing.isNotClosed("i.case_id", as: [.duplicate]))
                """, row: "i.case_id || '/' || i.person_id", time: .day("i.on_day")), opening: ofPerson("i.person_id"))

    private static let identifications: SQL =
        "identifications i JOIN cases c ON c.case_id = i.case_id JOIN persons p ON p.person_id = i.person_id"

    private static let ofIdentification: [MetricDimension] =
        [
            MetricDimension("body", .institutions, column: "i.body"),
            MetricDimension("recorder", .organisations, column: "i.organisation_id"),
            MetricDimension(
                "ground", .closed(Identification.Ground.allCases.map(\.rawValue), words: "identification_ground."), column: "i.ground"),
        ] + ofPersons("p") + [
            MetricDimension("age", ages, column: "p.age_group"),
            MetricDimension(
                "form", forms,
                join: .init(
                    "trafficking_facts tf", on: "tf.case_id = i.case_id AND tf.person_id = i.person_id AND tf.superseded_at IS NULL"),
                column: "tf.purpose"),
            MetricDimension(
                "means", .closed(TraffickingMeans.allCases.map(\.rawValue), words: "trafficking_means."),
                join: .init(
                    "(trafficking_facts mf JOIN trafficking_codes mc ON mc.facts_id = mf.facts_id AND mc.kind = 'means')",
                    on: "mf.case_id = i.case_id AND mf.person_id = i.person_id AND mf.superseded_at IS NULL"), column: "mc.code"),
            MetricDimension(
                "exploited-in", .countries,
                join: .init(
                    "(trafficking_facts xf JOIN trafficking_codes xc ON xc.facts_id = xf.facts_id AND xc.kind = 'country-exploited')",
                    on: "xf.case_id = i.case_id AND xf.person_id = i.person_id AND xf.superseded_at IS NULL"), column: "xc.code"),
        ]

    // MARK: Cases

    /// Cases that were open at some time; one that was reopened lasts anew.
    private static let open = Metric(
        "cases.open", units: [MetricUnit("case", column: "c.case_id")], dimensions: ofCase,
        source: Metric.Source(
            tables: "\(Filing.spells) JOIN cases c ON c.case_id = b.case_id", condition: Filing.isThere, row: "c.case_id",
            time: .whileOpen(from: "b.since", to: "b.until")), opening: ofFile,
        cues: [MetricCue(["водени|координирани|активни", "случаи"])])

    /// Cases by the moment at which they were opened.
    private static let opened = Metric(
        "cases.opened", units: [MetricUnit("case", column: "c.case_id")], dimensions: ofCase,
        source: Metric.Source(tables: "cases c", condition: Filing.isThere, row: "c.case_id", time: .moment("c.opened_at")),
        opening: ofFile,
        cues: [MetricCue(["открити случаи|образувани случаи|нови случаи"])])

    /// Cases by the moment at which they were closed. Of one that was reopened the end is taken back.
    private static let closed = Metric(
        "cases.closed", units: [MetricUnit("case", column: "c.case_id")],
        dimensions: [
            MetricDimension(
                "closing", .closed(CaseClosing.Reason.allCases.filter { $0 != .duplicate }.map(\.rawValue), words: "closing."),
                column: "k.reason")
        ] + ofCase,
        source: Metric.Source(
            tables: "case_closings k JOIN cases c ON c.case_id = k.case_id", condition: "k.reopened_at IS NULL AND k.reason <> 'duplicate'",
            row: "c.case_id", time: .moment("k.closed_at")), opening: ofFile,
        cues: [MetricCue(["приключени случаи|приключили случаи"], without: ["методическ"])])

    /// Children who are helped in a case that was open at some time; the children of a victim are others.
    private static let children = Metric(
        "children.cases", units: [MetricUnit("minor", column: "m.person_id"), MetricUnit("case", column: "c.case_id")],
        dimensions: [MetricDimension("opener", .organisations, column: "c.organisation_id")] + ofPersons("p") + [
            MetricDimension(
                "form", forms,
                join: .init(
                    "trafficking_facts tf", on: "tf.case_id = m.case_id AND tf.person_id = m.person_id AND tf.superseded_at IS NULL"),
                column: "tf.purpose")
        ],
        source: Metric.Source(
            tables: """
                \(Filing.spells) JOIN cases c ON c.case_id = b.case_id JOIN case_persons m ON m.case_id = c.case_id
                JOIN persons p ON p.person_id = m.person_id
                """,
            condition: """
                m.role = 'victim' AND p.age_group = 'child' AND \(Filing.isThere)
                    AND (m.until IS NULL OR m.until >= b.since) AND (b.until IS NULL OR m.since <= b.until)
                """, row: "m.case_id || '/' || m.person_id",
            time: .whileOpen(
                from: "CASE WHEN m.since > b.since THEN m.since ELSE b.since END",
                to: "CASE WHEN m.until IS NULL THEN b.until WHEN b.until IS NULL OR m.until < b.until THEN m.until ELSE b.until END")),
        opening: ofPerson("m.person_id"),
        cues: [
            MetricCue(["случаи", "пол", "възраст"], around: ["деца|дете"]),
            MetricCue(["случаи на трафик", "по вид"], around: ["деца|дете"]),
        ])

    /// Those who are in a case now and are helped as victims.
    private static let ofCase: [MetricDimension] = [
        MetricDimension("opener", .organisations, column: "c.organisation_id"),
        MetricDimension("age", ages, join: member("a"), column: "ap.age_group"),
        MetricDimension("sex", sexes, join: member("s"), column: "sp.sex"),
        MetricDimension("citizenship", citizenships, join: member("z"), column: "zp.citizenship"),
        MetricDimension(
            "form", forms,
            join: .init(
                """
                (case_persons fm JOIN trafficking_facts tf
                    ON tf.case_id = fm.case_id AND tf.person_id = fm.person_id AND tf.superseded_at IS NULL)
                """, on: "fm.case_id = c.case_id AND fm.role = 'victim' AND fm.until IS NULL"), column: "tf.purpose"),
    ]

    // MARK: What they have in common

    private static let ages = MetricDimension.Codes.closed(Person.AgeGroup.allCases.map(\.rawValue), words: "age_group.")
    private static let sexes = MetricDimension.Codes.closed(Person.Sex.allCases.map(\.rawValue), words: "sex.")
    private static let citizenships = MetricDimension.Codes.closed(Person.Citizenship.allCases.map(\.rawValue), words: "citizenship.")
    private static let forms = MetricDimension.Codes.closed(ExploitationForm.allCases.map(\.rawValue), words: "exploitation.")

    private static func ofPersons(_ person: SQL) -> [MetricDimension] {
        [
            MetricDimension("sex", sexes, column: "\(person).sex"),
            MetricDimension("citizenship", citizenships, column: "\(person).citizenship"),
        ]
    }

    private static func member(_ short: SQL) -> MetricDimension.Join {
        .init(
            "(case_persons \(short)m JOIN persons \(short)p ON \(short)p.person_id = \(short)m.person_id)",
            on: "\(short)m.case_id = c.case_id AND \(short)m.role = 'victim' AND \(short)m.until IS NULL")
    }

    // MARK: Who sees what

    /// A person's part in a case, for those who may open her record and whose organisation leads it: codes stand beside it, and who received the
    /// record reads of those what was agreed (docs/decisions/0021).
    private static func ofPerson(_ person: SQL) -> Metric.Opening {
        Metric.Opening(.personList, showsCodesOfOthers: false, path: { "/cases/" + $0 + "/identification" }) { reader, context in
            seen(person, reader, context)
        }
    }

    /// A case, for those who see all that are in it so: its codes are those of them all.
    private static let ofFile = Metric.Opening(.personList, showsCodesOfOthers: false, path: { "/cases/" + $0 }) { reader, context in
        let members: SQL = "SELECT 1 FROM case_persons m WHERE m.case_id = c.case_id AND m.until IS NULL"
        return "(EXISTS (\(members)) AND NOT EXISTS (\(members) AND NOT \(seen("m.person_id", reader, context))))"
    }

    private static func seen(_ person: SQL, _ reader: Actor, _ context: Context) -> SQL {
        let allowed = Policy.predicate(
            reader, .personOpen, in: context, object: person, reach: .record, rowByRow: [.organisation, .user])
        return "(\(allowed) AND \(Hands.leads(reader.organisation, person, at: context.now)) AND \(PersonStore.isThere(person)))"
    }
}

/// How cases last, as parts of a query.
private enum Filing {
    /// Each time for which a case was open, `b`: from its opening or a reopening to the next closing. In one moment it may be closed and reopened.
    static let spells: SQL = """
        (SELECT o.case_id, o.since, (SELECT MIN(k.closed_at) FROM case_closings k
                WHERE k.case_id = o.case_id AND k.closing_id <> o.ended AND k.closed_at >= o.since) AS until
            FROM (SELECT case_id, opened_at AS since, '' AS ended FROM cases
                UNION ALL SELECT case_id, reopened_at, closing_id FROM case_closings WHERE reopened_at IS NOT NULL) o) b
        """

    /// The case `c` was not written down twice.
    static let isThere = isNotClosed("c.case_id", as: [.duplicate])

    static func isNotClosed(_ file: SQL, as reasons: [CaseClosing.Reason]) -> SQL {
        """
        NOT EXISTS (SELECT 1 FROM case_closings d
            WHERE d.case_id = \(file) AND d.reopened_at IS NULL AND d.reason IN (\(list: reasons.map(\.rawValue))))
        """
    }
}

/// What holds of identifications, as parts of a query; of ``Identification/current(_:)`` the same in SQL.
private enum Identifying {
    /// A row stands, in a case that was not written down twice, and of a person whom nobody found later to be no victim.
    static func holds(_ row: SQL) -> SQL {
        """
        (\(row).superseded_at IS NULL AND \(Filing.isNotClosed("\(row).case_id", as: [.duplicate, .notVictim]))
            AND NOT EXISTS (SELECT 1 FROM identifications r WHERE r.case_id = \(row).case_id AND r.person_id = \(row).person_id
                AND r.superseded_at IS NULL AND r.level = 'refuted' AND NOT \(hasLater("r"))))
        """
    }

    /// Something was said of the same person in the same case after a row.
    static func hasLater(_ row: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM identifications n WHERE n.case_id = \(row).case_id AND n.person_id = \(row).person_id
            AND n.superseded_at IS NULL AND \(isBefore(row, "n")))
        """
    }

    static func isBefore(_ one: SQL, _ other: SQL) -> SQL {
        """
        (\(one).on_day < \(other).on_day OR \(one).on_day = \(other).on_day AND (\(one).made_at < \(other).made_at
            OR \(one).made_at = \(other).made_at AND \(one).identification_id < \(other).identification_id))
        """
    }
}

import Core
import Database
import Policy

/// What took place in one town or municipality.
struct PlaceSum: Sendable, Hashable {
    /// ISO 3166-2; nil abroad and where it was not told.
    let district: String?
    let isAbroad: Bool
    /// In the words of those who wrote it down; nil where it was not told.
    let town: String?
    let acts: Int
    /// Heads, of whatever kind.
    let participants: Int
    /// Copies handed out.
    let copies: Int
}

/// Whose map it is.
enum MapSight: Sendable {
    /// Everybody's: public acts.
    case everyone
    /// Of somebody who is signed in: what she may see.
    case of(Actor)

    fileprivate var condition: SQL {
        switch self {
        case .everyone: "f.is_public"
        case .of(let actor): ActivityStore.allowed(actor)
        }
    }
}

extension ActivityStore {
    /// Acts that figures count, by place, in a span by their last day: what somebody may see of them.
    static func sums(from: Day, to: Day, kind: ActivityKind?, _ sight: MapSight, _ connection: any Connection) throws -> [PlaceSum] {
        let only: SQL = if let kind { "a.kind = \(kind.rawValue)" } else { "TRUE" }
        return try connection.query(
            """
            SELECT s.district, s.abroad, s.town, COUNT(*) AS acts, CAST(SUM(s.heads) AS BIGINT) AS participants,
                CAST(SUM(s.copies) AS BIGINT) AS copies
            FROM (
                SELECT f.district, f.town,
                    CASE WHEN f.district IS NULL AND f.country IS NOT NULL AND f.country <> 'BG' THEN 1 ELSE 0 END AS abroad,
                    COALESCE((SELECT SUM(h.amount) FROM activity_heads h WHERE h.facts_id = f.facts_id), 0) AS heads,
                    CASE WHEN a.kind = 'distribution' THEN COALESCE((
                        SELECT n.amount FROM activity_amounts n WHERE n.facts_id = f.facts_id AND n.field = 'copies'), 0) ELSE 0 END AS copies
                FROM \(current)
                WHERE f.state = 'done' AND f.same_as IS NULL AND f.ends_on >= \(from) AND f.ends_on <= \(to) AND \(only) AND \(sight.condition)
            ) s
            GROUP BY s.district, s.abroad, s.town
            """
        ).map { row in
            PlaceSum(
                district: try row.textOrNil("district"), isAbroad: try row.integer("abroad") == 1, town: try row.textOrNil("town"),
                acts: try row.integer("acts"), participants: try row.integer("participants"), copies: try row.integer("copies"))
        }
    }
}

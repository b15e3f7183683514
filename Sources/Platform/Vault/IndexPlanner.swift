import Foundation

/// A field as the planner sees it.
public struct IndexedField: Sendable, Equatable {
    /// The index's name.
    public let name: String
    /// How many bits are kept of a value's hash.
    public let bits: Int
    /// How many bits of chance are in a value, as it is met among the persons concerned.
    public let entropy: Double
    /// The share of persons who have the commonest value.
    public let commonestShare: Double

    /// What is claimed of a field; an estimate on the low side for the entropy, on the high side for the share.
    public init(name: String, bits: Int, entropy: Double, commonestShare: Double) {
        self.name = name
        self.bits = bits
        self.entropy = entropy
        self.commonestShare = commonestShare
    }
}

/// How long the indexes of one record may be, by CipherSweet's rule: so short that a hash stands for several persons, so long that finding
/// one does not mean opening all.
///
/// With R persons and indexes of Lᵢ bits over fields of Kᵢ bits of entropy, C = R / 2^Σmin(Lᵢ,Kᵢ) persons have all hashes in common; 2 ≤ C ≤ √R.
/// The sum runs over all indexes of a record, for a thief sees them together.
public enum IndexPlanner {
    /// Why a plan is refused.
    public enum Refusal: Error, Equatable, Sendable {
        /// Among fewer than sixteen no length hides anybody.
        case populationTooSmall
        /// Its values are few: the hashes would show how they are distributed.
        case lowEntropy(String)
        /// One value is so common that its hash would stand out.
        case skewed(String)
        /// The hashes together single persons out.
        case tooLong
        /// Finding one person means opening too many.
        case tooShort
    }

    /// The smallest population for which anything is planned.
    public static let smallestPopulation = 16
    /// A field with less is filtered after opening, or counted among the statistics.
    static let leastEntropy = 16.0
    /// A value commoner than this stands out.
    static let largestShare = 0.01

    /// How many persons have all hashes in common, on the average.
    public static func coincidences(population: Int, _ fields: [IndexedField]) -> Double {
        fields.reduce(Double(population)) { rest, field in
            rest / exp2(min(Double(field.bits), field.entropy))
        }
    }

    /// Throws the reason why fields must not be indexed so.
    public static func check(population: Int, _ fields: [IndexedField]) throws(Refusal) {
        guard population >= smallestPopulation else { throw .populationTooSmall }
        for field in fields {
            guard field.entropy >= leastEntropy else { throw .lowEntropy(field.name) }
            guard field.commonestShare <= largestShare else { throw .skewed(field.name) }
        }
        let coincidences = coincidences(population: population, fields)
        guard coincidences >= 2 else { throw .tooLong }
        guard coincidences <= Double(population).squareRoot() else { throw .tooShort }
    }

    /// The total of bits that a population allows.
    public static func bits(population: Int) throws(Refusal) -> ClosedRange<Int> {
        guard population >= smallestPopulation else { throw .populationTooSmall }
        let fits = (0...62).filter { bits in
            let coincidences = Double(population) / exp2(Double(bits))
            return coincidences >= 2 && coincidences <= Double(population).squareRoot()
        }
        guard let least = fits.first, let most = fits.last else { throw .populationTooSmall }
        return least...most
    }

}

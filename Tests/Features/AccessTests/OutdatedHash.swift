import TestSupport
import Testing

@testable import Vault

/// A hash of a password with half the memory of today's.
func outdatedHash(of password: String, root: SealingKey) throws -> PasswordHash {
    try PasswordHash(of: password, pepper: root.derived(for: "password pepper 1"), memoryKiB: PasswordHash.memoryKiB / 2)
}

/// What becomes of everything that is active when instances go on in another version of their model.
public struct MigrationPlan: Hashable, Sendable {
    /// By instance, then in the order in which they are looked at.
    public internal(set) var steps: [MigrationStep] = []

    /// What stands in the way.
    public var refusals: [MigrationStep] {
        steps.filter { if case .refused = $0.change { true } else { false } }
    }
    /// Whether the instances can go on.
    public var isPossible: Bool { refusals.isEmpty }
}

/// What becomes of one thing.
public struct MigrationStep: Hashable, Sendable {
    public enum Subject: String, Hashable, Sendable, CaseIterable {
        /// A process instance, scope or element at work.
        case instance
        /// Tokens that wait for others.
        case token
        case subscription
        case loop
        /// A completed activity that can still be undone.
        case record
        case incident
    }

    public enum Change: Hashable, Sendable {
        /// It goes on as it was.
        case kept
        /// It goes on in the element of that id.
        case moved(to: String)
        /// It begins when the instances go on.
        case added
        /// It ends.
        case removed
        case refused(reason: String)
    }

    public let subject: Subject
    /// The instance that it is or belongs to.
    public let instance: Int
    /// The id of its element in the old model; of what is added, in the new one.
    public let element: String
    public let change: Change
}

extension ProcessState {
    /// Looks what would become of all instances in another version of their model; changes nothing.
    ///
    /// - Parameters:
    ///   - old: the model that they run in.
    ///   - new: the model that they shall go on in.
    ///   - mapping: ids of the new model by those of the old one, for elements that were renamed.
    /// - Returns: what becomes of each thing that is active.
    public func migrationPlan(
        from old: Deployment, to new: Deployment, mapping: [String: String] = [:]
    ) -> MigrationPlan {
        var migration = Migration(self, from: old.graph, to: new.graph, mapping)
        migration.run()
        return migration.plan
    }

    /// The state in which all instances go on in another version of their model.
    ///
    /// What an instance newly waits for is subscribed to by ``ProcessInput/resume``, which comes before any other input.
    ///
    /// - Parameters:
    ///   - old: the model that they run in.
    ///   - new: the model that they shall go on in.
    ///   - mapping: ids of the new model by those of the old one, for elements that were renamed.
    /// - Returns: the state, without events of its own: what is logged after it belongs to the new model.
    /// - Throws: ``BPMNError/notMigratable(_:)`` with everything that stands in the way.
    public func migrated(
        from old: Deployment, to new: Deployment, mapping: [String: String] = [:]
    ) throws(BPMNError) -> ProcessState {
        var migration = Migration(self, from: old.graph, to: new.graph, mapping)
        migration.run()
        guard migration.plan.isPossible else { throw .notMigratable(migration.plan.refusals) }
        return migration.result
    }
}

package import BPMN
package import Capabilities

/// Is told what happens in an instance, as it happens.
package protocol WorkflowObserver: Sendable {
    func workflowChanged(_ event: ProcessEvent, state: ProcessState)
    func workBegan(_ item: WorkItem, attempt: Int)
    func workFailed(_ item: WorkItem, attempt: Int, message: String, retryAfter: Duration)
    func workPrinted(_ item: WorkItem, _ output: ProcessOutput)
    /// All that can begin has begun; so many pieces of work are under way.
    func workflowSettled(running: Int)
    /// Nothing goes on before this moment, in milliseconds since 1970, unless something comes from outside.
    func workflowWaits(until: Int64?)
}

extension WorkflowObserver {
    package func workBegan(_: WorkItem, attempt _: Int) {}
    package func workFailed(_: WorkItem, attempt _: Int, message _: String, retryAfter _: Duration) {}
    package func workPrinted(_: WorkItem, _: ProcessOutput) {}
    package func workflowSettled(running _: Int) {}
    package func workflowWaits(until _: Int64?) {}
}

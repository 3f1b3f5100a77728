import ArgumentParser

/// `uvmgr workflow`.
struct WorkflowCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflow", abstract: "BPMN processes: check, run, look into, move, test.",
        subcommands: [
            WorkflowValidate.self, WorkflowRun.self, WorkflowList.self, WorkflowShow.self,
            WorkflowHistory.self,
            WorkflowReplayCommand.self, WorkflowResume.self, WorkflowForkCommand.self, WorkflowCancel.self,
            WorkflowMessage.self, WorkflowSignal.self, WorkflowTasks.self, WorkflowChoose.self,
            WorkflowMigrate.self,
            WorkflowRender.self, WorkflowTest.self, WorkflowImport.self, WorkflowNew.self,
        ])
}

/// `uvmgr workflow task`.
struct WorkflowTasks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: "What people have to do in workflows.",
        subcommands: [WorkflowTaskList.self, WorkflowTaskComplete.self])
}

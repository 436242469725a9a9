namespace FlowFunctions.App.Access.Roles;

/// <summary>Something that a route does (docs/access.md). <see cref="Permissions"/> says which role it takes.</summary>
internal enum Permission
{
    /// <summary>To know who one is; it takes no role.</summary>
    ReadMe,

    /// <summary>To see flows, versions, drafts, triggers and schedules.</summary>
    ReadFlows,

    /// <summary>To see files.</summary>
    ReadFiles,

    /// <summary>To see runs with their values, logs and events.</summary>
    ReadRuns,

    /// <summary>To start runs, also as a trigger would.</summary>
    StartRuns,

    /// <summary>To change the course of runs.</summary>
    ControlRuns,

    /// <summary>To switch flows and triggers on and off.</summary>
    SwitchTriggers,

    /// <summary>To decide what runs ask, and to let others decide it.</summary>
    DecideApprovals,

    /// <summary>To write and publish flows.</summary>
    WriteFlows,

    /// <summary>To write files.</summary>
    WriteFiles,

    /// <summary>To carry out a step for a test.</summary>
    TestSteps,

    /// <summary>To make test addresses of webhooks and see what came to them.</summary>
    InspectWebhooks,

    /// <summary>To see the names of secrets, and to write them.</summary>
    WriteSecrets,

    /// <summary>To delete runs.</summary>
    DeleteRuns,

    /// <summary>To say who may do what, and to give out keys.</summary>
    ManageAccess,

    /// <summary>To see who has done what.</summary>
    ReadAudit,

    /// <summary>To see the workspace's limits, and to set them.</summary>
    ManageLimits,

    /// <summary>To see what the installation measures, over all workspaces.</summary>
    ReadMetrics,
}

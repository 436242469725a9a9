namespace FlowFunctions.Runners.Sandboxes.Processes;

/// <summary>Limits that are the same for every process.</summary>
internal static class ProcessLimits
{
    /// <summary>Files, pipes and connections that one process may have open.</summary>
    public const int OpenFiles = 1024;
}

namespace FlowFunctions.App.Limits;

/// <summary>Something that a workspace has a limit of (docs/limits.md).</summary>
internal enum LimitKind
{
    /// <summary>Requests a second of each caller.</summary>
    CallerRequests,

    /// <summary>Requests a second of all callers together.</summary>
    WorkspaceRequests,

    /// <summary>Streams of events and logs that a caller has open.</summary>
    OpenStreams,

    /// <summary>Runs that have not ended.</summary>
    OpenRuns,

    /// <summary>Step attempts begun in a minute.</summary>
    StepsPerMinute,

    /// <summary>Bytes of files and logs.</summary>
    StorageBytes,

    /// <summary>Seconds that scripts run in a day.</summary>
    ScriptSeconds,
}

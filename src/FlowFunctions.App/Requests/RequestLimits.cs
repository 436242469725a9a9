namespace FlowFunctions.App.Requests;

/// <summary>How large the bodies of requests may be.</summary>
internal static class RequestLimits
{
    /// <summary>Any body: 64 MB.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>A run's input or a signal: 10 MB.</summary>
    public const int MaxInputBytes = 10 * 1024 * 1024;

    /// <summary>A flow document, and every other small document: 1 MB.</summary>
    public const int MaxDocumentBytes = 1024 * 1024;
}

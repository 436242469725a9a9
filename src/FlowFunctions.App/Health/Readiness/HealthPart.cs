namespace FlowFunctions.App.Health.Readiness;

/// <summary>Whether a part of the app can do its work.</summary>
/// <param name="Name">Which part.</param>
/// <param name="Reason">Why it cannot, in plain words; null when it can.</param>
internal sealed record HealthPart(string Name, string? Reason)
{
    /// <summary>Whether it can.</summary>
    public bool IsReady => Reason is null;
}

/// <summary>Whether the app can take work.</summary>
/// <param name="Ready">Whether every part can do its work.</param>
/// <param name="Parts">The parts.</param>
internal sealed record HealthReport(bool Ready, IReadOnlyList<HealthPart> Parts);

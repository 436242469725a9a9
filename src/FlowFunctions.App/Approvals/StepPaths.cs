namespace FlowFunctions.App.Approvals;

/// <summary>Paths of steps in addresses.</summary>
internal static class StepPaths
{
    /// <summary>The path that a segment of an address means: routing leaves an escaped slash as it is, because it divides segments.</summary>
    public static string Of(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}

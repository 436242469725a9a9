namespace FlowFunctions.Flows.Compilation;

/// <summary>How large a flow may be.</summary>
public static class FlowLimits
{
    /// <summary>Steps in all, loop bodies included.</summary>
    public const int Steps = 20_000;

    /// <summary>Loops inside one another.</summary>
    public const int LoopDepth = 5;
}

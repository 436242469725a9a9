namespace FlowFunctions.Expressions;

/// <summary>Bounds of one evaluation (of an expression, or of a whole template). All but time are deterministic.</summary>
public sealed record ExpressionLimits
{
    /// <summary>The default limits.</summary>
    public static ExpressionLimits Default { get; } = new();

    /// <summary>Most operations, calls and elements visited. Default 500,000.</summary>
    public int MaxSteps { get; init; } = 500_000;

    /// <summary>Deepest nesting of operations in progress and of values walked through. Default 1,000.</summary>
    public int MaxDepth { get; init; } = 1_000;

    /// <summary>Most bytes of text, arrays and objects created, counted as they are made. Default 64 MiB.</summary>
    public long MaxMemoryBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest result, in characters of its JSON. Default 10 Mi characters.</summary>
    public int MaxOutputCharacters { get; init; } = 10 * 1024 * 1024;

    /// <summary>Deepest nesting of a result. Default 64, what JSON readers accept by default.</summary>
    public int MaxOutputDepth { get; init; } = 64;

    /// <summary>Longest wall-clock time, a backstop behind the other limits. Default one second.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(1);
}

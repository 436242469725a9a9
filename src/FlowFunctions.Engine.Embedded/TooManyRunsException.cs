namespace FlowFunctions.Engine.Embedded;

/// <summary>The engine has as many open runs as it may have; nothing was started.</summary>
public sealed class TooManyRunsException : Exception
{
    /// <summary>Says how many there are.</summary>
    /// <param name="limit">The limit.</param>
    public TooManyRunsException(int limit)
        : base(
            $"{limit} runs are open, which is the limit. Try again in {DefaultRetryAfter.TotalSeconds} seconds, or raise "
                + $"{nameof(EmbeddedEngineOptions.MaxOpenRuns)}."
        ) { }

    /// <summary>Without a message.</summary>
    public TooManyRunsException() { }

    /// <summary>With a message.</summary>
    public TooManyRunsException(string message)
        : base(message) { }

    /// <summary>With a message and its cause.</summary>
    public TooManyRunsException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>When to try again; what goes into a <c>Retry-After</c> header.</summary>
    public TimeSpan RetryAfter { get; } = DefaultRetryAfter;

    private static TimeSpan DefaultRetryAfter => TimeSpan.FromSeconds(5);
}

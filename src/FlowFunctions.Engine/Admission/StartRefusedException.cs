namespace FlowFunctions.Engine.Admission;

/// <summary>The engine does not take the run now; nothing was started. The message says which limit it is and what to do.</summary>
/// <param name="code">See <see cref="Code"/>.</param>
/// <param name="message">For people.</param>
public abstract class StartRefusedException(string code, string message)
    : Exception($"{message} Try again in {DefaultRetryAfter.TotalSeconds} seconds."),
        IStartRefusal
{
    /// <inheritdoc/>
    public string Code => code;

    /// <inheritdoc/>
    public TimeSpan RetryAfter { get; } = DefaultRetryAfter;

    internal static TimeSpan DefaultRetryAfter => TimeSpan.FromSeconds(5);
}

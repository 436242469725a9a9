using System.Security.Cryptography;

namespace FlowFunctions.Engine.DurableTask.Clients;

/// <summary>How long a call to a Durable Task backend may take and how often it is repeated.</summary>
public sealed record TaskHubCallOptions
{
    private const int Resolution = 1 << 20;

    /// <summary>How long one attempt may take, its whole answer included; more than zero, 10 s by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a call is attempted at most; 1 or more, 3 by default.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The first pause between attempts, which doubles each time; 200 ms by default.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause, also of one that the backend asks for with <c>Retry-After</c>; 5 s by default.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gives numbers from 0 to 1, by which pauses are spread so that callers do not come back all at once.</summary>
    public Func<double> Random { get; init; } =
        static () => RandomNumberGenerator.GetInt32(Resolution) / (double)Resolution;

    /// <summary>The pause after an attempt that failed: half to all of what doubling gives.</summary>
    /// <param name="attempts">How many attempts failed; 1 or more.</param>
    internal TimeSpan PauseAfter(int attempts)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(attempts - 1, 30));
        return Shorter(doubled, LongestPause) * (0.5 + (0.5 * Random()));
    }

    /// <summary>The pause after an attempt that failed, or what the backend asked for.</summary>
    internal TimeSpan PauseAfter(int attempts, TimeSpan? asked) =>
        asked > TimeSpan.Zero ? Shorter(asked.Value, LongestPause) : PauseAfter(attempts);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

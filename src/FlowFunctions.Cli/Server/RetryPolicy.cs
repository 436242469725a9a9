using System.Security.Cryptography;

namespace FlowFunctions.Cli.Server;

/// <summary>When a request that failed is sent again.</summary>
internal sealed record RetryPolicy
{
    private const int Resolution = 1 << 20;

    /// <summary>How often a request is sent at most; 4 by default.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>The first pause, which doubles each time; 200 ms by default.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause that doubling gives; 5 s by default.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause that a server may ask for with <c>Retry-After</c>; one that asks for more is believed. 30 s by default.</summary>
    public TimeSpan LongestAsked { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gives numbers from 0 to 1, by which pauses are spread so that callers do not come back all at once.</summary>
    public Func<double> Random { get; init; } =
        static () => RandomNumberGenerator.GetInt32(Resolution) / (double)Resolution;

    /// <summary>The pause before the next attempt, or null to give up.</summary>
    /// <param name="attempts">How often the request was sent; 1 or more.</param>
    /// <param name="asked">What the server asked for, or null.</param>
    public TimeSpan? PauseAfter(int attempts, TimeSpan? asked)
    {
        if (attempts >= MaxAttempts || asked > LongestAsked)
        {
            return null;
        }

        var doubled = FirstPause * Math.Pow(2, Math.Min(attempts - 1, 30));
        var pause = doubled < LongestPause ? doubled : LongestPause;
        return asked > TimeSpan.Zero ? asked : pause * (0.5 + (0.5 * Random()));
    }
}

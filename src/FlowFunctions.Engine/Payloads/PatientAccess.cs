namespace FlowFunctions.Engine.Payloads;

/// <summary>
/// Access to a store that is tried again and again while it fails, because what a step has done must not be lost to a full disk.
/// </summary>
public static class PatientAccess
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Uses a store until that succeeds.</summary>
    /// <param name="value">What it is used on.</param>
    /// <param name="use">Uses it.</param>
    /// <param name="time">The clock that pauses are measured by.</param>
    /// <param name="cancellationToken">Ends the pauses, but no use that is under way.</param>
    public static async ValueTask<TResult> InsistAsync<TValue, TResult>(
        TValue value,
        Func<TValue, CancellationToken, ValueTask<TResult>> use,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(use);
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks)))
        {
            try
            {
                return await use(value, CancellationToken.None);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }
}

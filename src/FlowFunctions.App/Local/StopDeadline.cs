namespace FlowFunctions.App.Local;

/// <summary>Shares out the five seconds in which the app ends. What does not end in time is in the journal, and goes on at the next start.</summary>
internal sealed class StopDeadline(TimeProvider time)
{
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(4.7);
    private readonly long _begin = time.GetTimestamp();

    /// <summary>What is kept for the storage, which saves its data at its end.</summary>
    public static TimeSpan ForStorage { get; } = TimeSpan.FromSeconds(0.7);

    /// <summary>What is left.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = Whole - time.GetElapsedTime(_begin);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Waits for something as long as there is time.</summary>
    /// <param name="end">What ends.</param>
    /// <param name="reserve">What must be left for others.</param>
    public async Task WaitAsync(Task end, TimeSpan reserve)
    {
        var patience = Left - reserve;
        try
        {
            await end.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time);
        }
        catch (TimeoutException)
        {
            // The rest goes on at the next start.
        }
    }
}

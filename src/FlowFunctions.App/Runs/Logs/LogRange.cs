namespace FlowFunctions.App.Runs.Logs;

/// <summary>Which lines of each step's log have to be read.</summary>
/// <param name="From">The time of the first ones, or null for the log's beginning.</param>
/// <param name="Most">After so many lines from that time on the rest is of no interest.</param>
internal readonly record struct LogRange(DateTimeOffset? From, int Most)
{
    /// <summary>What a page needs: its lines, those of its first moment that lie before it, and one that says whether more follow.</summary>
    /// <param name="place">Where the page begins.</param>
    /// <param name="size">How many lines it has.</param>
    public static LogRange For(LogPlace? place, int size) =>
        place switch
        {
            null => new(From: null, Sum(size, 1)),
            { Lines: int.MaxValue } moment => new(moment.At.AddTicks(1), Sum(size, 1)),
            { } behind => new(behind.At, Sum(size, behind.Lines + 1)),
        };

    private static int Sum(int size, int more) => (int)Math.Min((long)size + more, int.MaxValue);
}

namespace FlowFunctions.App.Limits.Rates;

/// <summary>
/// A bucket that holds a second's tokens and fills all the time. What it keeps is the time at which it is full again (the generic cell rate
/// algorithm of ITU-T I.371), so that taking a token is one exchange without a lock, a timer or memory.
/// </summary>
internal sealed class TokenBucket
{
    private long _fullAt;

    /// <summary>Takes a token.</summary>
    /// <param name="now">Now, by the clock's timestamps.</param>
    /// <param name="second">How many of these a second has.</param>
    /// <param name="rate">Tokens a second, and the most that it holds.</param>
    /// <param name="left">How many are left; of one that was empty how long a token takes, in timestamps, below zero.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(long now, long second, long rate, out long left)
    {
        var each = Math.Max(1, second / rate);
        while (true)
        {
            var fullAt = Volatile.Read(ref _fullAt);
            var next = Math.Max(fullAt, now) + each;
            var missing = next - now - second;
            if (missing > 0)
            {
                left = -missing;
                return false;
            }

            if (Interlocked.CompareExchange(ref _fullAt, next, fullAt) == fullAt)
            {
                left = -missing / each;
                return true;
            }
        }
    }

    /// <summary>Whether nothing is missing in it, so that it need not be kept.</summary>
    public bool IsFull(long now) => Volatile.Read(ref _fullAt) <= now;
}

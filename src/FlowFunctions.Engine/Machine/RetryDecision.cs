using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Machine;

/// <summary>What a retry policy says to an error.</summary>
internal static class RetryDecision
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>Whether another attempt follows. Input and expression errors and cancels never are retried, whatever the policy says.</summary>
    public static bool Allows(this RetryPolicy policy, StepError error, int attempt) =>
        attempt < policy.MaxAttempts
        && error.Code is not (ErrorCodes.InputInvalid or ErrorCodes.Expression or ErrorCodes.Cancelled)
        && !policy.NeverOn.Any(pattern => Matches(pattern, error.Code))
        && (policy.RetryOn.IsEmpty ? error.Retryable : policy.RetryOn.Any(pattern => Matches(pattern, error.Code)));

    /// <summary>
    /// The delay after a failed attempt. The jitter comes from the attempt's identity: it spreads steps that failed together, and a
    /// replay waits just as long.
    /// </summary>
    public static TimeSpan DelayAfter(this RetryPolicy policy, int attempt, StepError error, string runId, string path)
    {
        var delay = policy.Delay;
        if (policy.Backoff == Backoff.Exponential)
        {
            var grown = Math.Min(policy.Delay.Ticks * Math.Pow(2, attempt - 1), policy.MaxDelay.Ticks);
            delay = TimeSpan.FromTicks((long)(grown * (1 - (0.2 * Fraction(runId, path, attempt)))));
        }

        return error.RetryAfter > delay ? error.RetryAfter.Value : delay;
    }

    private static bool Matches(string pattern, string code) =>
        pattern.EndsWith('*') ? code.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == code;

    private static double Fraction(string runId, string path, int attempt)
    {
        var hash = FnvOffset;
        foreach (var character in runId)
        {
            hash = (hash ^ character) * FnvPrime;
        }

        foreach (var character in path)
        {
            hash = (hash ^ character) * FnvPrime;
        }

        hash = (hash ^ (uint)attempt) * FnvPrime;

        // The high bits of FNV are poor for short inputs; folding them together is enough for a delay.
        hash ^= hash >> 32;
        return (hash & 0xFFFF) / 65536.0;
    }
}

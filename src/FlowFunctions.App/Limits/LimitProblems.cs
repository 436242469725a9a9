using System.Globalization;
using FlowFunctions.App.Limits.Rates;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Limits;

/// <summary>What is too much, and what to do.</summary>
internal static class LimitProblems
{
    /// <summary>The code of a request that came too soon.</summary>
    public const string RateLimited = "Access.RateLimited";

    private const string AskAdmin = "or ask an admin for a higher limit";
    private static readonly TimeSpan StreamRetry = TimeSpan.FromSeconds(5);

    /// <summary>429: a caller or a workspace asks too often.</summary>
    public static Problem TooOften(LimitKind kind, long rate, TimeSpan after) =>
        Later(
            RateLimited,
            $"This {RateNames.Of(kind)} may send {rate} requests a second ({Limit.Of(kind).Name}). Send them more slowly, {AskAdmin}.",
            after
        );

    /// <summary>429: too much comes from an address.</summary>
    public static Problem TooOftenFromAddress(long rate, TimeSpan after) =>
        Later(RateLimited, $"{rate} requests a second are taken from an address. Send them more slowly.", after);

    /// <summary>429: a caller has too many streams open.</summary>
    public static Problem TooManyStreams(long most) =>
        Later(
            "Limits.OpenStreams",
            $"You have {most} streams of events and logs open, which is the limit (openStreams). Close one, {AskAdmin}.",
            StreamRetry
        );

    /// <summary>507: the workspace is full.</summary>
    public static Problem StorageFull(long used, long limit) =>
        new(
            StatusCodes.Status507InsufficientStorage,
            "Limits.Storage",
            Text(
                $"The workspace holds {used} bytes of files and logs; {limit} are the limit (storage). Delete runs with their logs, {AskAdmin}."
            )
        );

    /// <summary>412: somebody else was quicker.</summary>
    public static Problem Changed(string limit) =>
        new(
            StatusCodes.Status412PreconditionFailed,
            "Precondition.Failed",
            $"The limit '{limit}' was changed by somebody else in the meantime. GET /api/limits tells to what; send If-Match with its 'etag', or none to overwrite it."
        );

    /// <summary>What a start is refused with while too many runs are open.</summary>
    public static string TooManyRuns(long limit) =>
        Text($"{limit} runs of the workspace are open, which is the limit (openRuns). Let some end, {AskAdmin}.");

    /// <summary>What a script fails with when the day's time is used up.</summary>
    public static string NoScriptTime(double used, long limit, DateTimeOffset until) =>
        Text(
            $"Scripts of the workspace have run for {used:0} seconds today; {limit} are the limit (scriptSeconds). It begins anew at {until:u}; retry then, {AskAdmin}."
        );

    /// <summary>Why a step has not begun yet.</summary>
    public static string SlowedDown(long limit) =>
        Text($"The workspace may begin {limit} steps a minute (stepsPerMinute). An admin can set more.");

    private static Problem Later(string code, FormattableString detail, TimeSpan after) =>
        new(StatusCodes.Status429TooManyRequests, code, Text(detail)) { RetryAfter = after };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

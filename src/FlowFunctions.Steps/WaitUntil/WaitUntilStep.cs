using System.Globalization;
using System.Text.Json;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.WaitUntil;

/// <summary>Waits for a point in time.</summary>
internal sealed class WaitUntilStep() : PureStepType("waitUntil")
{
    // A time without an offset is none of them: it would mean another moment on every machine.
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context) =>
        TimedWait.Until(Time(context.With().GetProperty("time")), context);

    private static DateTimeOffset Time(JsonElement time)
    {
        var read =
            time.ValueKind == JsonValueKind.Number ? FromMilliseconds(time.GetDouble()) : FromText(time.GetString());
        return read
            ?? throw StepFailedException.InvalidInput(
                "/time",
                $"is {time.GetRawText()}; write ISO 8601 with an offset, such as 2030-01-31T08:00:00Z, or milliseconds since 1970."
            );
    }

    private static DateTimeOffset? FromText(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;

    private static DateTimeOffset? FromMilliseconds(double milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : null;
}

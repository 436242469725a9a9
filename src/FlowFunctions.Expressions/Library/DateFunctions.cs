using System.Globalization;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>Times as texts and as milliseconds since 1970 (ECMA-262 §21.4). The local time zone is UTC.</summary>
internal static class DateFunctions
{
    public static readonly Dictionary<string, Builtin> All = new() { ["parse"] = Parse };

    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds as the text that toISOString gives; years 1 to 9999.</summary>
    public static Value IsoTime(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var milliseconds = Math.Truncate(Coerce.ToNumber(run, arguments.At(0)));
        return
            milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? Format(DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds))
            : throw run.Fail("isoTime needs milliseconds since 1970 between the years 1 and 9999.");
    }

    private static Value Parse(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        DateTimeOffset.TryParse(
            arguments.Text(run, 0),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time.ToUnixTimeMilliseconds()
            : Value.NaN;
}

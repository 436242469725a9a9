using System.Globalization;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Library;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Dates;

/// <summary>Times as texts and as milliseconds since 1970 (ECMA-262 §21.4). The local time zone is UTC.</summary>
internal static class DateFunctions
{
    public static readonly Dictionary<string, Builtin> All = new() { ["UTC"] = Utc, ["parse"] = Parse };

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

    private static Value Parse(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var text = arguments.Text(run, 0);
        run.Step(text.Length);
        return DateParser.Parse(text);
    }

    private static Value Utc(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        Span<double> parts = [double.NaN, 0, 1, 0, 0, 0, 0];
        for (var i = 0; i < Math.Min(arguments.Length, parts.Length); i++)
            parts[i] = Math.Truncate(Coerce.ToNumber(run, arguments[i]));
        var year = parts[0] is >= 0 and <= 99 ? 1900 + parts[0] : parts[0];
        return TimeValue.Clip(
            TimeValue.Days(year, parts[1], parts[2]) * TimeValue.MillisecondsPerDay
                + TimeValue.Milliseconds(parts[3], parts[4], parts[5], parts[6])
        );
    }
}

using System.Globalization;
using System.Text.Json;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.Flows.Documents;

/// <summary>Reads texts with a meaning of their own and reports those that have none.</summary>
internal sealed class ValueReader(ICollection<ValueProblem> problems)
{
    private delegate bool Parse<T>(string text, out T value, out string? problem);

    public TimeSpan? Duration(JsonElement parent, string name, string pointer) =>
        Read<TimeSpan>(parent, name, pointer, ProblemCodes.BadDuration, Documents.Duration.TryParse);

    public TimeSpan? PositiveDuration(JsonElement parent, string name, string pointer, int least = 1) =>
        Read<TimeSpan>(
            parent,
            name,
            pointer,
            ProblemCodes.BadDuration,
            (string text, out TimeSpan value, out string? problem) =>
            {
                var shortest = TimeSpan.FromMilliseconds(least);
                if (Documents.Duration.TryParse(text, out value, out problem) && value < shortest)
                {
                    problem = $"'{text}' is too short; the least is {Documents.Duration.Format(shortest)}.";
                }

                return problem is null;
            }
        );

    public CronExpression? Cron(JsonElement parent, string name, string pointer)
    {
        if (parent.Text(name) is not { } text)
        {
            return null;
        }

        if (!CronExpression.TryParse(text, out var cron, out var problem))
        {
            Report(ProblemCodes.BadCron, problem, $"{pointer}/{name}");
        }

        return cron;
    }

    public string? TimeZone(JsonElement parent, string name, string pointer)
    {
        if (parent.Text(name) is not { } text)
        {
            return null;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(text, out _))
        {
            var message = $"'{text}' is not a time zone. Write an IANA name such as Europe/Berlin or UTC.";
            Report(ProblemCodes.BadTimeZone, message, $"{pointer}/{name}");
        }

        return text;
    }

    public DateTimeOffset? Time(JsonElement parent, string name, string pointer) =>
        Read<DateTimeOffset>(
            parent,
            name,
            pointer,
            ProblemCodes.BadTime,
            static (string text, out DateTimeOffset value, out string? problem) =>
            {
                var valid = DateTimeOffset.TryParseExact(
                    text,
                    ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out value
                );
                problem = $"'{text}' is not a time. Write it with its offset, such as 2027-01-01T00:00:00Z.";
                return valid && (text.EndsWith('Z') || text[^6] is '+' or '-');
            }
        );

    public void Report(string code, string message, string pointer) =>
        problems.Add(new ValueProblem(code, message, pointer));

    private T? Read<T>(JsonElement parent, string name, string pointer, string code, Parse<T> parse)
        where T : struct
    {
        if (parent.Text(name) is not { } text)
        {
            return null;
        }

        if (parse(text, out var value, out var problem))
        {
            return value;
        }

        Report(code, problem!, $"{pointer}/{name}");
        return null;
    }
}

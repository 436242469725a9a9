using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Problems;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Flows.Triggers.Schedules;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary>A schedule of a flow's file.</summary>
internal sealed class LocalSchedule
{
    private readonly ScheduleTrigger _schedule;

    private LocalSchedule(ScheduleTrigger schedule) => _schedule = schedule;

    /// <summary>Reads a schedule; null when the flow has errors, which are printed.</summary>
    /// <exception cref="InvalidUseException">The flow has no such schedule.</exception>
    public static async Task<LocalSchedule?> ReadAsync(string path, string? id, Terminal terminal)
    {
        using var types = StepTypes.BuiltIn();
        var file = await FlowFile.ReadAsync(path, types);
        if (file is { Plan: not null, Result.Document: { } document })
        {
            return new(Find(path, id, [.. document.Triggers.OfType<ScheduleTrigger>()]));
        }

        var hasColor = terminal.HasColor && terminal.IsErrorInteractive;
        new ProblemPrinter(terminal.Error, terminal.IsErrorInteractive, hasColor).Print(file);
        return null;
    }

    /// <summary>The next times, in the form that a server answers.</summary>
    /// <param name="from">The first moment, or null for now.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidUseException">This machine does not know the time zone.</exception>
    public JsonElement Upcoming(DateTimeOffset? from, int count)
    {
        // Which part of its jitter a run gets depends on where the flow lives.
        var times = Times(_schedule with { Jitter = TimeSpan.Zero });
        var after = from?.AddTicks(-1) ?? TimeProvider.System.GetUtcNow();
        var json = JsonOutput.Object(json =>
        {
            json.WriteString("timeZone", _schedule.TimeZone);
            json.WriteStartArray("items");
            foreach (var time in times.After(after).Take(count))
            {
                json.WriteStartObject();
                json.WriteString("dueAt", TimeText.Iso(time.DueAt));
                json.WriteString("localTime", LocalTime(times, time.DueAt));
                json.WriteString("startsAt", TimeText.Iso(time.FiresAt));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return JsonElement.Parse(json);
    }

    private static string LocalTime(ScheduleTimes times, DateTimeOffset moment) =>
        times.LocalOf(moment).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static ScheduleTimes Times(ScheduleTrigger schedule)
    {
        try
        {
            return ScheduleTimes.Of(schedule, seed: "");
        }
        catch (TimeZoneNotFoundException)
        {
            throw new InvalidUseException($"This machine does not know the time zone '{schedule.TimeZone}'.");
        }
    }

    private static ScheduleTrigger Find(string path, string? id, ScheduleTrigger[] schedules) =>
        id is null && schedules is [var only]
            ? only
            : Array.Find(schedules, schedule => schedule.Id == id)
                ?? throw new InvalidUseException(
                    schedules.Length == 0 ? $"{path} has no schedule."
                    : id is null ? $"{path} has several schedules; name one of {Names(schedules)}."
                    : $"{path} has no schedule '{id}', but {Names(schedules)}."
                );

    private static string Names(ScheduleTrigger[] schedules) =>
        string.Join(", ", schedules.Select(static schedule => schedule.Id));
}

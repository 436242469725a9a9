using System.Buffers;
using System.Globalization;
using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Flows.Triggers.Schedules;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>The runs of schedules: their ids, and what their expressions see under <c>trigger</c>.</summary>
internal static class ScheduleRuns
{
    /// <summary>The times of a schedule.</summary>
    /// <exception cref="TimeZoneNotFoundException">This machine does not know its time zone.</exception>
    public static ScheduleTimes TimesOf(ActiveTrigger trigger, ScheduleTrigger schedule) =>
        ScheduleTimes.Of(schedule, trigger.Key.SeedOf("jitter"));

    /// <summary>The id of the run for a time: the same whoever starts it, however often.</summary>
    public static string IdOf(ActiveTrigger trigger, DateTimeOffset dueAt) =>
        RunIds.Derived(
            dueAt < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : dueAt,
            trigger.Key.SeedOf(
                string.Create(CultureInfo.InvariantCulture, $"schedule/{trigger.Generation}/{dueAt.UtcTicks}")
            )
        );

    /// <summary>The run for a time.</summary>
    public static TriggeredRun Of(ActiveTrigger trigger, ScheduleTimes times, PlannedTime planned, bool mayHaveBegun) =>
        new(trigger, IdOf(trigger, planned.DueAt), ValueOf(trigger, times, planned)) { MayHaveBegun = mayHaveBegun };

    private static Payload ValueOf(ActiveTrigger trigger, ScheduleTimes times, PlannedTime planned)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "schedule");
            json.WriteString("id", trigger.Key.TriggerId);
            json.WriteString("dueAt", UtcTimeConverter.Format(planned.DueAt));
            json.WriteString("scheduledFor", UtcTimeConverter.Format(planned.Time.FiresAt));
            json.WriteString("localTime", LocalTime(times, planned.DueAt));
            json.WriteString("timeZone", ((ScheduleTrigger)trigger.Definition).TimeZone);
            json.WriteBoolean("missed", planned.IsMissed);
            json.WriteBoolean("backfill", planned.IsBackfill);
            json.WriteEndObject();
        }

        return Payload.FromUtf8(buffer.WrittenMemory.ToArray());
    }

    /// <summary>A moment as the clocks of a schedule's time zone show it, such as <c>2026-10-25T02:30:00+02:00</c>.</summary>
    public static string LocalTime(ScheduleTimes times, DateTimeOffset moment) =>
        times.LocalOf(moment).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}

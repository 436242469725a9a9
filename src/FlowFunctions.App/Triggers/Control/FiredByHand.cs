using System.Buffers;
using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Triggers.Schedules;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>What a run sees under <c>trigger</c> when somebody has fired the trigger by hand: all that it would see, and <c>manual: true</c>.</summary>
internal static class FiredByHand
{
    private static readonly string[] Fixed = ["type", "id", "manual", "firedAt"];

    public static Payload ValueOf(ActiveTrigger trigger, string runId, JsonElement? given, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, JsonAnswer.Options);
        json.WriteStartObject();
        json.WriteString("type", trigger.Definition.Type);
        json.WriteString("id", trigger.Key.TriggerId);
        json.WriteBoolean("manual", true);
        json.WriteString("firedAt", UtcTimeConverter.Format(now));
        var members = given is { } value
            ? value.EnumerateObject().Where(static member => !Fixed.Contains(member.Name)).ToList()
            : [];
        var names = members.Select(static member => member.Name).ToHashSet(StringComparer.Ordinal);
        Write(json, DefaultsOf(trigger, runId, now).Where(member => !names.Contains(member.Name)));
        members.ForEach(member => member.WriteTo(json));
        json.WriteEndObject();
        json.Flush();
        return Payload.FromUtf8(buffer.WrittenSpan.ToArray());
    }

    private static (string Name, string Value)[] DefaultsOf(ActiveTrigger trigger, string runId, DateTimeOffset now)
    {
        var (id, time) = ($"\"{runId}\"", $"\"{UtcTimeConverter.Format(now)}\"");
        return trigger.Definition switch
        {
            ScheduleTrigger schedule =>
            [
                ("dueAt", time),
                ("scheduledFor", time),
                ("localTime", $"\"{ScheduleRuns.LocalTime(ScheduleReader.TimesOf(trigger, schedule), now)}\""),
                ("timeZone", $"\"{schedule.TimeZone}\""),
                ("missed", "false"),
                ("backfill", "false"),
            ],
            WebhookTrigger webhook =>
            [
                ("method", $"\"{(webhook.Methods[0] == "ANY" ? "POST" : webhook.Methods[0])}\""),
                ("path", $"\"{webhook.Path}\""),
                ("params", "{}"),
                ("query", "{}"),
                ("headers", "{}"),
                ("contentType", "\"application/json\""),
                ("body", "null"),
                ("deliveryId", id),
                ("receivedAt", time),
            ],
            QueueTrigger queue =>
            [
                ("queue", $"\"{queue.Queue}\""),
                ("messageId", id),
                ("insertedAt", time),
                ("dequeueCount", "1"),
                ("body", "null"),
            ],
            _ => [],
        };
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<(string Name, string Value)> members)
    {
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Text;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.Flows.Documents;

/// <summary>Reads a flow's triggers as far as they have the right shape.</summary>
internal sealed class TriggerReader(ValueReader values)
{
    private const int ShortestInterval = 1_000;

    public ImmutableArray<FlowTrigger> Read(JsonElement triggers, string pointer) =>
        triggers.ValueKind != JsonValueKind.Object
            ? []
            :
            [
                .. triggers
                    .EnumerateObject()
                    .Select(trigger => Trigger(trigger, JsonPointer.Append(pointer, trigger.Name)))
                    .OfType<FlowTrigger>(),
            ];

    private FlowTrigger? Trigger(JsonProperty property, string pointer)
    {
        var trigger = property.Value;
        FlowTrigger? read = trigger.Text("type") switch
        {
            "webhook" => Webhook(property.Name, trigger, pointer),
            "schedule" => Schedule(property.Name, trigger, pointer),
            "queue" => Queue(property.Name, trigger, pointer),
            _ => null,
        };
        return read is null
            ? null
            : read with
            {
                Name = trigger.Text("name"),
                Enabled = trigger.Flag("enabled", true),
                Input = trigger.Member("input"),
            };
    }

    private WebhookTrigger Webhook(string id, JsonElement trigger, string pointer)
    {
        var dedupe = trigger.Member("dedupe");
        var defaults = new WebhookTrigger
        {
            Id = id,
            Pointer = pointer,
            Path = trigger.Text("path") ?? "",
        };
        return defaults with
        {
            Methods =
                trigger.Text("method") is { } method ? [method]
                : trigger.Texts("method") is { Length: > 0 } methods ? methods
                : defaults.Methods,
            Auth = Auth(trigger.Member("auth"), pointer + "/auth"),
            DedupeKey = dedupe.Member("key"),
            DedupeTtl = values.PositiveDuration(dedupe, "ttl", pointer + "/dedupe") ?? defaults.DedupeTtl,
            Respond = trigger.Choice<WebhookResponse>("respond"),
            Timeout = values.PositiveDuration(trigger, "timeout", pointer) ?? defaults.Timeout,
        };
    }

    private WebhookAuth? Auth(JsonElement auth, string pointer)
    {
        WebhookAuthType? type = auth.Text("type") switch
        {
            "apiKey" => WebhookAuthType.ApiKey,
            "basic" => WebhookAuthType.Basic,
            "hmac-sha256" => WebhookAuthType.HmacSha256,
            _ => null,
        };
        return type is null
            ? null
            : new WebhookAuth(
                type.Value,
                auth.Text("preset") ?? "generic",
                auth.Text("header"),
                auth.Text("user"),
                auth.Text("secret") ?? "",
                values.PositiveDuration(auth, "tolerance", pointer) ?? TimeSpan.FromMinutes(5)
            )
            {
                TimestampHeader = auth.Text("timestampHeader"),
            };
    }

    private ScheduleTrigger Schedule(string id, JsonElement trigger, string pointer)
    {
        var schedule = new ScheduleTrigger
        {
            Id = id,
            Pointer = pointer,
            Cron = values.Cron(trigger, "cron", pointer),
            Every = values.PositiveDuration(trigger, "every", pointer, ShortestInterval),
            TimeZone = values.TimeZone(trigger, "timeZone", pointer) ?? "UTC",
            Missed = trigger.Choice<MissedTimes>("missed"),
            Overlap = trigger.Choice<RunOverlap>("overlap"),
            Jitter = values.Duration(trigger, "jitter", pointer) ?? TimeSpan.Zero,
            Start = values.Time(trigger, "start", pointer),
            End = values.Time(trigger, "end", pointer),
        };
        if (schedule.End <= schedule.Start)
        {
            values.Report(ProblemCodes.BadTime, "The end must come after the start.", pointer + "/end");
        }

        return schedule;
    }

    private QueueTrigger Queue(string id, JsonElement trigger, string pointer)
    {
        var defaults = new QueueTrigger
        {
            Id = id,
            Pointer = pointer,
            Queue = trigger.Text("queue") ?? "",
        };

        // What is no name at all the schema tells.
        if (
            QueueName.IsPlain(defaults.Queue)
            && QueueName.ProblemOf(defaults.Queue, QueueName.MaxReadLength) is { } problem
        )
        {
            values.Report(ProblemCodes.BadQueue, problem, pointer + "/queue");
        }

        return defaults with
        {
            Format = trigger.Choice<MessageFormat>("format"),
            Batch = trigger.Integer("batch") ?? defaults.Batch,
            MaxTries = trigger.Integer("maxTries") ?? defaults.MaxTries,
        };
    }
}

using System.Text.Json;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Tests.Compilation;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.Flows.Tests.Documents;

public sealed class FlowDocumentTests
{
    private const string Text = """
        {
          "id": "f",
          "name": "Flow",
          "triggers": {
            "hook": {
              "type": "webhook", "path": "orders/{id}", "method": ["POST", "PUT"], "respond": "whenFinished", "timeout": "10s",
              "auth": { "type": "hmac-sha256", "preset": "github", "secret": "hook" },
              "dedupe": { "key": "{{ trigger.headers.id }}", "ttl": "2d" }, "input": "{{ trigger.body }}"
            },
            "nightly": {
              "type": "schedule", "cron": "0 2 * * *", "timeZone": "Europe/Berlin", "missed": "runAll", "overlap": "cancelPrevious",
              "jitter": "30s", "start": "2027-01-01T00:00:00Z", "end": "2027-06-01T00:00:00+02:00", "enabled": false
            },
            "often": { "type": "schedule", "every": "15m" },
            "inbox": { "type": "queue", "queue": "orders", "format": "base64", "maxTries": 3 }
          },
          "steps": {
            "loop": {
              "type": "foreach", "name": "Each", "with": { "items": [] }, "timeout": "1h",
              "body": { "steps": { "a": { "type": "call", "retry": { "delay": "10m", "backoff": "fixed" } } }, "output": 1 }
            }
          },
          "edges": [],
          "settings": { "onFailure": "finishOthers", "retention": { "failed": "90d" } }
        }
        """;

    private static FlowDocument Document { get; } = Read();

    [Fact]
    public void Read_Webhook_HasAllItsSettings()
    {
        var hook = Assert.IsType<WebhookTrigger>(Document.Triggers[0]);
        Assert.Equal(("hook", "/triggers/hook", "orders/{id}"), (hook.Id, hook.Pointer, hook.Path));
        Assert.Equal(["POST", "PUT"], hook.Methods.AsEnumerable());
        Assert.Equal(
            new WebhookAuth(WebhookAuthType.HmacSha256, "github", null, null, "hook", TimeSpan.FromMinutes(5)),
            hook.Auth
        );
        Assert.Equal("{{ trigger.headers.id }}", hook.DedupeKey.GetString());
        Assert.Equal((TimeSpan.FromDays(2), TimeSpan.FromSeconds(10)), (hook.DedupeTtl, hook.Timeout));
        Assert.Equal(WebhookResponse.WhenFinished, hook.Respond);
        Assert.Equal("{{ trigger.body }}", hook.Input.GetString());
    }

    [Fact]
    public void Read_Schedules_HaveCronOrInterval()
    {
        var nightly = Assert.IsType<ScheduleTrigger>(Document.Triggers[1]);
        Assert.Equal(("0 2 * * *", null, "Europe/Berlin"), (nightly.Cron!.Text, nightly.Every, nightly.TimeZone));
        Assert.Equal((MissedTimes.RunAll, RunOverlap.CancelPrevious), (nightly.Missed, nightly.Overlap));
        Assert.Equal(TimeSpan.FromSeconds(30), nightly.Jitter);
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), nightly.Start);
        Assert.Equal(new DateTimeOffset(2027, 6, 1, 0, 0, 0, TimeSpan.FromHours(2)), nightly.End);
        Assert.False(nightly.Enabled);
        var often = Assert.IsType<ScheduleTrigger>(Document.Triggers[2]);
        Assert.Equal((null, TimeSpan.FromMinutes(15), "UTC"), (often.Cron, often.Every, often.TimeZone));
        Assert.Equal((MissedTimes.RunOnce, RunOverlap.Allow, true), (often.Missed, often.Overlap, often.Enabled));
    }

    [Fact]
    public void Read_Queue_HasDefaults()
    {
        var queue = Assert.IsType<QueueTrigger>(Document.Triggers[3]);
        Assert.Equal(("orders", MessageFormat.Base64, 16, 3), (queue.Queue, queue.Format, queue.Batch, queue.MaxTries));
    }

    [Fact]
    public void Read_Steps_NestWithPointers()
    {
        var loop = Assert.Single(Document.Graph.Steps);
        Assert.Equal(("Each", TimeSpan.FromHours(1)), (loop.Name, loop.Timeout));
        var inner = Assert.Single(loop.Body!.Steps);
        Assert.Equal("/steps/loop/body/steps/a", inner.Pointer);
        Assert.Equal(JsonValueKind.Number, loop.Body.Output.ValueKind);
        Assert.Equal((3, Backoff.Fixed), (inner.Retry!.MaxAttempts, inner.Retry.Backoff));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)), (inner.Retry.Delay, inner.Retry.MaxDelay));
        Assert.Equal(FailureMode.FinishOthers, Document.Settings.OnFailure);
        Assert.Equal(TimeSpan.FromDays(90), Document.Settings.RetainFailed);
    }

    private static FlowDocument Read()
    {
        var result = FlowCompilerTests.Compile(Text);
        Assert.Empty(result.Problems);
        return result.Document!;
    }
}

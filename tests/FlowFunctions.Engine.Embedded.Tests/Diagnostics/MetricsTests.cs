using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Diagnostics;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task Run_ThatRetries_IsMeasured()
    {
        var steps = new ScriptedExecutor().On(
            "a",
            request => request.Attempt == 1 ? ScriptedExecutor.Fail("Http.503", retryable: true) : ScriptedExecutor.Ok()
        );
        await using var host = await EngineHost.OpenAsync(steps);
        using var seen = new Measurements(host.Engine.Metrics.Meter);
        var retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero };

        await host.RunAsync(EngineHost.Build(new PlanBuilder().Step("a", step => step with { Retry = retry })));
        await host.Engine.DisposeAsync();

        Assert.Equal(1, seen.Sum("flow.run.started", "flow=test"));
        Assert.Equal(1, seen.Sum("flow.run.completed", "flow=test status=succeeded"));
        Assert.Equal(1, seen.Sum("flow.step.executed", "type=test status=failed"));
        Assert.Equal(1, seen.Sum("flow.step.executed", "type=test status=succeeded"));
        Assert.Equal(1, seen.Sum("flow.step.retries", "type=test"));
        Assert.Equal(2, seen.Count("flow.step.duration"));
        Assert.Equal(2, seen.Count("flow.step.queue.wait"));
        Assert.Equal(1, seen.Count("flow.run.duration"));
        Assert.True(seen.Sum("flow.journal.group.size", "") >= 3);
        Assert.True(seen.Count("flow.journal.flush.duration") >= 3);
        Assert.Equal(
            new FileInfo(Directory.GetFiles(host.Directory.Path, "*.journal", SearchOption.AllDirectories)[0]).Length,
            seen.Sum("flow.journal.bytes", "") + 16
        );
    }

    [Fact]
    public async Task Gauges_OpenAndQueuedRuns_AreRead()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps, options => options with { MaxConcurrentSteps = 1 });
        using var seen = new Measurements(host.Engine.Metrics.Meter);
        var settings = new PlanSettings { Concurrency = new PlanConcurrency(1, null, WhenFull.Queue) };
        var plan = EngineHost.Build(PlanBuilder.Of("a", "b").Settings(settings));
        await host.StartAsync(plan, "r1");
        await host.StartAsync(plan, "r2");
        await gate.EnteredAsync();
        seen.Read();

        Assert.Equal(2, seen.Sum("flow.run.open", ""));
        Assert.Equal(1, seen.Sum("flow.run.queued", ""));
        Assert.Equal(1, seen.Sum("flow.step.queue.length", ""));
        Assert.Equal(1, seen.Count("flow.shard.inbox.length"));
        gate.Open();
        await host.EndAsync("r2");
    }

    [Fact]
    public void Page_OfMetrics_ListsThemAllWithTheirUnits()
    {
        using var metrics = new EngineMetrics();
        metrics.Observe(new EngineGauges(() => 0, () => 0, () => 0, () => 0));
        using var seen = new Measurements(metrics.Meter);
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "observability.md"));

        var listed = Row()
            .Matches(page)
            .Where(static row =>
                !row.Value.EndsWith("the app measures it |", StringComparison.Ordinal)
                && !row.Value.EndsWith("the durable engine only |", StringComparison.Ordinal)
            )
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value));

        Assert.Equal(seen.Instruments.Select(one => (one.Name, one.Unit!)).Order(), listed.Order());
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FlowFunctions.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^\| `(flow\.[a-z.]+)` \| [a-z]+ \| `([^`]+)` \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>What the instruments of one meter have measured.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly List<(string Name, string Tags, double Value)> _all = [];
        private readonly MeterListener _listener = new();

        public Measurements(Meter meter)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, meter))
                {
                    Instruments.Add(instrument);
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public List<Instrument> Instruments { get; } = [];

        public void Read() => _listener.RecordObservableInstruments();

        public double Sum(string name, string tags) => Of(name).Where(one => one.Tags == tags).Sum(one => one.Value);

        public int Count(string name) => Of(name).Length;

        public void Dispose() => _listener.Dispose();

        private (string Name, string Tags, double Value)[] Of(string name)
        {
            lock (_lock)
            {
                return
                [
                    .. _all.Where(one => one.Name == name && !one.Tags.Contains("$output", StringComparison.Ordinal)),
                ];
            }
        }

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            lock (_lock)
            {
                _all.Add((instrument.Name, text, value));
            }
        }
    }
}

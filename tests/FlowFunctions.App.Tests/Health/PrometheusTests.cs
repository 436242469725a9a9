using System.Diagnostics.Metrics;
using FlowFunctions.App.Health.Metrics;

namespace FlowFunctions.App.Tests.Health;

public sealed class PrometheusTests : IDisposable
{
    private readonly Meter _meter = new("Test");

    [Theory]
    [InlineData("flow.run.started", "{run}", MetricKind.Counter, "flow_run_started_total")]
    [InlineData("flow.run.duration", "s", MetricKind.Histogram, "flow_run_duration_seconds")]
    [InlineData("flow.journal.bytes", "By", MetricKind.Counter, "flow_journal_bytes_total")]
    [InlineData("dotnet.process.cpu.time", "s", MetricKind.Counter, "dotnet_process_cpu_time_seconds_total")]
    [InlineData("disk.rate", "By/s", MetricKind.Gauge, "disk_rate_bytes_per_second")]
    [InlineData("cache.hits", "1", MetricKind.Gauge, "cache_hits_ratio")]
    [InlineData("cache.hits", "1", MetricKind.Counter, "cache_hits_total")]
    [InlineData("2xx--answers", "%", MetricKind.Gauge, "_2xx_answers_percent")]
    [InlineData("requests.total", null, MetricKind.Counter, "requests_total")]
    internal void Name_OfAnInstrument_FollowsOpenTelemetry(
        string name,
        string? unit,
        MetricKind kind,
        string expected
    ) => Assert.Equal(expected, MetricNames.Of(name, unit, kind));

    [Fact]
    public void Counter_WithAwkwardLabels_IsEscaped()
    {
        var metric = new Metric(_meter.CreateCounter<long>("calls", "{call}", "Calls\\of\nall kinds."));
        metric.Record(2, [new("the.path", "a\\b\"c\nd")]);
        metric.Record(3, [new("the.path", "a\\b\"c\nd")]);
        metric.Record(1, [new("the.path", true)]);
        metric.Record(1, [new("the.path", null)]);

        Assert.Equal(
            """
            # HELP calls_total Calls\\of\nall kinds.
            # TYPE calls_total counter
            calls_total{the_path=""} 1
            calls_total{the_path="a\\b\"c\nd"} 5
            calls_total{the_path="true"} 1

            """,
            PrometheusText.Of([metric])
        );
    }

    [Fact]
    public void Histogram_CountsEachValueInItsBucketAndAllLargerOnes()
    {
        var metric = new Metric(_meter.CreateHistogram<int>("sizes", "{item}", "Sizes."));
        foreach (var size in (int[])[1, 2, 3, 20, 50_000])
        {
            metric.Record(size, []);
        }

        Assert.Equal(
            """
            # HELP sizes Sizes.
            # TYPE sizes histogram
            sizes_bucket{le="1"} 1
            sizes_bucket{le="2"} 2
            sizes_bucket{le="5"} 3
            sizes_bucket{le="10"} 3
            sizes_bucket{le="20"} 4
            sizes_bucket{le="50"} 4
            sizes_bucket{le="100"} 4
            sizes_bucket{le="200"} 4
            sizes_bucket{le="500"} 4
            sizes_bucket{le="1000"} 4
            sizes_bucket{le="10000"} 4
            sizes_bucket{le="+Inf"} 5
            sizes_sum 50026
            sizes_count 5

            """,
            PrometheusText.Of([metric])
        );
    }

    [Fact]
    public void Labels_WithoutEnd_AreCountedTogether()
    {
        var metric = new Metric(_meter.CreateCounter<long>("calls"));
        for (var caller = 0; caller < Metric.MaxSeries + 50; caller++)
        {
            metric.Record(1, [new("caller", caller)]);
        }

        var series = metric.Series.ToList();
        Assert.Equal(Metric.MaxSeries + 1, series.Count);
        Assert.Contains(
            "calls_total{otel_metric_overflow=\"true\"} 50\n",
            PrometheusText.Of([metric]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Gauge_ObservedByTwoInstruments_IsTheirSum()
    {
        using var meter = new Meter("FlowFunctions");
        meter.CreateObservableUpDownCounter("test.open", static () => 3, "{run}");
        using var collector = new MetricsCollector();
        using var second = new Meter("FlowFunctions");
        second.CreateObservableUpDownCounter("test.open", static () => 4, "{run}");

        var first = collector.Read(PrometheusText.Of);
        var again = collector.Read(PrometheusText.Of);

        Assert.Contains("# TYPE test_open gauge\ntest_open 7\n", first, StringComparison.Ordinal);
        Assert.Contains("test_open 7\n", again, StringComparison.Ordinal);
    }

    public void Dispose() => _meter.Dispose();
}

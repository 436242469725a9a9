using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace FlowFunctions.App.Health.Metrics;

/// <summary>A metric with its series; of all instruments of the same name. Thread-safe.</summary>
internal sealed class Metric
{
    /// <summary>Series at most; measurements under further labels are counted together.</summary>
    public const int MaxSeries = 1_000;

    private static readonly double[] SecondBounds =
    [
        0.0005,
        0.001,
        0.0025,
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        5,
        10,
        30,
        60,
        300,
        3600,
    ];

    private static readonly double[] CountBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000];
    private static readonly KeyValuePair<string, object?>[] Overflow = [new("otel.metric.overflow", "true")];

    private readonly ConcurrentDictionary<int, MetricSeries> _series = new();
    private readonly Lock _gate = new();
    private readonly bool _isObserved;
    private readonly bool _isLast;
    private int _count;

    /// <param name="instrument">The first instrument of its name.</param>
    public Metric(Instrument instrument)
    {
        Kind = MetricNames.KindOf(instrument);
        Name = MetricNames.Of(instrument.Name, instrument.Unit, Kind);
        Help = instrument.Description ?? "";
        Bounds =
            Kind != MetricKind.Histogram ? []
            : instrument.Unit == "s" ? SecondBounds
            : CountBounds;
        _isObserved = instrument.IsObservable;
        _isLast =
            instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Gauge<>);
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    /// <summary>The upper bounds of a histogram's buckets.</summary>
    public double[] Bounds { get; }

    /// <summary>Its series, in no order.</summary>
    public IEnumerable<MetricSeries> Series => _series.Values.SelectMany(Chain);

    /// <summary>Takes a measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var hash = HashOf(labels);
        var series = Find(hash, labels) ?? Add(hash, labels);
        if (_isLast)
        {
            series.Reset();
        }

        series.Add(value);
    }

    /// <summary>What is read anew each time begins at nothing, so that instruments of the same name add up.</summary>
    public void BeginReading()
    {
        if (_isObserved)
        {
            foreach (var series in Series)
            {
                series.Reset();
            }
        }
    }

    private static IEnumerable<MetricSeries> Chain(MetricSeries first)
    {
        for (var series = first; series is not null; series = series.Next)
        {
            yield return series;
        }
    }

    private static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var hash = new HashCode();
        foreach (var (_, value) in labels)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    private MetricSeries? Find(int hash, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var series = _series.GetValueOrDefault(hash);
        while (series is not null && !series.Has(labels))
        {
            series = series.Next;
        }

        return series;
    }

    private MetricSeries Add(int hash, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_gate)
        {
            if (Find(hash, labels) is { } known)
            {
                return known;
            }

            if (_count >= MaxSeries)
            {
                labels = Overflow;
                hash = HashOf(labels);
                if (Find(hash, labels) is { } others)
                {
                    return others;
                }
            }

            _count++;
            var added = new MetricSeries(labels.ToArray(), Bounds) { Next = _series.GetValueOrDefault(hash) };
            _series[hash] = added;
            return added;
        }
    }
}

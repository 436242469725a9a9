namespace FlowFunctions.App.Health.Metrics;

/// <summary>The values of one metric under one set of labels. Thread-safe.</summary>
/// <param name="labels">The labels as they were measured.</param>
/// <param name="bounds">The upper bounds of a histogram's buckets in rising order; empty for other metrics.</param>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] labels, double[] bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private double _sum;
    private long _count;

    /// <summary>The labels.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Labels => labels;

    /// <summary>The next series whose labels have the same hash, or null.</summary>
    public MetricSeries? Next { get; init; }

    /// <summary>Takes a measurement.</summary>
    public void Add(double value)
    {
        lock (_gate)
        {
            _sum += value;
            if (bounds.Length > 0)
            {
                _count++;
                _buckets[BucketOf(value)]++;
            }
        }
    }

    /// <summary>Forgets: before values that are read anew each time.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _sum = 0;
        }
    }

    /// <summary>Whether it has these labels.</summary>
    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (others.Length != labels.Length)
        {
            return false;
        }

        for (var index = 0; index < others.Length; index++)
        {
            if (others[index].Key != labels[index].Key || !Equals(others[index].Value, labels[index].Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What it holds now; the buckets as they were counted, each by itself.</summary>
    public (double Sum, long Count, long[] Buckets) Read()
    {
        lock (_gate)
        {
            return (_sum, _count, [.. _buckets]);
        }
    }

    private int BucketOf(double value)
    {
        var index = Array.BinarySearch(bounds, value);
        return index < 0 ? ~index : index;
    }
}

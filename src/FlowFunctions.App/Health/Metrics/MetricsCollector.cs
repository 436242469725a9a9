using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace FlowFunctions.App.Health.Metrics;

/// <summary>
/// Collects what the engine, the web server and the runtime measure, from the first time that somebody asks: whoever does not watch
/// the app does not pay for it.
/// </summary>
internal sealed class MetricsCollector : IDisposable
{
    private const string Engine = "FlowFunctions";
    private const string Runtime = "System.Runtime";
    private const string RequestDuration = "http.server.request.duration";

    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private bool _isStarted;

    public MetricsCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsWanted(instrument))
            {
                var metric = _metrics.GetOrAdd(instrument.Name, static (_, first) => new Metric(first), instrument);
                listener.EnableMeasurementEvents(instrument, metric);
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(value, tags, state));
    }

    /// <summary>The metrics as they are now, by name.</summary>
    /// <param name="write">Takes them.</param>
    public T Read<T>(Func<IEnumerable<Metric>, T> write)
    {
        lock (_gate)
        {
            if (!_isStarted)
            {
                _isStarted = true;
                _listener.Start();
            }

            foreach (var metric in _metrics.Values)
            {
                metric.BeginReading();
            }

            _listener.RecordObservableInstruments();
            return write(_metrics.Values.OrderBy(static metric => metric.Name, StringComparer.Ordinal));
        }
    }

    public void Dispose() => _listener.Dispose();

    private static bool IsWanted(Instrument instrument) =>
        instrument.Meter.Name is Engine or Runtime || instrument.Name == RequestDuration;

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        ((Metric)state!).Record(value, tags);
}

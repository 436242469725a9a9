using System.Collections.Concurrent;

namespace FlowFunctions.App.Access.Audit;

/// <summary>Bounds how many refusals of somebody are recorded within a minute, so that strangers cannot fill the log; the rest are counted.</summary>
internal sealed class RefusalLimit(AuditSettings settings, TimeProvider time)
{
    private const int MaxKnown = 10_000;
    private readonly ConcurrentDictionary<string, Minute> _known = new(StringComparer.Ordinal);

    /// <summary>Whether one more is recorded.</summary>
    /// <param name="who">A caller's id or an address.</param>
    /// <param name="missed">How many of theirs were not, since the last one that was.</param>
    public bool TryPass(string who, out int missed)
    {
        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        var minute = _known.GetOrAdd(who, static _ => new());
        lock (minute)
        {
            return minute.TryPass(
                time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute,
                settings.RefusalsAMinute,
                out missed
            );
        }
    }

    private sealed class Minute
    {
        private long _number;
        private int _count;
        private int _missed;

        public bool TryPass(long number, int most, out int missed)
        {
            if (number != _number)
            {
                (_number, _count) = (number, 0);
            }

            var passes = ++_count <= most;
            missed = passes ? _missed : 0;
            _missed = passes ? 0 : _missed + 1;
            return passes;
        }
    }
}

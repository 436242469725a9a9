using FlowFunctions.Engine.Embedded.Retention;
using FlowFunctions.Engine.Embedded.Runs;

namespace FlowFunctions.Engine.Embedded.Shards;

/// <summary>Runs that have ended and stay in the journal until they are released.</summary>
internal sealed partial class Shard
{
    private readonly Dictionary<string, KeptRun> _kept = new(StringComparer.Ordinal);
    private readonly List<ReleaseEntry> _releases = [];

    /// <summary>Takes an ended run over from the journal; before the loop runs.</summary>
    public void AddKept(string runId, KeptRun run) => _kept[runId] = run;

    /// <summary>It is known now which stored values an ended run refers to.</summary>
    public void KeepStored(string runId, long number, IReadOnlyCollection<string> hashes)
    {
        if (_kept.TryGetValue(runId, out var run) && run.Number == number)
        {
            _kept[runId] = run.With(hashes);
        }
    }

    /// <summary>Gives ended runs up; what is not kept here is passed over.</summary>
    public void Release(IEnumerable<string> runIds)
    {
        var released = new List<KeptRun>();
        foreach (var runId in Refusal is null ? runIds : [])
        {
            if (_kept.Remove(runId, out var run))
            {
                released.Add(run);
            }
        }

        _releases.AddRange(released.Chunk(ReleaseEntry.MaxRuns).Select(static runs => new ReleaseEntry(runs)));
    }

    /// <summary>Those of some runs that are kept here; of null all.</summary>
    public IReadOnlyList<string> KeptOf(IReadOnlyCollection<string>? runIds) =>
        [.. runIds?.Where(_kept.ContainsKey) ?? _kept.Keys];

    private void Keep(OpenRun run)
    {
        if (_services.Options.KeepsFinished)
        {
            run.Stored.Add(run.StoredStart);
            _kept[run.Id] = KeptRun.Of(run.Records.Number, run.Records.Pins, run.Stored.Hashes);
        }
    }

    private void RemoveKeptFrom(HashSet<string> hashes)
    {
        foreach (var run in _kept.Values)
        {
            hashes.ExceptWith(run.More?.Hashes ?? []);
        }
    }

    private async ValueTask AppendReleasesAsync()
    {
        foreach (var release in _releases)
        {
            await _services.Journal.AppendAsync(release);
        }

        _releases.Clear();
    }
}

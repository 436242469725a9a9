using FlowFunctions.Engine.DurableTask.Admission;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Tests.Admission;

/// <summary>Counts the runs of each key that have begun and not ended, as their turns tell.</summary>
internal sealed class OpenCount : IOpenRunWatcher
{
    private readonly Dictionary<string, AdmissionKey> _open = new(StringComparer.Ordinal);
    private readonly List<string> _begun = [];

    /// <summary>The most runs of one key that were open at once.</summary>
    public int Most { get; private set; }

    /// <summary>The runs in the order in which they began.</summary>
    public IReadOnlyList<string> Begun => _begun;

    public bool Watches(string runId) => true;

    public void Turned(OpenRun run)
    {
        if (run.Result is not null || run.Status == RunStatus.Queued)
        {
            _open.Remove(run.RunId);
            return;
        }

        if (!_begun.Contains(run.RunId))
        {
            _begun.Add(run.RunId);
        }

        if (HistoryReader.Read(run.History!.Value).First() is RunStarted { Start.ConcurrencyKey: { } key })
        {
            _open[run.RunId] = new(run.Workspace, run.FlowId, key);
            Most = Math.Max(Most, _open.Values.CountBy(static each => each).Max(static count => count.Value));
        }
    }
}

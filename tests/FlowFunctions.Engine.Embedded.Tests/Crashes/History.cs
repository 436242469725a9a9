using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Recovery;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;
using WireEvent = FlowFunctions.Engine.History.Wire.Event;

namespace FlowFunctions.Engine.Embedded.Tests.Crashes;

/// <summary>What happened to each run, and which executions have ended.</summary>
internal sealed class History
{
    private readonly Dictionary<string, List<WireEvent>> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<(string RunId, int CommandId), string> _commands = [];
    private readonly HashSet<string> _queued = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);

    /// <summary>What tells one execution from all others.</summary>
    public static string KeyOf(string runId, string path, int attempt, StepResume? resume)
    {
        var resumed =
            resume is StepResume.Repeated repeated ? $"+{repeated.Iterations}"
            : resume is null ? ""
            : "+";
        return $"{runId}/{path}/{attempt}{resumed}";
    }

    /// <summary>Reads a journal record by record.</summary>
    public static History Read(IJournalStorage storage, Func<string, Plan> planOf)
    {
        var turns = new SortedDictionary<(long Number, int Turn), Wire.Record>();
        JournalReader.Read(
            storage,
            (_, _, payload) =>
            {
                var record = Wire.Record.Parser.ParseFrom(payload);
                if (record.Released.Count > 0)
                {
                    return;
                }

                Assert.Equal(record, turns.GetValueOrDefault((record.Number, record.Turn), record));
                turns[(record.Number, record.Turn)] = record;
            }
        );
        var history = new History();
        foreach (var run in turns.GroupBy(static turn => turn.Key.Number, static turn => turn.Value))
        {
            history.Replay([.. run], planOf);
        }

        return history;
    }

    /// <summary>The runs that are known of, also those without events: they wait for admission.</summary>
    public IEnumerable<string> Runs => _events.Keys;

    /// <summary>A new process tells everything again; what has ended is remembered.</summary>
    public void BeginAgain()
    {
        _events.Clear();
        _queued.Clear();
    }

    public void AddQueued(string runId)
    {
        Assert.True(_queued.Add(runId), $"{runId} was told to be queued twice");
        Assert.True(_events.TryAdd(runId, []), $"{runId} was told to be queued after its start");
    }

    public void AddNeverStarted(string runId)
    {
        Assert.Contains(runId, _queued);
        _ended.Add(runId);
    }

    public bool HasEnded(string key) => _done.Contains(key);

    public bool HasRunEnded(string runId) => _ended.Contains(runId);

    public void Add(string runId, RunEvent runEvent, CommandBuffer effects)
    {
        if (!_events.TryGetValue(runId, out var events))
        {
            _events.Add(runId, events = []);
        }

        events.Add(runEvent.ToWire());
        foreach (var command in effects.Commands)
        {
            if (command is ExecuteStep execute)
            {
                _commands[(runId, execute.Id)] = KeyOf(runId, execute.Step.Path, execute.Attempt, execute.Resume);
            }
            else if (command is CompleteRun)
            {
                _ended.Add(runId);
            }
        }

        if (runEvent is StepCompleted completed && _commands.TryGetValue((runId, completed.CommandId), out var key))
        {
            _done.Add(key);
        }
    }

    /// <summary>Nothing of this is missing or different there; what has ended there is remembered.</summary>
    /// <param name="found">What a disk holds.</param>
    /// <param name="runs">Runs that were accepted.</param>
    /// <param name="mayBeGone">Whether nobody needs the records of a run that has ended.</param>
    public void CheckIsPrefixOf(History found, IEnumerable<string> runs, Func<string, bool> mayBeGone)
    {
        foreach (var runId in runs.Union(_events.Keys))
        {
            if (!found._events.TryGetValue(runId, out var events))
            {
                var hasEnded = _ended.Contains(runId) || found._ended.Contains(runId);
                Assert.True(hasEnded && mayBeGone(runId), $"{runId} is lost");
                continue;
            }

            var told = _events.GetValueOrDefault(runId, []);
            Assert.Equal(told, events.Take(told.Count));
        }

        _done.UnionWith(found._done);
        _ended.UnionWith(found._ended);
        foreach (var (command, key) in found._commands)
        {
            _commands[command] = key;
        }
    }

    /// <summary>Everything that a disk held of open runs, and of ended ones that are kept, was told.</summary>
    public void CheckHolds(History found, Func<string, bool> isKept)
    {
        foreach (var (runId, events) in found._events.Where(run => found._open.Contains(run.Key) || isKept(run.Key)))
        {
            Assert.True(_events.ContainsKey(runId), $"{runId} was not told again");
            Assert.Equal(events, _events[runId].Take(events.Count));
            Assert.Equal(found._queued.Contains(runId), _queued.Contains(runId));
        }
    }

    private void Replay(List<Wire.Record> records, Func<string, Plan> planOf)
    {
        if (records[^1].Result is not null)
        {
            // Its first records may be gone already.
            _ended.Add(records[^1].RunId);
        }

        if (records.Count != records[^1].Turn)
        {
            Assert.True(records[^1].Result is not null, $"{records[^1].RunId} has lost a turn");
            return;
        }

        var (runId, history) = (records[0].RunId, RunHistory.Of(records));
        _events.TryAdd(runId, []);
        if (history.Queued is not null)
        {
            _queued.Add(runId);
        }

        if (history.Result is null)
        {
            _open.Add(runId);
        }

        if (history.IsQueued)
        {
            return;
        }

        var state = new RunState(planOf(history.Start.Started.PlanHash));
        var effects = new CommandBuffer();
        foreach (var runEvent in history.Applied)
        {
            effects.Clear();
            RunMachine.Apply(state, runEvent.ToCore(), effects);
            Add(runId, runEvent.ToCore(), effects);
        }
    }
}

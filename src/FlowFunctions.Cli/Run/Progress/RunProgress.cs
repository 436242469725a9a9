using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Run.Progress;

/// <summary>
/// How far a run has come, its called flows and the child runs of its long loops included. The engine's shards write it, the display
/// reads it; both under <see cref="Gate"/>.
/// </summary>
internal sealed class RunProgress : IRunRecorder
{
    private readonly Dictionary<string, FollowedRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (StartChild Command, StepProgress Caller, FollowedRun Run)> _children = new(
        StringComparer.Ordinal
    );

    /// <param name="runId">The run to follow.</param>
    /// <param name="plan">Its plan.</param>
    public RunProgress(string runId, Plan plan)
    {
        RunId = runId;
        Plan = plan;
        Root = new ScopeProgress(plan.Root, "");
        _runs.Add(runId, new FollowedRun(runId, Root));
    }

    /// <summary>Taken while it is written or read.</summary>
    public Lock Gate { get; } = new();

    public string RunId { get; }

    public Plan Plan { get; }

    public ScopeProgress Root { get; }

    public RunStatus Status { get; private set; } = RunStatus.Queued;

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Told of each step that changes, and when; called under <see cref="Gate"/>.</summary>
    public Action<StepProgress, DateTimeOffset>? Changed { get; set; }

    /// <summary>The first step that waits for a signal; it may stand in a called flow, whose run the signal must go to.</summary>
    public StepProgress? WaitingFor(string signal)
    {
        lock (Gate)
        {
            return Root.Reached().FirstOrDefault(step => step.AwaitedSignal == signal);
        }
    }

    /// <inheritdoc/>
    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        lock (Gate)
        {
            if (Find(state) is not { } run)
            {
                return;
            }

            NoteRun(state);
            run.NoteTotal(runEvent);
            foreach (var transition in effects.Transitions)
            {
                Change(run, transition.Step, transition.Status, transition.At);
            }

            Note(run, effects.Commands);
        }
    }

    /// <summary>What is followed of a run, or null for one that this run does not wait for.</summary>
    private FollowedRun? Find(RunState state)
    {
        if (_runs.TryGetValue(state.RunId, out var known))
        {
            return known;
        }

        if (!_children.Remove(state.RunId, out var child))
        {
            return null;
        }

        var run = child.Command.Chunk is { } chunk
            ? new FollowedRun(state.RunId, child.Run.Root) { HiddenPath = chunk.Path }
            : new FollowedRun(state.RunId, new ScopeProgress(state.Plan.Root, child.Caller.Path + "/"));
        if (child.Command.Chunk is null)
        {
            child.Caller.Called = run.Root;
        }

        _runs.Add(state.RunId, run);
        return run;
    }

    private void NoteRun(RunState state)
    {
        if (state.RunId == RunId)
        {
            (Status, StartedAt, EndedAt) = (state.Status, state.StartedAt, state.EndedAt);
        }
    }

    private void Change(FollowedRun run, StepInstance step, StepStatus status, DateTimeOffset at)
    {
        if (step.Path == run.HiddenPath)
        {
            return;
        }

        var scope = run.ScopeOf(step.Path);
        var progress = scope.Update(step, status, at, run.Id);
        if (!step.IsOutput)
        {
            Changed?.Invoke(progress, at);
        }
    }

    private void Note(FollowedRun run, IEnumerable<Engine.Machine.RunCommand> commands)
    {
        foreach (var command in commands)
        {
            if (command is ExecuteStep { Step.Plan.Body: not null } loop && loop.Step.Path != run.HiddenPath)
            {
                run.Loops[loop.Id] = run.ScopeOf(loop.Step.Path).Steps[loop.Step.Plan.Index];
            }
            else if (command is StartChild child)
            {
                var caller = run.ScopeOf(child.Step.Path).Find(child.Step.Plan.Id);
                _children.TryAdd(child.ChildRunId, (child, caller, run));
            }
        }

        run.CountIterations();
    }
}

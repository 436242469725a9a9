using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Cli.Tests.Run.Progress;

/// <summary>A run whose machine is driven by hand and tells a progress; pure steps are evaluated, the rest waits for the test.</summary>
internal sealed class DrivenRun : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly StepTypes _types = StepTypes.BuiltIn();
    private readonly CommandBuffer _buffer = new();
    private readonly Dictionary<string, RunState> _runs = new(StringComparer.Ordinal);
    private readonly List<(string RunId, RunCommand Command)> _open = [];
    private DateTimeOffset _now = Start;

    /// <param name="yaml">The flow.</param>
    /// <param name="input">Its input.</param>
    /// <param name="called">The flow that it calls, or null.</param>
    public DrivenRun(string yaml, string input = "{}", string? called = null)
    {
        var plan = Plans.Compile(yaml);
        Called = called is null ? null : Plans.Compile(called);
        Progress = new RunProgress("run", plan);
        Begin(
            plan,
            new RunStart
            {
                RunId = "run",
                PlanHash = plan.Hash,
                Input = Payload.Parse(input),
            }
        );
    }

    public RunProgress Progress { get; }

    public RunState State => _runs["run"];

    private Plan? Called { get; }

    /// <summary>The steps as <c>path Status</c>.</summary>
    public IEnumerable<string> Steps => Progress.Root.Reached().Select(static step => $"{step.Path} {step.Status}");

    /// <summary>Answers a step that is not pure.</summary>
    public DrivenRun Answer(string path, StepOutcome outcome)
    {
        var (runId, command) = _open.First(open => open.Command is ExecuteStep step && step.Step.Path == path);
        _open.Remove((runId, command));
        return Apply(runId, new StepCompleted(_now, command.Id, outcome));
    }

    /// <summary>Lets the first timer of a step run out.</summary>
    public DrivenRun Fire(string path)
    {
        var (runId, command) = _open.First(open => open.Command is StartTimer timer && timer.Step?.Path == path);
        _open.Remove((runId, command));
        _now = ((StartTimer)command).Due;
        return Apply(runId, new TimerFired(_now, command.Id));
    }

    public void Dispose() => _types.Dispose();

    private void Begin(Plan plan, RunStart start)
    {
        _runs.Add(start.RunId, new RunState(plan));
        Apply(start.RunId, new RunStarted(_now, start));
    }

    private DrivenRun Apply(string runId, RunEvent runEvent)
    {
        var state = _runs[runId];
        _buffer.Clear();
        RunMachine.Apply(state, runEvent, _buffer);
        Progress.Record(state, runEvent, _buffer);
        foreach (var command in _buffer.Commands.ToArray())
        {
            CarryOut(state, command);
        }

        return this;
    }

    private void CarryOut(RunState state, RunCommand command)
    {
        switch (command)
        {
            case ExecuteStep { Step.Plan.IsPure: true } pure:
                var outcome = new StepExecutor(_types, NoSecrets.Instance).ExecutePure(
                    StepScopes.RequestFor(state, pure)
                );
                Apply(state.RunId, new StepCompleted(_now, pure.Id, outcome));
                break;
            case StartChild child:
                var plan = child.FlowId is null ? state.Plan : Called!;
                _open.Add((state.RunId, child));
                Begin(
                    plan,
                    new RunStart
                    {
                        RunId = child.ChildRunId,
                        PlanHash = plan.Hash,
                        Input = child.Input,
                        Chunk = child.Chunk,
                    }
                );
                break;
            case CompleteRun end when state.RunId != "run":
                var parent = _open.First(open => open.Command is StartChild child && child.ChildRunId == state.RunId);
                _open.Remove(parent);
                Apply(parent.RunId, new ChildCompleted(_now, parent.Command.Id, end.Result));
                break;
            default:
                _open.Add((state.RunId, command));
                break;
        }
    }
}

using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Tests.Properties;

/// <summary>An engine made of a clock and dice: carries a random flow out in one of its possible orders.</summary>
internal sealed class Simulation
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly RandomFlow _flow;
    private readonly Random _order;
    private readonly bool _interfere;
    private readonly PriorityQueue<(string RunId, Func<DateTimeOffset, RunEvent> Event), (DateTimeOffset, int)> _due =
        new();
    private readonly HashSet<string> _executed = new(StringComparer.Ordinal);
    private readonly CommandBuffer _buffer = new();
    private DateTimeOffset _now = Start;
    private int _sequence;

    /// <param name="flow">What to run.</param>
    /// <param name="orderSeed">Of durations, and so of the order of events.</param>
    /// <param name="interfere">Whether somebody pauses, resumes, cancels or terminates the run meanwhile.</param>
    public Simulation(RandomFlow flow, int orderSeed, bool interfere = false)
    {
        _flow = flow;
        _order = new Random(orderSeed);
        _interfere = interfere;
    }

    public Dictionary<string, SimulatedRun> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>Final states of all steps of all runs, by run and path.</summary>
    public SortedDictionary<string, string> Ends { get; } = new(StringComparer.Ordinal);

    public RunResult? Result => Runs["r"].State.Result;

    public Simulation Run()
    {
        Open(new SimulatedRun(new RunState(_flow.Plan)), new RunStart { RunId = "r", PlanHash = "test" });
        if (_interfere)
        {
            Interfere();
        }

        while (_due.TryDequeue(out var next, out var time))
        {
            _now = time.Item1 > _now ? time.Item1 : _now;
            Apply(Runs[next.RunId], next.Event(_now));
        }

        return this;
    }

    private void Interfere()
    {
        var control = _order.Next(4) switch
        {
            0 => RunControl.Cancel,
            1 => RunControl.Terminate,
            _ => RunControl.Pause,
        };
        Deliver("r", at => new ControlRequested(at, control), Seconds(20));
        Deliver("r", at => new ControlRequested(at, RunControl.Resume), Seconds(20) + TimeSpan.FromSeconds(20));
    }

    private void Open(SimulatedRun run, RunStart start)
    {
        Runs.Add(start.RunId, run);
        Apply(run, new RunStarted(_now, start));
    }

    private void Apply(SimulatedRun run, RunEvent runEvent)
    {
        _buffer.Clear();
        RunMachine.Apply(run.State, runEvent, _buffer);
        run.History.Add(runEvent);
        run.Commands.Add([.. _buffer.Commands.Select(CommandText.Of)]);
        foreach (var transition in _buffer.Transitions.Where(transition => transition.Status.IsTerminal()))
        {
            var step = transition.Step;
            Ends[$"{run.State.RunId.Split('~')[0]} {step.Path}"] =
                $"{step.Status} {step.Attempt} {step.Port} {step.Output} {step.Error?.Code}";
        }

        // A child's first event reuses the buffer, so the commands of this one are taken out first.
        foreach (var command in _buffer.Commands.ToArray())
        {
            CarryOut(run, command);
        }
    }

    private void CarryOut(SimulatedRun run, RunCommand command)
    {
        var runId = run.State.RunId;
        switch (command)
        {
            case ExecuteStep execute:
                Execute(run, execute);
                break;
            case StartTimer timer:
                var early = _order.Next(4) == 0 ? Seconds(1) : TimeSpan.Zero;
                Deliver(runId, at => new TimerFired(at, timer.Id), timer.Due - _now - early);
                break;
            case StartChild child:
                var plan = child.Chunk is null ? _flow.Child : run.State.Plan;
                run.Children.Add(child.Id, child.ChildRunId);
                Open(
                    new SimulatedRun(new RunState(plan)) { Parent = (runId, child.Id) },
                    new RunStart
                    {
                        RunId = child.ChildRunId,
                        PlanHash = "test",
                        Chunk = child.Chunk,
                    }
                );
                break;
            case CancelStep cancel when run.Children.TryGetValue(cancel.CommandId, out var childRunId):
                Deliver(childRunId, at => new ControlRequested(at, RunControl.Cancel), Seconds(1));
                break;
            case CompleteRun { Result: var result } when run.Parent is var (parent, commandId):
                Deliver(parent, at => new ChildCompleted(at, commandId, result), Seconds(1));
                break;
            default:
                break;
        }
    }

    private void Execute(SimulatedRun run, ExecuteStep execute)
    {
        var (runId, path) = (run.State.RunId, execute.Step.Path);
        if (execute.Resume is null)
        {
            Assert.True(
                _executed.Add($"{runId} {path} {execute.Attempt}"),
                $"{runId} {path}/{execute.Attempt} ran twice"
            );
        }

        if (execute.Resume is null && _flow.WaitsForSignal(execute.Step.Plan.Id))
        {
            var name = RandomFlow.SignalOf(path);
            Deliver(runId, at => new SignalReceived(at, name, Payload.Null), Seconds(10));
        }

        var outcome = _flow.Answer(path, execute.Attempt, execute.Resume, execute.Step.Plan.Id, execute.Step.ReadyAt);
        Deliver(runId, at => new StepCompleted(at, execute.Id, outcome), Seconds(5));
        if (_order.Next(10) == 0)
        {
            Deliver(runId, at => new StepCompleted(at, execute.Id, outcome), Seconds(9));
        }
    }

    private void Deliver(string runId, Func<DateTimeOffset, RunEvent> runEvent, TimeSpan delay) =>
        _due.Enqueue((runId, runEvent), (_now + delay, _sequence++));

    private TimeSpan Seconds(double most) => TimeSpan.FromSeconds(_order.NextDouble() * most);
}

/// <summary>One run of a simulation, with everything that happened and followed.</summary>
internal sealed class SimulatedRun(RunState state)
{
    public RunState State { get; } = state;

    public (string RunId, int CommandId)? Parent { get; init; }

    public Dictionary<int, string> Children { get; } = [];

    public List<RunEvent> History { get; } = [];

    public List<string[]> Commands { get; } = [];
}

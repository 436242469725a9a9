using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests;

/// <summary>Drives one run by hand: what the machine asks for stays open until the test answers it.</summary>
internal sealed class RunDriver
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly CommandBuffer _buffer = new();

    public RunDriver(PlanBuilder plan, RunStart? start = null)
        : this(plan.Build(), start) { }

    public RunDriver(Plan plan, RunStart? start = null)
    {
        State = new RunState(plan);
        Apply(new RunStarted(Now, start ?? new RunStart { RunId = "run", PlanHash = plan.Hash }));
    }

    public RunState State { get; }

    public DateTimeOffset Now { get; private set; } = Start;

    public List<RunEvent> History { get; } = [];

    /// <summary>The commands that each event of the history caused, as <see cref="CommandText"/> writes them.</summary>
    public List<string[]> Caused { get; } = [];

    /// <summary>All commands so far.</summary>
    public IReadOnlyList<string> Log => [.. Caused.SelectMany(static commands => commands)];

    /// <summary>The executions that wait for an answer, by path.</summary>
    public Dictionary<string, ExecuteStep> Executions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, StartChild> Children { get; } = new(StringComparer.Ordinal);

    public List<StartTimer> Timers { get; } = [];

    public List<string> Told { get; } = [];

    public RunResult? Result => State.Result;

    public string Running => string.Join(' ', Executions.Keys.Order(StringComparer.Ordinal));

    public RunDriver Succeed(string path, string? port = null, string output = "null") =>
        Answer(path, new StepOutcome.Succeeded(Payload.Parse(output), port));

    public RunDriver Fail(string path, string code = "Test", bool retryable = false) =>
        Answer(
            path,
            new StepOutcome.Failed(
                new StepError
                {
                    Code = code,
                    Message = "It failed.",
                    Retryable = retryable,
                }
            )
        );

    public RunDriver Answer(string path, StepOutcome outcome)
    {
        Assert.True(Executions.Remove(path, out var command), $"'{path}' does not run; running: {Running}");
        return Apply(new StepCompleted(Now, command.Id, outcome));
    }

    public RunDriver AnswerChild(string childRunId, RunResult result)
    {
        Assert.True(Children.Remove(childRunId, out var command), $"No child '{childRunId}'.");
        return Apply(new ChildCompleted(Now, command.Id, result));
    }

    public RunDriver Signal(string name, string payload = "null") =>
        Apply(new SignalReceived(Now, name, Payload.Parse(payload)));

    public RunDriver Control(RunControl control) => Apply(new ControlRequested(Now, control));

    /// <summary>Lets time pass and fires the timers that run out, in order.</summary>
    public RunDriver Advance(TimeSpan time)
    {
        var until = Now + time;
        while (
            Timers.Where(timer => timer.Due <= until).OrderBy(timer => (timer.Due, timer.Id)).FirstOrDefault()
                is { } due
        )
        {
            Timers.Remove(due);
            Now = due.Due > Now ? due.Due : Now;
            Apply(new TimerFired(Now, due.Id));
        }

        Now = until;
        return this;
    }

    public RunDriver Apply(RunEvent runEvent)
    {
        History.Add(runEvent);
        _buffer.Clear();
        RunMachine.Apply(State, runEvent, _buffer);
        Caused.Add([.. _buffer.Commands.Select(CommandText.Of)]);
        foreach (var command in _buffer.Commands)
        {
            Take(command);
        }

        return this;
    }

    public StepStatus StatusOf(string id) => State.FindStep(id)?.Status ?? StepStatus.Pending;

    /// <summary>Ends the output pseudo-step, the last thing a successful run does.</summary>
    public RunDriver Finish(string output = "null") => Succeed("$output", output: output);

    private void Take(RunCommand command)
    {
        switch (command)
        {
            case ExecuteStep execute:
                Executions[execute.Step.Path] = execute;
                break;
            case StartTimer timer:
                Timers.Add(timer);
                break;
            case CancelTimer cancel:
                Timers.RemoveAll(timer => timer.Id == cancel.TimerId);
                break;
            case StartChild child:
                Children.Add(child.ChildRunId, child);
                break;
            case CancelStep cancel:
                Told.Add(
                    Executions.FirstOrDefault(pair => pair.Value.Id == cancel.CommandId).Key
                        ?? Children.First(pair => pair.Value.Id == cancel.CommandId).Key
                );
                break;
            default:
                break;
        }
    }
}

using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FlowFunctions.Engine.DurableTask.Tests.Turns;

/// <summary>How a backend keeps the worker informed.</summary>
public enum Sending
{
    /// <summary>Each turn brings the whole history to the same process.</summary>
    History,

    /// <summary>Each turn brings the whole history to another process.</summary>
    HistoryElsewhere,

    /// <summary>Turns of a session bring the new events only.</summary>
    NewEvents,
}

/// <summary>Turns of one run by hand: a test says what each brings, and what is answered becomes part of the history.</summary>
internal sealed class TurnBench(Plan plan, ScriptedExecutor? steps = null, Sending sending = Sending.History)
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public RunWorld World { get; } = new(steps);

    /// <summary>What is committed; a test may change it.</summary>
    public List<HistoryEvent> History { get; } = [];

    /// <summary>Everything that was asked for, by its id.</summary>
    public Dictionary<int, OrchestratorAction> Asked { get; } = [];

    /// <summary>How the run ended, as it asked to have it recorded.</summary>
    public (ArchivedRun Run, RunResult Result)? Record { get; private set; }

    public Task<OrchestratorResponse> StartAsync(RunStart? start = null) =>
        TurnAsync(Begin, Shown.Started(plan, start ?? new RunStart { RunId = "run", PlanHash = plan.Hash }));

    /// <summary>Carries out a turn and takes over what it answers.</summary>
    public async Task<OrchestratorResponse> TurnAsync(DateTimeOffset at, params HistoryEvent[] events)
    {
        World.Plans.Add(plan);
        HistoryEvent[] added = [Shown.TurnStarted(at), .. events];
        var response = await AskAsync(added);
        History.AddRange(added);
        foreach (var action in response.Actions)
        {
            Commit(action);
        }

        History.Add(Shown.TurnCompleted());
        return response;
    }

    /// <summary>Carries out a turn; nobody keeps what it answers.</summary>
    public async Task<OrchestratorResponse> AskAsync(params HistoryEvent[] added)
    {
        if (sending == Sending.HistoryElsewhere)
        {
            World.Restart();
        }

        var response = await SendAsync(added, withHistory: sending != Sending.NewEvents);
        return response.RequiresHistory ? await SendAsync(added, withHistory: true) : response;
    }

    private async Task<OrchestratorResponse> SendAsync(HistoryEvent[] added, bool withHistory)
    {
        var request = new OrchestratorRequest { InstanceId = "run" };
        if (withHistory)
        {
            request.PastEvents.AddRange(History);
        }

        request.NewEvents.AddRange(added);
        request.Properties.Add("IncludeState", Value.ForBool(withHistory));
        var answer = await World.Engine.TurnAsync(request.ToByteArray(), CancellationToken.None);
        return OrchestratorResponse.Parser.ParseFrom(answer);
    }

    private void Commit(OrchestratorAction action)
    {
        Assert.True(Asked.TryAdd(action.Id, action), $"Something was asked for under the id {action.Id} before.");
        if (Shown.Of(action) is { } shown)
        {
            History.Add(shown);
        }

        if (action.ScheduleTask is { Name: FunctionNames.RecordRun } record)
        {
            var (run, result, _) = RunEnds.Read(record.Input);
            Record = (run, result);
        }
    }
}

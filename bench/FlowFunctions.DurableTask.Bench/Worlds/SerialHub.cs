using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.DurableTask.Bench.Worlds;

/// <summary>A hub that is driven on one thread, always in the same order.</summary>
internal sealed class SerialHub
{
    private readonly Plan _plan;
    private readonly int _results;
    private readonly TaskHub _hub;
    private readonly DurableEngine _engine;

    /// <param name="plan">The flow.</param>
    /// <param name="worker">Gets the engine.</param>
    /// <param name="results">The most results that come as one turn.</param>
    /// <param name="sessions">Extended sessions, or null.</param>
    public SerialHub(Plan plan, MeteredWorker worker, int results, ExtendedSessions? sessions = null)
    {
        (_plan, _results) = (plan, results);
        _hub = new TaskHub(new TaskHubOptions { Sessions = sessions }, worker, TimeProvider.System, shuffled: false);
        worker.Engine = _engine = Engines.For(plan, new HubClient(_hub));
    }

    /// <summary>Carries out a run.</summary>
    /// <exception cref="InvalidOperationException">It did not succeed.</exception>
    public async Task RunAsync()
    {
        var start = Engines.NewRun(_plan);
        await _engine.StartAsync(_plan, start);
        while (await TurnAsync() || await ExecuteAsync()) { }

        var end = _hub.Get(start.RunId);
        if (end?.Status != InstanceStatus.Completed)
        {
            throw new InvalidOperationException($"The run is {end?.Status}: {end?.Output}");
        }

        _hub.Purge(start.RunId);
    }

    private async Task<bool> TurnAsync()
    {
        var turn = _hub.Work.TakeTurn();
        if (turn is not null)
        {
            await _hub.Work.CarryOutAsync(turn, CancellationToken.None);
        }

        return turn is not null;
    }

    private async Task<bool> ExecuteAsync()
    {
        var executed = 0;
        while (executed < _results && _hub.Work.TakeActivity() is { } activity)
        {
            await _hub.Work.ExecuteAsync(activity, CancellationToken.None);
            executed++;
        }

        return executed > 0;
    }
}

using FlowFunctions.DurableTask.Bench.Worlds;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.DurableTask.Bench.Turns;

/// <summary>What a hub asked for a run, turn by turn, each with one new result.</summary>
/// <param name="Plan">The flow.</param>
/// <param name="Whole">The calls with the whole history.</param>
/// <param name="Session">The calls of an extended session.</param>
internal sealed record RecordedRun(Plan Plan, IReadOnlyList<TurnCall> Whole, IReadOnlyList<TurnCall> Session)
{
    private static readonly ExtendedSessions Sessions = new(TimeSpan.FromHours(1));

    public static async Task<RecordedRun> OfAsync(Plan plan) =>
        new(plan, await CallsAsync(plan, sessions: null), await CallsAsync(plan, Sessions));

    private static async Task<IReadOnlyList<TurnCall>> CallsAsync(Plan plan, ExtendedSessions? sessions)
    {
        var worker = new MeteredWorker { Keeps = true };
        await new SerialHub(plan, worker, results: 1, sessions).RunAsync();
        return [.. worker.Requests.Select(TurnCall.Of)];
    }
}

using FlowFunctions.DurableTask.Bench.Worlds;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.DurableTask.Bench.Turns;

/// <summary>What a hub asked for a run, turn by turn, each with one new result.</summary>
/// <param name="Plan">The flow.</param>
/// <param name="Whole">The requests with the whole history.</param>
/// <param name="Session">The requests of an extended session.</param>
internal sealed record RecordedRun(Plan Plan, IReadOnlyList<byte[]> Whole, IReadOnlyList<byte[]> Session)
{
    private static readonly ExtendedSessions Sessions = new(TimeSpan.FromHours(1));

    public static async Task<RecordedRun> OfAsync(Plan plan) =>
        new(plan, await RequestsAsync(plan, sessions: null), await RequestsAsync(plan, Sessions));

    private static async Task<IReadOnlyList<byte[]>> RequestsAsync(Plan plan, ExtendedSessions? sessions)
    {
        var worker = new MeteredWorker { Keeps = true };
        await new SerialHub(plan, worker, results: 1, sessions).RunAsync();
        return worker.Requests;
    }
}

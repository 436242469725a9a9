using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Turns;

/// <summary>Carries turns out: asks the worker and applies its answers, without touching the hub. May be used by several threads.</summary>
internal sealed class TurnRunner(IHubWorker worker, TaskHubOptions options, TurnActions actions)
{
    private readonly TurnRequests _requests = new(options.Sessions);

    /// <summary>Carries a turn out.</summary>
    /// <returns>What it comes to; null when the worker asks for the history.</returns>
    public async ValueTask<TurnResult?> RunAsync(TurnWork work, CancellationToken cancellationToken)
    {
        var turn = new TurnResult(work.Instance.History, work.NewEvents, work.Instance.Started);
        var withHistory = work.WithHistory;
        while (true)
        {
            var response = await AskAsync(work, turn, withHistory, cancellationToken);
            if (response.RequiresHistory && !withHistory)
            {
                return null;
            }

            if (!actions.Apply(response, turn))
            {
                return turn;
            }

            withHistory = true;
        }
    }

    private async ValueTask<OrchestratorResponse> AskAsync(
        TurnWork work,
        TurnResult turn,
        bool withHistory,
        CancellationToken cancellationToken
    )
    {
        var orchestrator = turn.Started.Name;
        if (options.Orchestrators is { } known && !known.Contains(orchestrator))
        {
            return BrokenCalls.Unknown(orchestrator, known);
        }

        try
        {
            Break(work.Fate == TurnFate.BrokenBefore);
            var request = _requests.Write(turn, withHistory, work.InSession);
            var answer = await worker.TurnAsync(orchestrator, request, cancellationToken);
            Break(work.Fate == TurnFate.BrokenAfter);
            return Read(answer, withHistory);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            return BrokenCalls.Turn(orchestrator, broken);
        }
    }

    private static OrchestratorResponse Read(byte[] answer, bool withHistory)
    {
        var response = OrchestratorResponse.Parser.ParseFrom(answer);
        return response.RequiresHistory && withHistory
            ? throw new InvalidOperationException("The worker asks for the history although the request had it.")
            : response;
    }

    private static void Break(bool broken)
    {
        if (broken)
        {
            throw new HttpRequestException("The worker died during the call.");
        }
    }
}

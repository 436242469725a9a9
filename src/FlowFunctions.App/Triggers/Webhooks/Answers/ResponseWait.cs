using FlowFunctions.App.Engine;
using FlowFunctions.App.Runs.Logs;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Triggers.Webhooks.Answers;

/// <summary>Waits for what the first respond step of a run says, or for the run's end if that comes first. The run may go on afterwards.</summary>
internal sealed class ResponseWait(
    IAppEngine engine,
    RunReader reader,
    RunEnds ends,
    RunChanges changes,
    StepTypes types,
    TimeProvider time
)
{
    /// <summary>Turns of a run that another process carries out are not told here.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Waits.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run.</param>
    /// <param name="patience">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The step's output or the run's end; neither when the time is up.</returns>
    public async Task<FirstAnswer> WaitAsync(
        string workspace,
        string runId,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        using var follower = changes.Follow(runId);
        var begun = time.GetTimestamp();
        while (true)
        {
            var answer = await LookAsync(workspace, runId, cancellationToken);
            var left = patience - time.GetElapsedTime(begun);
            if (answer.IsThere || left <= TimeSpan.Zero)
            {
                return answer;
            }

            await follower.WaitAsync(left < LookEvery ? left : LookEvery, time, cancellationToken);
        }
    }

    private async Task<FirstAnswer> LookAsync(string workspace, string runId, CancellationToken cancellationToken)
    {
        var open = await engine.QueryAsync(
            workspace,
            runId,
            state => new FirstAnswer(FirstOf(state), null),
            cancellationToken
        );
        if (open is not null)
        {
            return await LoadAsync(open, cancellationToken);
        }

        var run = await reader.FindAsync(workspace, runId, cancellationToken);
        return run is not null && run.Header.Status.IsTerminal()
            ? await OfEndedAsync(run, cancellationToken)
            : FirstAnswer.None;
    }

    private async Task<FirstAnswer> OfEndedAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var view = await reader.ViewAsync(run, cancellationToken);
        return FirstOf(view.State) is { } response
            ? await LoadAsync(new FirstAnswer(response, null), cancellationToken)
            : new FirstAnswer(null, await ends.OfAsync(run, cancellationToken));
    }

    private async Task<FirstAnswer> LoadAsync(FirstAnswer answer, CancellationToken cancellationToken) =>
        answer with
        {
            Response = await ends.LoadAsync(answer.Response, cancellationToken),
        };

    // Steps of a loop answer for their iteration, not for the run; of two that ended in the same moment the first in the plan counts.
    private Payload? FirstOf(RunState state) =>
        state
            .Steps.Where(step =>
                step is { Status: StepStatus.Succeeded, Output: not null }
                && step.Path == step.Plan.Id
                && types.TryFind(step.Plan.Type, out var type)
                && type.IsResponse
            )
            .MinBy(static step => step.EndedAt)
            ?.Output;
}

/// <summary>What came first.</summary>
/// <param name="Response">What a respond step says, or null.</param>
/// <param name="End">How the run ended without one, or null.</param>
internal sealed record FirstAnswer(Payload? Response, RunResult? End)
{
    /// <summary>Nothing yet.</summary>
    public static FirstAnswer None { get; } = new(null, null);

    /// <summary>Whether anything came.</summary>
    public bool IsThere => Response is not null || End is not null;
}

using System.Runtime.CompilerServices;
using FlowFunctions.App.Approvals;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Durable;

/// <summary>The open runs in the tables whose plans ask for decisions, each followed by those that it called.</summary>
internal sealed class StoredAskingRuns(IRunSource runs, RunReader reader, RunPlans plans) : IAskingRuns
{
    private const string CallType = "subflow";

    /// <inheritdoc/>
    public async IAsyncEnumerable<RunHeader> FromAsync(
        string workspace,
        string? first,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // The first one may be a called run: then the list begins in the middle of those of its root.
        var root = first?.Split(RunIds.ChildSeparator, 2)[0];
        if (root is not null && await runs.FindAsync(workspace, root, cancellationToken) is { } begin)
        {
            await foreach (var run in WithCalledAsync(begin.Header, cancellationToken))
            {
                if (string.CompareOrdinal(run.RunId, first) >= 0)
                {
                    yield return run;
                }
            }
        }

        var query = new RunQuery(workspace) { Continuation = root };
        await foreach (var open in runs.ListOpenAsync(query, cancellationToken))
        {
            await foreach (var run in WithCalledAsync(open, cancellationToken))
            {
                yield return run;
            }
        }
    }

    private async IAsyncEnumerable<RunHeader> WithCalledAsync(
        RunHeader run,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (
            run.Status.IsTerminal()
            || await plans.FindAsync(run.Workspace, run.PlanHash, cancellationToken) is not { } plan
        )
        {
            yield break;
        }

        if (Has(plan.Root, ApprovalQuestion.StepType))
        {
            yield return run;
        }

        if (!plan.Root.Steps.Any(static step => step.Body is not null || step.Type == CallType))
        {
            yield break;
        }

        foreach (var runId in await CalledByAsync(run, cancellationToken))
        {
            if (await reader.FindAsync(run.Workspace, runId, cancellationToken) is { } called)
            {
                await foreach (var asking in WithCalledAsync(called.Header, cancellationToken))
                {
                    yield return asking;
                }
            }
        }
    }

    /// <summary>The open runs that a run has called, as its own history tells, which is younger than the tables.</summary>
    private async ValueTask<string[]> CalledByAsync(RunHeader run, CancellationToken cancellationToken) =>
        await reader.FindAsync(run.Workspace, run.RunId, cancellationToken) is { History.IsEmpty: false } record
            ?
            [
                .. (await reader.ViewAsync(record, cancellationToken))
                    .State.PendingCommands.OfType<StartChild>()
                    .Select(static child => child.ChildRunId)
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    private static bool Has(PlanScope scope, string type) =>
        scope.Steps.Any(step => step.Type == type || (step.Body is { } body && Has(body, type)));
}

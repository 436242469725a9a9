using System.Text;
using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Text;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Documents;

/// <summary>
/// Plans that a flow's version names and storage does not have. An emulator that is killed loses the seconds before, and may lose a plan and not
/// the row that names it.
/// </summary>
internal sealed class LostPlans(FlowStore store, FlowDocuments documents)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    /// <summary>Compiles the version's document again, and stores the plan.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="version">Which version of it.</param>
    /// <param name="hash">The plan's hash.</param>
    /// <exception cref="ProblemException">503: the document is lost, too, or gives another plan by now.</exception>
    public async Task<Plan> RebuildAsync(FlowRecord flow, int version, string hash)
    {
        if (
            await store.GetVersionAsync(flow, version) is not { } found
            || await store.GetDocumentAsync(flow, found) is not { } document
        )
        {
            throw Lost(flow.Id, version);
        }

        var text = new FlowText(Encoding.UTF8.GetString(document), TextFormat.Json);
        var compiled = await documents.CompileAsync(flow.Workspace, text, CancellationToken.None);
        if (compiled.Plan is not { } plan || plan.Hash != hash)
        {
            throw Lost(flow.Id, version);
        }

        await store.KeepPlanAsync(plan);
        return plan;
    }

    private static ProblemException Lost(string flowId, int version) =>
        new(
            new Problem(
                StatusCodes.Status503ServiceUnavailable,
                "Flow.PlanLost",
                $"What runs of version {version} of the flow '{flowId}' start from is not in storage, and cannot be made from its document. Storage was probably killed within seconds of its publication: publish the flow again."
            )
            {
                RetryAfter = Retry,
            }
        );
}

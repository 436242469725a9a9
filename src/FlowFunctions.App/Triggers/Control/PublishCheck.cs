using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>Refuses to publish a flow whose triggers want what triggers of another flow have.</summary>
internal sealed class PublishCheck(TriggerClaims claims)
{
    /// <summary>Checks the triggers of a version that is about to be published.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="triggers">The member <c>triggers</c> of its document.</param>
    /// <exception cref="ProblemException">409: two triggers would take each other's requests or messages, or a queue cannot be read.</exception>
    public void Check(string workspace, string flowId, JsonElement triggers)
    {
        var all = FlowTrigger.ReadAll(triggers);
        var problems = all.Select((trigger, at) => Find(workspace, flowId, trigger, all.Take(at)))
            .Where(static problem => problem is not null)
            .ToList();
        if (problems is [{ } first, ..])
        {
            var detail =
                $"The flow '{flowId}' cannot be published: {first.Message} {first.Hint}".TrimEnd()
                + " With publish=false it is saved without being published.";
            throw new ProblemException(Problem.Conflict(first.Code, detail) with { Errors = problems! });
        }
    }

    private ProblemItem? Find(string workspace, string flowId, FlowTrigger trigger, IEnumerable<FlowTrigger> before) =>
        TriggerClaims.NameProblemOf(workspace, flowId, trigger) is { } problem ? problem
        : before.FirstOrDefault(other => TriggerClaims.Collide(trigger, other)) is { } own
            ? TriggerClaims.ProblemOf(trigger, $"'{own.Id}' of this flow")
        : claims.FindHolder(workspace, flowId, trigger) is { } holder
            ? TriggerClaims.ProblemOf(trigger, $"'{holder.Key.TriggerId}' of the flow '{holder.Key.FlowId}'")
        : null;
}

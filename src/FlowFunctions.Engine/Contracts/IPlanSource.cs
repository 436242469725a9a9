using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Contracts;

/// <summary>Finds plans for an engine.</summary>
public interface IPlanSource
{
    /// <summary>The plan with a hash, or null. Runs in flight find theirs here after a restart.</summary>
    ValueTask<Plan?> GetAsync(string hash, CancellationToken cancellationToken);

    /// <summary>The plan that a flow called by its id (a subflow) runs with now, or null when there is no such flow in the caller's workspace.</summary>
    ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken);

    /// <summary>Keeps a plan, so that <see cref="GetAsync"/> finds it after a restart. Keeping it again changes nothing.</summary>
    ValueTask KeepAsync(Plan plan, CancellationToken cancellationToken);
}

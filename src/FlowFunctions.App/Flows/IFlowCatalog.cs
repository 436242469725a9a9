using System.Text.Json;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.App.Flows;

/// <summary>Finds what runs of a flow start from, quickly: it answers from memory as long as that is fresh.</summary>
internal interface IFlowCatalog
{
    /// <summary>A flow that can run.</summary>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="flowId">Its id.</param>
    /// <param name="version">A version, or null for the published one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The flow, or null when there is no such flow or version, or none is published.</returns>
    ValueTask<RunnableFlow?> FindAsync(
        string workspace,
        string flowId,
        int? version,
        CancellationToken cancellationToken
    );

    /// <summary>A version of a flow that was published a moment ago; known ones are answered from memory whatever their age, because versions never change.</summary>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="flowId">Its id.</param>
    /// <param name="version">The version.</param>
    /// <param name="generation">Which of the flows that have had the id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The flow, or null when it is another one by now or has no such version.</returns>
    ValueTask<RunnableFlow?> FindPinnedAsync(
        string workspace,
        string flowId,
        int version,
        string generation,
        CancellationToken cancellationToken
    );

    /// <summary>Whether there is such a flow, published or not.</summary>
    ValueTask<bool> ExistsAsync(string workspace, string flowId, CancellationToken cancellationToken);

    /// <summary>A plan by its hash, whether or not a flow still has it; null when it was never stored.</summary>
    ValueTask<Plan?> FindPlanAsync(string workspace, string hash, CancellationToken cancellationToken);
}

/// <summary>A version of a flow, ready to start runs.</summary>
/// <param name="FlowId">The flow.</param>
/// <param name="Version">The version.</param>
/// <param name="Plan">Its plan.</param>
internal sealed record RunnableFlow(string FlowId, int Version, Plan Plan)
{
    private readonly JsonSchema? _schema =
        Plan.InputSchema.ValueKind == JsonValueKind.Undefined ? null : JsonSchema.Parse(Plan.InputSchema);

    /// <summary>Another one for each flow that gets the id after the one before it was deleted; null when only the plan is known.</summary>
    public string? Generation { get; init; }

    /// <summary>Whether the input need not be looked into.</summary>
    public bool TakesAnyInput => _schema is null;

    /// <summary>What is wrong with an input; empty when nothing is.</summary>
    public IReadOnlyList<SchemaProblem> ValidateInput(JsonElement input) => _schema?.Validate(input) ?? [];
}

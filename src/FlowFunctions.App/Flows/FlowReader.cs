using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows;

/// <summary>Reads flows for requests; what is missing ends the request.</summary>
internal sealed class FlowReader(FlowStore store)
{
    // Deeper than any document that is read.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    /// <exception cref="ProblemException">404: there is no such flow.</exception>
    public async Task<FlowRecord> GetAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        await store.GetAsync(workspace, flowId, cancellationToken)
        ?? throw new ProblemException(FlowProblems.NotFound(flowId));

    /// <exception cref="ProblemException">404: the flow has no such version.</exception>
    public async Task<FlowVersion> GetVersionAsync(FlowRecord flow, int version, CancellationToken cancellationToken) =>
        await store.GetVersionAsync(flow, version, cancellationToken)
        ?? throw new ProblemException(FlowProblems.VersionNotFound(flow.Id, version));

    /// <summary>The document of a version, or of the newest one.</summary>
    /// <exception cref="ProblemException">404: the flow was deleted a moment ago.</exception>
    public async Task<JsonElement> GetDocumentAsync(
        FlowRecord flow,
        FlowVersion? version,
        CancellationToken cancellationToken
    ) =>
        Parse(
            await store.GetDocumentAsync(flow, version, cancellationToken)
                ?? throw new ProblemException(FlowProblems.NotFound(flow.Id))
        );

    /// <summary>A document that was stored.</summary>
    public static JsonElement Parse(byte[] document) => JsonElement.Parse(document, Options);
}

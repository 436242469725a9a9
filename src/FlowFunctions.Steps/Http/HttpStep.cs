using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Http;

/// <summary>Sends an HTTP request.</summary>
internal sealed class HttpStep(HttpStepOptions options) : IStepType
{
    private readonly HttpStepOptions _options = options;

    /// <inheritdoc/>
    public StepTypeDescriptor Descriptor { get; } = StepManifest.Descriptor("http");

    /// <inheritdoc/>
    public ValueTask<StepOutcome> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException(_options.ToString());
}

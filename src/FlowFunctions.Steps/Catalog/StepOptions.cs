using FlowFunctions.Steps.Http;

namespace FlowFunctions.Steps.Catalog;

/// <summary>Settings of step types that an installation may change.</summary>
public sealed record StepOptions
{
    /// <summary>Settings of <c>http</c>.</summary>
    public HttpStepOptions Http { get; init; } = new();
}

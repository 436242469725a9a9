using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Steps;

/// <summary>How a step stands, as other steps see it.</summary>
/// <param name="Status">Its state.</param>
/// <param name="Output">Its output, or null.</param>
/// <param name="Error">Its error, or null.</param>
/// <param name="Port">The port it chose, or null.</param>
/// <param name="IsPinned">Whether somebody gave the result, rather than the step.</param>
public sealed record StepView(
    StepStatus Status,
    Payload? Output,
    StepError? Error,
    string? Port = null,
    bool IsPinned = false
);

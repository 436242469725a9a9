using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Script;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.Steps.Catalog;

/// <summary>Settings of step types that an installation may change.</summary>
public sealed record StepOptions
{
    /// <summary>Settings of <c>http</c>.</summary>
    public HttpStepOptions Http { get; init; } = new();

    /// <summary>What <c>script</c> needs; null where flows are checked but not run.</summary>
    public ScriptStepOptions? Script { get; init; }

    /// <summary>Where <c>queue.send</c> sends to; null where there is no storage account.</summary>
    public QueueSender? Queues { get; init; }
}

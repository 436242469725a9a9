using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Steps;

/// <summary>Why a step attempt or a run did not succeed.</summary>
public sealed record StepError
{
    /// <summary>A stable code that programs and retry rules read, for example <c>Http.500</c>, <c>Timeout</c> or <c>Expression</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What happened and what to do, in plain words, without secrets.</summary>
    public required string Message { get; init; }

    /// <summary>Whether another attempt may help. Input and expression errors never are.</summary>
    public bool Retryable { get; init; }

    /// <summary>The least time to wait before the next attempt when the other side asked for it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>More facts for people and failure branches, or null.</summary>
    public Payload? Details { get; init; }

    /// <summary>Path of the step that caused it; set by the machine when the error passes to a loop or to the run.</summary>
    public string? Step { get; init; }

    /// <summary>The attempt of <see cref="Step"/> that caused it, from 1.</summary>
    public int? Attempt { get; init; }
}

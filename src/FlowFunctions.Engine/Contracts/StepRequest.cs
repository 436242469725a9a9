using System.Collections.Immutable;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Contracts;

/// <summary>A step attempt and everything it may see: a snapshot that outlives the machine's turn.</summary>
public sealed record StepRequest
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The tenant that the run belongs to.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>Hash of the run's plan: what a version of the flow is known by.</summary>
    public string PlanHash { get; init; } = "";

    /// <summary>The flow's files as its plan pins them: their paths and the SHA-256 of each content.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } = Plan.NoFiles;

    /// <summary>The flow's id.</summary>
    public required string FlowId { get; init; }

    /// <summary>When the run started.</summary>
    public required DateTimeOffset RunStartedAt { get; init; }

    /// <summary>The step's path in the run, for example <c>loop[17]/fetch</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When the attempt became ready; what <c>now()</c> gives.</summary>
    public required DateTimeOffset ReadyAt { get; init; }

    /// <summary>The step as compiled.</summary>
    public required PlanStep Step { get; init; }

    /// <summary>The run's input.</summary>
    public required Payload Input { get; init; }

    /// <summary>What started the run.</summary>
    public required Payload Trigger { get; init; }

    /// <summary>The environment's values.</summary>
    public required Payload Env { get; init; }

    /// <summary>The steps that its expressions may refer to, by id. Those not ended yet are missing.</summary>
    public required IReadOnlyDictionary<string, StepView> Steps { get; init; }

    /// <summary>In a loop: the iteration's number, from 0; else null.</summary>
    public int? Index { get; init; }

    /// <summary>In a loop: the iteration's item; else null. In a <c>foreach</c> it is found in <see cref="Items"/>.</summary>
    /// <exception cref="InvalidOperationException">The items are a reference.</exception>
    public Payload? Item
    {
        get => GivenItem ?? (Index is { } index ? Items?.ItemAt(index) : null);
        init => GivenItem = value;
    }

    /// <summary>In a <c>foreach</c>: all items; else null.</summary>
    public Payload? Items { get; init; }

    /// <summary>The answer to what the attempt asked for before, or null for its first execution.</summary>
    public StepResume? Resume { get; init; }

    /// <summary>The item that is not found in <see cref="Items"/>, or null.</summary>
    internal Payload? GivenItem { get; init; }

    /// <summary>The attempt's stable identity <c>run/path/attempt</c>; handed to the outside world as an idempotency key.</summary>
    public string Identity => $"{RunId}/{Path}/{Attempt}";
}

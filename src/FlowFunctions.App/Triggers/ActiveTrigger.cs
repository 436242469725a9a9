using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers;

/// <summary>A trigger of a flow's published version.</summary>
internal sealed class ActiveTrigger
{
    private readonly JsonTemplate? _input;

    /// <param name="flow">The flow.</param>
    /// <param name="definition">What the published version says.</param>
    public ActiveTrigger(FlowRecord flow, FlowTrigger definition)
    {
        Key = new TriggerKey(flow.Workspace, flow.Id, definition.Id);
        Version = flow.PublishedVersion!.Value;
        Generation = flow.Generation;
        IsFlowEnabled = flow.IsEnabled;
        Definition = definition;
        _input = definition.Input.ValueKind == JsonValueKind.Undefined ? null : JsonTemplate.Parse(definition.Input);
    }

    private ActiveTrigger(ActiveTrigger other, TriggerPause? pause)
    {
        (Key, Version, Generation, IsFlowEnabled) = (other.Key, other.Version, other.Generation, other.IsFlowEnabled);
        (Definition, _input, Pause) = (other.Definition, other._input, pause);
    }

    /// <summary>Which trigger.</summary>
    public TriggerKey Key { get; }

    /// <summary>The published version of its flow, which its runs are started from.</summary>
    public int Version { get; }

    /// <summary>Another one for each flow that gets the id after the one before it was deleted.</summary>
    public string Generation { get; }

    /// <summary>What the published version says of it.</summary>
    public FlowTrigger Definition { get; }

    /// <summary>Since when it is paused, or null.</summary>
    public TriggerPause? Pause { get; }

    /// <summary>Whether it is paused.</summary>
    public bool IsPaused => Pause is not null;

    /// <summary>Whether its flow's triggers are switched on.</summary>
    public bool IsFlowEnabled { get; }

    /// <summary>Whether it starts runs.</summary>
    public bool Fires => Definition.Enabled && IsFlowEnabled && !IsPaused;

    /// <summary>The same trigger, paused or not.</summary>
    public ActiveTrigger With(TriggerPause? pause) => pause == Pause ? this : new ActiveTrigger(this, pause);

    /// <summary>The input of a run.</summary>
    /// <param name="scope">What it may use.</param>
    /// <param name="otherwise">The input when the trigger says nothing of it.</param>
    /// <exception cref="ExpressionException">An expression failed.</exception>
    public JsonElement InputOf(ExpressionScope scope, JsonElement otherwise) => _input?.Evaluate(scope) ?? otherwise;
}

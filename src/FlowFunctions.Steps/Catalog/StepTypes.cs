using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Approval;
using FlowFunctions.Steps.Condition;
using FlowFunctions.Steps.Delay;
using FlowFunctions.Steps.Fail;
using FlowFunctions.Steps.Foreach;
using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Merge;
using FlowFunctions.Steps.QueueSend;
using FlowFunctions.Steps.Repeat;
using FlowFunctions.Steps.Respond;
using FlowFunctions.Steps.Script;
using FlowFunctions.Steps.Stop;
using FlowFunctions.Steps.Subflow;
using FlowFunctions.Steps.Switch;
using FlowFunctions.Steps.Transform;
using FlowFunctions.Steps.WaitForSignal;
using FlowFunctions.Steps.WaitUntil;

namespace FlowFunctions.Steps.Catalog;

/// <summary>The step types of an installation. Dispose it to close what they hold open, such as HTTP connections.</summary>
public sealed class StepTypes : IStepCatalog, IDisposable
{
    private readonly FrozenDictionary<string, IStepType> _types;

    internal StepTypes(params IEnumerable<IStepType> types)
    {
        _types = types.ToFrozenDictionary(static type => type.Descriptor.Id, StringComparer.Ordinal);
        Types =
        [
            .. _types
                .Values.Select(static type => type.Descriptor)
                .OrderBy(static type => type.Category, StringComparer.Ordinal)
                .ThenBy(static type => type.Id, StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<StepTypeDescriptor> Types { get; }

    /// <summary>The types that come with the product.</summary>
    /// <param name="options">Settings of the types that have some; null for the defaults.</param>
    public static StepTypes BuiltIn(StepOptions? options = null)
    {
        options ??= new StepOptions();
        return new StepTypes(
            new ApprovalStep(),
            new ConditionStep(),
            new DelayStep(),
            new FailStep(),
            new ForeachStep(),
            new HttpStep(options.Http),
            new MergeStep(),
            new QueueSendStep(options.Queues),
            new RepeatStep(),
            new RespondStep(),
            new ScriptStep(options.Script),
            new StopStep(),
            new SubflowStep(),
            new SwitchStep(),
            new TransformStep(),
            new WaitForSignalStep(),
            new WaitUntilStep()
        );
    }

    /// <inheritdoc/>
    public bool TryFind(string type, [NotNullWhen(true)] out StepTypeDescriptor? descriptor)
    {
        descriptor = TryGet(type, out var found) ? found.Descriptor : null;
        return descriptor is not null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var type in _types.Values)
        {
            (type as IDisposable)?.Dispose();
        }
    }

    internal bool TryGet(string type, [NotNullWhen(true)] out IStepType? found) => _types.TryGetValue(type, out found);
}

using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.History;

/// <summary>Maps what a run starts from.</summary>
internal static class StartCodec
{
    public static Wire.Start ToWire(this RunStart start)
    {
        var wire = new Wire.Start
        {
            RunId = start.RunId,
            PlanHash = start.PlanHash,
            Input = start.Input.ToWire(),
            Trigger = start.Trigger.ToWire(),
            Env = start.Env.ToWire(),
            Chunk = start.Chunk?.ToWire(),
            Workspace = start.Workspace,
            Depth = start.Depth,
            HasCallback = start.HasCallback,
        };
        if (start.ConcurrencyKey is { } key)
        {
            wire.ConcurrencyKey = key;
        }

        if (start.TraceParent is { } trace)
        {
            wire.TraceParent = trace;
        }

        if (start.ParentRunId is { } parent)
        {
            wire.ParentRunId = parent;
        }

        if (start.RerunOf is { } rerunOf)
        {
            wire.RerunOf = rerunOf;
        }

        if (start.FlowVersion is { } version)
        {
            wire.FlowVersion = version;
        }

        if (start.TriggerKind is { } kind)
        {
            wire.TriggerKind = kind;
        }

        if (start.TriggerId is { } trigger)
        {
            wire.TriggerId = trigger;
        }

        start.Seeds.AddTo(wire.Seeds);
        return wire;
    }

    public static RunStart ToCore(this Wire.Start wire) =>
        new()
        {
            RunId = wire.RunId,
            PlanHash = wire.PlanHash,
            Input = wire.Input.ToPayload(),
            Trigger = wire.Trigger.ToPayload(),
            Env = wire.Env.ToPayload(),
            ParentRunId = wire.HasParentRunId ? wire.ParentRunId : null,
            RerunOf = wire.HasRerunOf ? wire.RerunOf : null,
            Seeds = wire.Seeds.ToCore(),
            Chunk = wire.Chunk?.ToCore(),
            Workspace = wire.Workspace,
            Depth = wire.Depth,
            HasCallback = wire.HasCallback,
            TriggerKind = wire.HasTriggerKind ? wire.TriggerKind : null,
            TriggerId = wire.HasTriggerId ? wire.TriggerId : null,
            ConcurrencyKey = wire.HasConcurrencyKey ? wire.ConcurrencyKey : null,
            TraceParent = wire.HasTraceParent ? wire.TraceParent : null,
            FlowVersion = wire.HasFlowVersion ? wire.FlowVersion : null,
        };

    private static Wire.Chunk ToWire(this LoopChunk chunk)
    {
        var wire = new Wire.Chunk
        {
            LoopId = chunk.LoopId,
            Path = chunk.Path,
            First = chunk.First,
            Items = chunk.Items.ToWire(),
            Count = chunk.Count,
            Concurrency = chunk.Concurrency,
            OnItemFailure = chunk.OnItemFailure.ToWire(),
            Repeats = chunk.Repeats,
            Outer = chunk.Outer?.ToWire(),
        };
        chunk.Captured.AddTo(wire.Captured);
        return wire;
    }

    private static LoopChunk ToCore(this Wire.Chunk wire) =>
        new()
        {
            LoopId = wire.LoopId,
            Path = wire.Path,
            First = wire.First,
            Items = wire.Items.ToPayload(),
            Count = wire.Count,
            Concurrency = wire.Concurrency,
            OnItemFailure = wire.OnItemFailure.ToCore(),
            Repeats = wire.Repeats,
            Outer = wire.Outer?.ToCore(),
            Captured = wire.Captured.ToCore(),
        };

    private static Wire.Position ToWire(this LoopPosition position)
    {
        var wire = new Wire.Position { Index = position.Index };
        if (position.Item is { } item)
        {
            wire.Item = item.ToWire();
        }

        if (position.Items is { } items)
        {
            wire.Items = items.ToWire();
        }

        return wire;
    }

    private static LoopPosition ToCore(this Wire.Position wire) =>
        new(wire.Index, wire.HasItem ? wire.Item.ToPayload() : null, wire.HasItems ? wire.Items.ToPayload() : null);
}

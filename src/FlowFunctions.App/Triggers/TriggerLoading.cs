using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers;

/// <summary>Reads the triggers of flows. Those of a flow that has not changed since the last time are neither read nor parsed again. One call at a time.</summary>
internal sealed partial class TriggerLoading(FlowStore flows, PauseStore pauses, ILogger<TriggerLoading> logger)
{
    private readonly Dictionary<string, SortedDictionary<string, LoadedFlow>> _known = new(StringComparer.Ordinal);

    /// <summary>The workspaces whose triggers were read.</summary>
    public IEnumerable<string> Workspaces => _known.Keys;

    /// <summary>All triggers that were read, by workspace and flow.</summary>
    public IEnumerable<ActiveTrigger> All =>
        _known
            .OrderBy(static workspace => workspace.Key, StringComparer.Ordinal)
            .SelectMany(static workspace => workspace.Value.Values)
            .SelectMany(static flow => flow.Triggers);

    /// <summary>Reads a workspace.</summary>
    /// <returns>Whether anything differs.</returns>
    /// <exception cref="Azure.RequestFailedException">Storage refused, or cannot be reached.</exception>
    public async Task<bool> LoadAsync(string workspace, CancellationToken cancellationToken)
    {
        var known = _known.GetValueOrDefault(workspace);
        var loaded = new SortedDictionary<string, LoadedFlow>(StringComparer.Ordinal);
        var paused = (await PausesAsync(workspace, null, cancellationToken)).ToLookup(static pause => pause.FlowId);
        await foreach (var flow in flows.ListPublishedAsync(workspace, cancellationToken))
        {
            var before = known?.GetValueOrDefault(flow.Id);
            loaded[flow.Id] = await ReadAsync(flow, before, paused[flow.Id], cancellationToken);
        }

        _known[workspace] = loaded;
        return known is null || !known.Values.SequenceEqual(loaded.Values);
    }

    /// <summary>Reads a flow.</summary>
    /// <returns>Whether anything differs.</returns>
    /// <exception cref="Azure.RequestFailedException">Storage refused, or cannot be reached.</exception>
    public async Task<bool> LoadAsync(string workspace, string flowId, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(workspace, out var known))
        {
            return await LoadAsync(workspace, cancellationToken);
        }

        var before = known.GetValueOrDefault(flowId);
        if (await flows.GetAsync(workspace, flowId, cancellationToken) is not { PublishedVersion: not null } flow)
        {
            return known.Remove(flowId);
        }

        var paused = await PausesAsync(workspace, flowId, cancellationToken);
        known[flowId] = await ReadAsync(flow, before, paused, cancellationToken);
        return before != known[flowId];
    }

    private ValueTask<List<TriggerPause>> PausesAsync(
        string workspace,
        string? flowId,
        CancellationToken cancellationToken
    ) => pauses.ListAsync(workspace, flowId, cancellationToken).ToListAsync(cancellationToken);

    private async Task<LoadedFlow> ReadAsync(
        FlowRecord flow,
        LoadedFlow? before,
        IEnumerable<TriggerPause> paused,
        CancellationToken cancellationToken
    )
    {
        var triggers =
            before?.Flow.ETag == flow.ETag
                ? before.Triggers
                : Read(flow, await flows.GetTriggersAsync(flow, cancellationToken));
        var byId = paused.ToDictionary(static pause => pause.TriggerId, StringComparer.Ordinal);
        var now = triggers
            .Select(trigger => trigger.With(byId.GetValueOrDefault(trigger.Key.TriggerId)))
            .ToImmutableArray();
        return before?.Flow.ETag == flow.ETag && before.Triggers.SequenceEqual(now)
            ? before
            : new LoadedFlow(flow, now);
    }

    /// <summary>The triggers of a flow; none, and a line in the log for this version of it, when they cannot be read.</summary>
    private ImmutableArray<ActiveTrigger> Read(FlowRecord flow, JsonElement triggers)
    {
        try
        {
            return [.. FlowTrigger.ReadAll(triggers).Select(trigger => new ActiveTrigger(flow, trigger))];
        }
#pragma warning disable CA1031 // Whatever is wrong with one flow must not hold up the others of its workspace.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnreadable(exception, flow.Id, flow.PublishedVersion, flow.Workspace);
            return [];
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Error,
        "The triggers of the flow '{Flow}' (version {Version}, workspace '{Workspace}') cannot be read and start nothing; publish it again"
    )]
    private partial void LogUnreadable(Exception exception, string flow, int? version, string workspace);

    private sealed class LoadedFlow(FlowRecord flow, ImmutableArray<ActiveTrigger> triggers)
    {
        public FlowRecord Flow => flow;

        public ImmutableArray<ActiveTrigger> Triggers => triggers;
    }
}

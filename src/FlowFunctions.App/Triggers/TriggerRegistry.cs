using System.Collections.Immutable;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers;

/// <summary>
/// The triggers of all published flows in memory. This process's changes are seen at once, those of others within about a second, and all of
/// it is read again every minute.
/// </summary>
internal sealed partial class TriggerRegistry(
    TriggerLoading loading,
    TriggerStamps stamps,
    TimeProvider time,
    ILogger<TriggerRegistry> logger
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _turn = new(1);
    private IReadOnlyDictionary<string, string> _stamps = ImmutableDictionary<string, string>.Empty;
    private State _state = new(TriggerSnapshot.Empty);
    private long _readAt;
    private readonly Outage _outage = new();

    /// <summary>The triggers as they are known now.</summary>
    public TriggerSnapshot Current => Volatile.Read(ref _state).Snapshot;

    /// <summary>Waits until other triggers are known than those that the caller knows.</summary>
    /// <param name="known">What the caller knows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is known then.</returns>
    public async Task<TriggerSnapshot> WaitForChangeAsync(TriggerSnapshot known, CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state.Snapshot != known)
            {
                return state.Snapshot;
            }

            await state.Replaced.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// This process has changed a flow, or who may start it: reads its triggers again, and tells the other processes. When storage fails the
    /// change is seen within a minute all the same.
    /// </summary>
    public Task RefreshAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        TryAsync(
            async () =>
            {
                await stamps.ChangeAsync(workspace, cancellationToken);
                await InTurnAsync(
                    async () => Tell(await loading.LoadAsync(workspace, flowId, cancellationToken)),
                    cancellationToken
                );
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Whoever asks a webhook right after the start shall find it.
        await TryLookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryLookAsync(stoppingToken);
        }
    }

    private Task TryLookAsync(CancellationToken cancellationToken) =>
        TryAsync(() => InTurnAsync(() => LookAsync(cancellationToken), cancellationToken), cancellationToken);

    private async Task TryAsync(Func<Task> read, CancellationToken cancellationToken)
    {
        try
        {
            await read();
            _outage.End();
        }
#pragma warning disable CA1031 // Storage may fail in any way; what is known stays, and it is asked again in a second.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (_outage.IsNews(exception))
            {
                LogOutage(exception);
            }

            _readAt = 0;
        }
    }

    private async Task InTurnAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        // Stamps first: what changes while triggers are read must not count as seen.
        var now = await stamps.ListAsync(cancellationToken);
        var isAll = _readAt == 0 || time.GetElapsedTime(_readAt) >= ReadAgainAfter;
        var workspaces = loading.Workspaces.Union(now.Keys).Append(Workspace.Default).Distinct(StringComparer.Ordinal);
        var differs = false;
        foreach (var workspace in workspaces.ToList())
        {
            if (isAll || now.GetValueOrDefault(workspace) != _stamps.GetValueOrDefault(workspace))
            {
                differs |= await loading.LoadAsync(workspace, cancellationToken);
            }
        }

        (_stamps, _readAt) = (now, isAll ? time.GetTimestamp() : _readAt);
        Tell(differs);
    }

    private void Tell(bool differs)
    {
        if (differs)
        {
            var state = new State(new TriggerSnapshot(loading.All, loading.Workspaces));
            Interlocked.Exchange(ref _state, state).Replaced.SetResult();
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Triggers cannot be read; those that are known go on, and it is tried again every second"
    )]
    private partial void LogOutage(Exception exception);

    /// <param name="Snapshot">The triggers.</param>
    private sealed record State(TriggerSnapshot Snapshot)
    {
        /// <summary>Ends when others take their place.</summary>
        public TaskCompletionSource Replaced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

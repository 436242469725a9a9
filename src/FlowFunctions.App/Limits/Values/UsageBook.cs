using System.Collections.Concurrent;
using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Limits;

namespace FlowFunctions.App.Limits.Values;

/// <summary>
/// What is used of limits that all instances share: each tells every quarter of a minute what it has used, if it has used something, and
/// reads what the others have. A crash loses what was not told yet.
/// </summary>
internal sealed partial class UsageBook(UsageStore store, TimeProvider time, ILogger<UsageBook> logger)
    : BackgroundService
{
    /// <summary>How often it is told and read.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Busy = Every * 3;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);
    private readonly string _instance = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, WorkspaceUsage> _workspaces = new(StringComparer.Ordinal);

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>How many instances are busy with a workspace's steps; one more step asks.</summary>
    public int InstancesOf(string workspace)
    {
        var usage = Of(workspace);
        usage.NoteStep(time.GetUtcNow());
        return usage.Instances;
    }

    /// <summary>How long scripts of a workspace have run today.</summary>
    public async ValueTask<double> ScriptSecondsAsync(string workspace)
    {
        var usage = Of(workspace);
        if (usage.SecondsOf(Today) is { } known)
        {
            return known;
        }

        await ReadAsync(workspace, usage, CancellationToken.None);
        return usage.SecondsOf(Today) ?? 0;
    }

    /// <summary>A script has run.</summary>
    public void AddScript(string workspace, TimeSpan ran) => Of(workspace).Add(Today, ran);

    /// <summary>Tells what is used here, and reads what is used elsewhere.</summary>
    public async Task ExchangeAsync(CancellationToken cancellationToken)
    {
        foreach (var (workspace, usage) in _workspaces)
        {
            if (usage.News(Today, Every) is { } news)
            {
                await TryAsync(
                    workspace,
                    async () =>
                    {
                        await store.PutAsync(news, cancellationToken);
                        usage.Told(news);
                    }
                );
            }

            if (usage.IsActive(time.GetUtcNow() - Busy))
            {
                await ReadAsync(workspace, usage, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StopLimit);
        await ExchangeAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ExchangeAsync(stoppingToken);
        }
    }

    private Task ReadAsync(string workspace, WorkspaceUsage usage, CancellationToken cancellationToken) =>
        TryAsync(
            workspace,
            async () =>
            {
                var (day, now) = (Today, time.GetUtcNow());
                var rows = await store.ListAsync(day, workspace, cancellationToken).ToListAsync(cancellationToken);
                usage.Take(day, rows, now, now - Busy);
            }
        );

    private WorkspaceUsage Of(string workspace) =>
        _workspaces.GetOrAdd(workspace, static (workspace, instance) => new(workspace, instance), _instance);

    /// <summary>An outage of the storage must not stop steps; they are counted here alone until it is over.</summary>
    private async Task TryAsync(string workspace, Func<Task> act)
    {
        try
        {
            await act();
        }
#pragma warning disable CA1031 // Storage fails in many ways.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotExchanged(workspace, ExceptionProblems.Of(exception)?.Detail ?? exception.Message);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "What the workspace '{Workspace}' has used cannot be stored or read now: {Reason}"
    )]
    private partial void LogNotExchanged(string workspace, string reason);
}

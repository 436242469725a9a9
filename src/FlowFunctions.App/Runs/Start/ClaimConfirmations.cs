using System.Threading.Channels;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.Storage.Idempotency;

namespace FlowFunctions.App.Runs.Start;

/// <summary>
/// Says of claims that their runs have begun, behind the starts: until then other processes wait, so it may take its time, and a start costs its
/// caller one request to storage and not two. What a process that was killed had not said is said when it starts again.
/// </summary>
internal sealed partial class ClaimConfirmations(
    IdempotencyStore claims,
    ClaimSettings settings,
    RunReader reader,
    TimeProvider time,
    ILogger<ClaimConfirmations> logger
) : BackgroundService
{
    private const int AtOnce = 8;
    private const int Looks = 4;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);
    private readonly Channel<IdempotencyClaim> _begun = Channel.CreateUnbounded<IdempotencyClaim>();

    /// <summary>The run of a claim has begun.</summary>
    public void Add(IdempotencyClaim claim) => _begun.Writer.TryWrite(claim);

    /// <summary>A start was cut short: perhaps the run has begun all the same.</summary>
    public async Task LookAsync(IdempotencyClaim claim)
    {
        for (var look = 0; look < Looks; look++)
        {
            try
            {
                if (
                    await reader.FindAsync(claim.Workspace, claim.RunId, CancellationToken.None) is { } run
                    && RunStarter.HasBegun(run)
                )
                {
                    Add(claim);
                    return;
                }
            }
#pragma warning disable CA1031 // Storage may fail in any way; what is looked for may be found the next time.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogPutOff(exception, claim.RunId);
            }

            await Task.Delay(LookAgain, time);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _begun.Writer.TryComplete();
        if (ExecuteTask is { } work)
        {
            await work.WaitAsync(StopLimit, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var left = LookAtLeftAsync(stoppingToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
        await Parallel.ForEachAsync(
            _begun.Reader.ReadAllAsync(stoppingToken),
            options,
            (claim, token) => RepeatAsync(claim, token)
        );
        await left;
    }

    private async ValueTask RepeatAsync(IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        while (!await TryConfirmAsync(claim, cancellationToken))
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<bool> TryConfirmAsync(IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            if (!await claims.ConfirmAsync(claim, cancellationToken))
            {
                LogTaken(claim.RunId);
            }

            return true;
        }
#pragma warning disable CA1031 // Storage may fail in any way; it is said again until storage takes it.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogPutOff(exception, claim.RunId);
            return false;
        }
    }

    /// <summary>A process that was killed between a start and its confirmation has left a claim: its journal knows the run.</summary>
    private async Task LookAtLeftAsync(CancellationToken cancellationToken)
    {
        try
        {
            var left = await claims
                .ListStartingAsync(settings.Starter!, cancellationToken)
                .ToListAsync(cancellationToken);
            await Task.WhenAll(left.Select(claim => LookAsync(claim)));
        }
#pragma warning disable CA1031 // Storage may fail in any way; what is not found now is taken over by whoever is asked next.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogUnread(exception);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "That run {RunId} has begun cannot be told to other apps now; it is tried again"
    )]
    private partial void LogPutOff(Exception exception, string runId);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Run {RunId} has begun here, but its key was given to another app or to another run while this app did not answer; both may carry it out"
    )]
    private partial void LogTaken(string runId);

    [LoggerMessage(3, LogLevel.Warning, "The claims that this app has left when it ended cannot be read")]
    private partial void LogUnread(Exception exception);
}

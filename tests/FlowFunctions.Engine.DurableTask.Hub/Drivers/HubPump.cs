using FlowFunctions.Engine.Embedded.Tests.Engine;

namespace FlowFunctions.Engine.DurableTask.Hub.Drivers;

/// <summary>
/// Drives a hub on one thread and a clock of its own: the seed decides the order of everything, so that a run can be repeated. A worker must not wait for
/// the clock, which stands still during a call.
/// </summary>
internal sealed class HubPump
{
    private readonly int _maxSteps;
    private readonly Random _random;

    /// <summary>A hub without instances.</summary>
    public HubPump(TaskHubOptions options, IHubWorker worker)
    {
        (_maxSteps, _random) = (options.MaxSteps, new Random(~options.Seed));
        Hub = new TaskHub(options, worker, Time, shuffled: true);
    }

    /// <summary>The hub.</summary>
    public TaskHub Hub { get; }

    /// <summary>The clock. Timers of others that are set on it fire when it passes them.</summary>
    public ManualTime Time { get; } = new();

    /// <summary>Runs until nothing is left to do, whatever time that takes on the clock.</summary>
    /// <exception cref="InvalidOperationException">It takes more steps than <see cref="TaskHubOptions.MaxSteps"/>.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) =>
        RunAsync(static () => false, DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Runs until something has come about, or nothing is left to do.</summary>
    public Task RunUntilAsync(Func<bool> isDone, CancellationToken cancellationToken = default) =>
        RunAsync(isDone, DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Runs for some time on the clock, which is passed when the call returns.</summary>
    public async Task RunForAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        var end = Time.GetUtcNow() + time;
        await RunAsync(static () => false, end, cancellationToken);
        AdvanceTo(end);
    }

    private async Task RunAsync(Func<bool> isDone, DateTimeOffset end, CancellationToken cancellationToken)
    {
        for (var step = 0; !isDone(); step++)
        {
            if (step == _maxSteps)
            {
                throw new InvalidOperationException($"The hub is not done after {_maxSteps} steps.");
            }

            Hub.Work.FireTimers();
            if (await StepAsync(cancellationToken))
            {
                continue;
            }

            if (Hub.Work.NextTimer is not { } next || next > end)
            {
                return;
            }

            AdvanceTo(next);
        }
    }

    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var (turns, activities) = Hub.Work.Waiting;
        if (turns + activities > 0 && _random.Next(turns + activities) >= turns)
        {
            await Hub.Work.ExecuteAsync(Hub.Work.TakeActivity()!, cancellationToken);
            return true;
        }

        if (Hub.Work.TakeTurn() is { } turn)
        {
            await Hub.Work.CarryOutAsync(turn, cancellationToken);
            return true;
        }

        return turns > 0;
    }

    private void AdvanceTo(DateTimeOffset at)
    {
        var by = at - Time.GetUtcNow();
        if (by > TimeSpan.Zero)
        {
            Time.Advance(by);
        }
    }
}

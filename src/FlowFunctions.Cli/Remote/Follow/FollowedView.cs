using FlowFunctions.Cli.Remote.Runs;

namespace FlowFunctions.Cli.Remote.Follow;

/// <summary>A run that is followed: written by whoever reads what happens, read by the display; both under <see cref="Gate"/>.</summary>
/// <param name="view">The run.</param>
internal sealed class FollowedView(RunView view)
{
    /// <summary>Taken while it is written or read.</summary>
    public Lock Gate { get; } = new();

    public RunView View => view;

    /// <summary>Told of each step that changes; called under <see cref="Gate"/>.</summary>
    public Action<RemoteStep>? Changed { get; set; }

    /// <summary>Takes over what has happened.</summary>
    /// <param name="update">What.</param>
    /// <param name="more">Steps that the update had no room for.</param>
    public void Take(RunUpdate update, IReadOnlyList<RemoteStep> more)
    {
        lock (Gate)
        {
            foreach (var step in TakeSteps(update).Concat(more.Where(view.Take)).OrderBy(static step => step.ChangedAt))
            {
                Changed?.Invoke(step);
            }
        }
    }

    private IEnumerable<RemoteStep> TakeSteps(RunUpdate update)
    {
        switch (update.Name)
        {
            case UpdateNames.Snapshot:
                return view.Take(update.Data);
            case UpdateNames.Step:
                var step = RemoteStep.Read(update.Data);
                return view.Take(step) ? [step] : [];
            case UpdateNames.Run:
                view.TakeSummary(update.Data);
                return [];
            case UpdateNames.Waiting:
                view.TakeWaits(update.Data);
                return [];
            default:
                return [];
        }
    }
}

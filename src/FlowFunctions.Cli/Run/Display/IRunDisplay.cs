using FlowFunctions.Cli.Run.Progress;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Shows a run to people while it goes on.</summary>
internal interface IRunDisplay
{
    /// <summary>Says something once.</summary>
    void Say(string text);

    /// <summary>Shows the run until it ends.</summary>
    /// <param name="progress">How far it has come.</param>
    /// <param name="end">Completes when it has ended.</param>
    Task FollowAsync(RunProgress progress, Task end);

    /// <summary>Leaves the terminal as it was; called also from a signal handler just before the process ends.</summary>
    void Restore();
}

using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Shows a run to people while it goes on.</summary>
internal interface IRunDisplay
{
    /// <summary>Says something once.</summary>
    void Say(string text);

    /// <summary>Shows a line that a step printed.</summary>
    /// <param name="place">The step, and its attempt when it is not the first.</param>
    /// <param name="level">How much the line matters.</param>
    /// <param name="text">The line.</param>
    void Print(string place, ScriptLogLevel level, string text);

    /// <summary>Shows the run until it ends.</summary>
    /// <param name="progress">How far it has come.</param>
    /// <param name="end">Completes when it has ended.</param>
    Task FollowAsync(RunProgress progress, Task end);

    /// <summary>Leaves the terminal as it was; called also from a signal handler just before the process ends.</summary>
    void Restore();
}

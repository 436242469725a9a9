namespace FlowFunctions.Cli.Remote.Follow;

/// <summary>Shows a server's run to people while it goes on.</summary>
internal interface IFollowDisplay
{
    /// <summary>Says something once.</summary>
    void Say(string text);

    /// <summary>Shows the run until it ends or nobody follows it any more.</summary>
    /// <param name="run">The run.</param>
    /// <param name="end">Completes then.</param>
    Task ShowAsync(FollowedView run, Task end);

    /// <summary>Leaves the terminal as it was; called also from a signal handler just before the process ends.</summary>
    void Restore();
}

using FlowFunctions.Cli.Run.Progress;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>Shows nothing.</summary>
internal sealed class QuietDisplay : IRunDisplay
{
    public void Say(string text) { }

    public Task FollowAsync(RunProgress progress, Task end) => end;

    public void Restore() { }
}

using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Cli.Run.Progress;

/// <summary>Stands in for the progress of a run until it is known which plan the run goes by; what happens before then is taken over later.</summary>
internal sealed class RecorderRelay : IRunRecorder
{
    private volatile RunProgress? _progress;

    /// <summary>Who is told from now on.</summary>
    public RunProgress? Progress
    {
        get => _progress;
        set => _progress = value;
    }

    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects) =>
        _progress?.Record(state, runEvent, effects);
}

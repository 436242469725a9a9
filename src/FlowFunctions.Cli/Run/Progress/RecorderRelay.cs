using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Cli.Run.Progress;

/// <summary>
/// Makes the progress of a run when it is heard of for the first time: only then it is known which plan the run goes by. A run that is
/// continued is told from its start.
/// </summary>
/// <param name="runId">The run to follow.</param>
internal sealed class RecorderRelay(string runId) : IRunRecorder
{
    private volatile RunProgress? _progress;

    /// <summary>How far the run has come; null before it is heard of.</summary>
    public RunProgress? Progress
    {
        get => _progress;
        set => _progress = value;
    }

    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        if (_progress is null && state.RunId == runId)
        {
            _progress = new RunProgress(runId, state.Plan);
        }

        _progress?.Record(state, runEvent, effects);
    }
}

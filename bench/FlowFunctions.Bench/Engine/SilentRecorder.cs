using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Bench.Engine;

/// <summary>Records nothing: records have a cost of their own, measured with the app.</summary>
internal sealed class SilentRecorder : IRunRecorder
{
    public static SilentRecorder Instance { get; } = new();

    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects) { }
}

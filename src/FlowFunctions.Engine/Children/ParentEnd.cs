using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Children;

/// <summary>What the end of a run means for the children that it leaves open.</summary>
internal static class ParentEnd
{
    extension(RunResult parent)
    {
        /// <summary>Nobody waits for them: they are ended as their parent was, at once or with their clean-up steps.</summary>
        public RunControl ControlForChildren =>
            parent.Error?.Code == ErrorCodes.Terminated ? RunControl.Terminate : RunControl.Cancel;
    }
}

using FlowFunctions.App.Limits.Scripts;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Logs;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Limits.Steps;

/// <summary>Makes what executes steps within the limits of their workspaces.</summary>
internal sealed class ExecutorFactory(StepTypes types, ISecretSource secrets, IServiceProvider services)
{
    /// <summary>For steps of runs.</summary>
    /// <param name="logs">Where their logs go.</param>
    public IStepExecutor ForRuns(IStepLogs logs) =>
        ActivatorUtilities.CreateInstance<LimitedExecutor>(services, ForTrials(logs));

    /// <summary>For steps that somebody waits for, which are not slowed down.</summary>
    /// <param name="logs">Where their logs go.</param>
    public IStepExecutor ForTrials(IStepLogs logs) =>
        ActivatorUtilities.CreateInstance<TimedScripts>(services, new StepExecutor(types, secrets, logs));
}

using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask.Admission;
using FlowFunctions.Engine.DurableTask.Clients;

namespace FlowFunctions.Engine.DurableTask;

/// <summary>What an engine works with.</summary>
/// <param name="Executor">Executes steps.</param>
/// <param name="Plans">Finds plans, also those that other processes started runs with.</param>
/// <param name="Payloads">Holds large values for all processes.</param>
/// <param name="Archive">Where people find runs.</param>
/// <param name="Hub">The backend.</param>
/// <param name="Watcher">Is told of the turns of this process, or null.</param>
/// <param name="Admissions">Where the open runs of flows with <c>settings.concurrency</c> are counted; without it such flows are refused.</param>
public sealed record DurableEngineParts(
    IStepExecutor Executor,
    IPlanSource Plans,
    IPayloadStore Payloads,
    IRunArchive Archive,
    ITaskHubClient Hub,
    IOpenRunWatcher? Watcher = null,
    IAdmissionStore? Admissions = null
);

using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Turns;

/// <summary>What the Functions host makes of a call to the worker that breaks.</summary>
internal static class BrokenCalls
{
    /// <summary>The type that the host names for every function that failed.</summary>
    public const string ErrorType = "Microsoft.Azure.WebJobs.Host.FunctionInvocationException";

    /// <summary>The details of a broken call.</summary>
    public static TaskFailureDetails Details(string function, Exception cause) =>
        new()
        {
            ErrorType = ErrorType,
            ErrorMessage = $"Exception while executing function: Functions.{function}",
            StackTrace = cause.StackTrace,
            InnerFailure = new TaskFailureDetails
            {
                ErrorType = cause.GetType().FullName,
                ErrorMessage = cause.Message,
                StackTrace = cause.StackTrace,
            },
        };

    /// <summary>A turn that broke: the instance fails.</summary>
    public static OrchestratorResponse Turn(string orchestrator, Exception cause) =>
        Failed($"Function '{orchestrator}' failed with an unhandled exception.", Details(orchestrator, cause));

    /// <summary>A turn of an orchestrator that is not there: the instance fails.</summary>
    public static OrchestratorResponse Unknown(string orchestrator, IEnumerable<string> known) =>
        Failed(
            $"The function '{orchestrator}' doesn't exist, is disabled, or is not an orchestrator function. "
                + $"Additional info: The following are the known orchestrator functions: '{string.Join("', '", known)}'.",
            null
        );

    private static OrchestratorResponse Failed(string result, TaskFailureDetails? details)
    {
        var complete = new CompleteOrchestrationAction
        {
            OrchestrationStatus = OrchestrationStatus.Failed,
            Result = result,
            FailureDetails = details,
        };
        return new OrchestratorResponse { Actions = { new OrchestratorAction { CompleteOrchestration = complete } } };
    }
}

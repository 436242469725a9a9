using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Messages;

/// <summary>Why a message starts no run.</summary>
/// <param name="Problem">What is wrong.</param>
/// <param name="IsOfMessage">Whether it is the message's fault, or the flow's; else another try will do, however often it takes.</param>
internal sealed record MessageFault(Problem Problem, bool IsOfMessage)
{
    private const string Unexpected = "Queue.Unexpected";
    private const string Unavailable = "Queue.Unavailable";

    /// <summary>Tells what an exception means.</summary>
    public static MessageFault Of(Exception exception) =>
        ExceptionProblems.Of(exception) is { } problem ? new(problem, IsFinal(problem))
        : exception is IOException or OperationCanceledException or HttpRequestException
            ? new(new Problem(StatusCodes.Status503ServiceUnavailable, Unavailable, exception.Message), false)
        : new(new Problem(StatusCodes.Status500InternalServerError, Unexpected, exception.Message), true);

    /// <summary>What the service of the queue says when it is not there.</summary>
    public static bool IsOutage(Exception exception) => exception is QueueFailedException || !Of(exception).IsOfMessage;

    private static bool IsFinal(Problem problem) =>
        problem.Status is < StatusCodes.Status500InternalServerError and not StatusCodes.Status429TooManyRequests
        && problem.Code != TriggerStarter.GoneCode;
}

using System.Globalization;
using FlowFunctions.App.Runs;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.DurableTask.CustomHandler;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// <c>FlowRuns</c>: starts the run that a message of the queue <c>flow-runs</c> names. A message that cannot be used fails, so that the host
/// moves it to <c>flow-runs-poison</c> after some tries; one that comes again starts nothing twice.
/// </summary>
internal sealed partial class FlowRuns(
    RunPreparation preparation,
    RunStarter starter,
    RunReader reader,
    ILogger<FlowRuns> logger
)
{
    public async Task HandleAsync(HttpContext context)
    {
        var call = await HostCall.ReadAsync(context);
        var done = await StartAsync(call, context.RequestAborted);
        await HostCall.AnswerAsync(context, body => HostAnswer.WriteNothing(body, done));
    }

    private async Task<string> StartAsync(HostInvocation call, CancellationToken cancellationToken)
    {
        try
        {
            var message = QueuedStart.Read(call.Text(HostFunctions.MessageBinding));
            var runId = message.RunId ?? RunIdOf(call);
            if (await HasBegunAsync(runId, cancellationToken))
            {
                return $"Run {runId} was started before.";
            }

            var run = await preparation.PrepareAsync(
                Workspace.Default,
                message.FlowId,
                message.Version,
                message.Input,
                cancellationToken
            );
            var start = run.Start with { RunId = runId, Trigger = RunTriggers.Queue };
            await starter.StartAsync(run with { Start = start }, cancellationToken);
            return $"Run {runId} of flow '{message.FlowId}' was started.";
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogRefused(call.Metadata("Id"), call.Metadata("DequeueCount"), exception.Message);
            throw;
        }
    }

    /// <summary>A run that is only listed may have been cut short before the backend had it: it is started again, which does no harm.</summary>
    private async ValueTask<bool> HasBegunAsync(string runId, CancellationToken cancellationToken) =>
        await reader.FindAsync(Workspace.Default, runId, cancellationToken) is { } run && RunStarter.HasBegun(run);

    /// <summary>The message's own identity, which stays the same when it comes again.</summary>
    private static string RunIdOf(HostInvocation call)
    {
        var id = call.Metadata("Id") ?? throw new InvalidDataException("The host's call does not name the message.");
        var isTimed = DateTimeOffset.TryParse(
            call.Metadata("InsertionTime"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        );
        return RunIds.Derived(isTimed ? time : DateTimeOffset.UnixEpoch, id);
    }

    [LoggerMessage(1, LogLevel.Warning, "Message {Id} of flow-runs starts no run (try {Try}): {Reason}")]
    private partial void LogRefused(string? id, string? @try, string reason);
}

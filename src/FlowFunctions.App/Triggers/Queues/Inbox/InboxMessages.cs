using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Queues.Inbox;

/// <summary>
/// The messages of the queue <c>flow-runs</c>: each names a flow of the default workspace and starts a run of it, as the API would. One that
/// comes again starts nothing twice.
/// </summary>
internal sealed class InboxMessages(RunPreparation preparation, RunStarter starter, RunReader reader) : IMessageConsumer
{
    /// <inheritdoc/>
    public string Queue => QueueName.Inbox;

    /// <inheritdoc/>
    public string PoisonQueue => QueueName.Inbox + QueueName.PoisonSuffix;

    /// <inheritdoc/>
    public string? FlowId => null;

    /// <inheritdoc/>
    public string? TriggerId => null;

    /// <inheritdoc/>
    public int Batch => 16;

    /// <inheritdoc/>
    public int MaxTries => 5;

    /// <inheritdoc/>
    public bool IsActive => true;

    /// <inheritdoc/>
    async ValueTask IMessageConsumer.StartAsync(IncomingMessage message, CancellationToken cancellationToken) =>
        await StartAsync(message, cancellationToken);

    /// <summary>Starts the run of a message; when the call returns, the message is not needed any more.</summary>
    /// <returns>What was done, for the log.</returns>
    /// <exception cref="ProblemException">The message asks for what there is not, or the run cannot be started now.</exception>
    public async ValueTask<string> StartAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        var asked = QueuedStart.Read(message.Text);
        var runId = asked.RunId ?? RunIdOf(message);

        // A sender that names the run may send it twice, as two messages.
        if ((message.MayHaveBegun || asked.RunId is not null) && await HasBegunAsync(runId, cancellationToken))
        {
            return $"Run {runId} was started before.";
        }

        var run = await preparation.PrepareAsync(
            Workspace.Default,
            asked.FlowId,
            asked.Version,
            asked.Input,
            cancellationToken
        );
        var start = run.Start with { RunId = runId, Trigger = RunTriggers.Queue };
        await starter.StartAsync(run with { Start = start }, cancellationToken);
        return $"Run {runId} of flow '{asked.FlowId}' was started.";
    }

    /// <summary>The id of the run of a message that names none: the message's own identity, which stays the same when it comes again.</summary>
    public static string RunIdOf(IncomingMessage message) => RunIds.Derived(message.InsertedAt, message.Id);

    private async ValueTask<bool> HasBegunAsync(string runId, CancellationToken cancellationToken) =>
        await reader.FindAsync(Workspace.Default, runId, cancellationToken) is { } run && RunStarter.HasBegun(run);
}

using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Inbox;

/// <summary>
/// The messages of a workspace's inbox, the queue <c>flow-runs</c>: each names a flow of that workspace and starts a run of it, as the API
/// would. One that comes again starts nothing twice. Which workspace it is only the queue says: who may write to it, the storage account knows.
/// </summary>
internal sealed class InboxMessages(RunPreparation preparation, RunStarter starter, RunReader reader) : IMessageConsumer
{
    private readonly WorkspaceQueue _queue = WorkspaceQueue.InboxOf(Workspace.Default);

    private InboxMessages(RunPreparation preparation, RunStarter starter, RunReader reader, string workspace)
        : this(preparation, starter, reader) => _queue = WorkspaceQueue.InboxOf(workspace);

    /// <inheritdoc/>
    public string Queue => _queue.StorageName;

    /// <inheritdoc/>
    public string PoisonQueue => _queue.PoisonName;

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

    /// <summary>Those of another workspace.</summary>
    public InboxMessages In(string workspace) => new(preparation, starter, reader, workspace);

    /// <inheritdoc/>
    async ValueTask IMessageConsumer.StartAsync(IncomingMessage message, CancellationToken cancellationToken) =>
        await StartAsync(message, cancellationToken);

    /// <summary>Starts the run of a message; when the call returns, the message is not needed any more.</summary>
    /// <returns>What was done, for the log.</returns>
    /// <exception cref="ProblemException">The message asks for what there is not, or the run cannot be started now.</exception>
    public async ValueTask<string> StartAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        var asked = QueuedStart.Read(message.Text);
        var runId = asked.RunId is { } named ? RunIdOf(named) : RunIdOf(message);

        // A sender that names the run may send it twice, as two messages.
        if ((message.MayHaveBegun || asked.RunId is not null) && await HasBegunAsync(runId, cancellationToken))
        {
            return $"Run {runId} was started before.";
        }

        var run = await preparation.PrepareAsync(
            _queue.Workspace,
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

    /// <summary>The id of a run that its sender names: ids are the same for the whole engine, so each workspace has its own.</summary>
    private string RunIdOf(string named)
    {
        var prefix = WorkspaceQueue.InboxPrefixOf(_queue.Workspace);
        return
            (prefix.Length == 0 && QueueName.IsOfOtherWorkspace(named))
            || prefix.Length + named.Length > RunIds.MaxLength
            ? throw new ProblemException(
                Problem.BadRequest(
                    $"'id' must have {RunIds.MaxLength - prefix.Length} characters at most, and not begin as ids of other workspaces do ('w7-…')."
                )
            )
            : prefix + named;
    }

    private async ValueTask<bool> HasBegunAsync(string runId, CancellationToken cancellationToken) =>
        await reader.FindAsync(_queue.Workspace, runId, cancellationToken) is { } run && RunStarter.HasBegun(run);
}

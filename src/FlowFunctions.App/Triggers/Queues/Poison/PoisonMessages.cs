using FlowFunctions.App.Problems;
using FlowFunctions.App.Triggers.Control;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Poison;

/// <summary><c>/api/triggers/{id}/poison</c>: shows, puts back and deletes the messages of a queue that could not be used.</summary>
internal sealed class PoisonMessages(TriggerReader reader, PoisonStore store, PoisonBlobs blobs, QueueSender sender)
{
    public async Task<IResult> ListAsync(string id, HttpContext context)
    {
        var (count, first) = await store.PeekAsync(QueueOf(id, context).PoisonName, context.RequestAborted);
        return PoisonJson.Answer(new PoisonListResource(count, [.. first.Select(PoisonResource.Of)]));
    }

    /// <summary>Puts messages back into their queue, where they are new ones.</summary>
    public Task<IResult> RetryAsync(string id, string? messageId, HttpContext context)
    {
        var queue = QueueOf(id, context);
        return TakeAsync(queue, messageId, letter => SendAsync(queue, letter, context.RequestAborted), context);
    }

    /// <summary>Deletes messages.</summary>
    public Task<IResult> DeleteAsync(string id, string? messageId, HttpContext context)
    {
        var queue = QueueOf(id, context);
        return TakeAsync(queue, messageId, letter => ForgetAsync(queue, letter, context.RequestAborted), context);
    }

    private async Task<IResult> TakeAsync(
        WorkspaceQueue queue,
        string? messageId,
        Func<PoisonResource, Task> use,
        HttpContext context
    )
    {
        var cancellation = context.RequestAborted;
        var name = queue.PoisonName;
        var (count, _) = await store.PeekAsync(name, cancellation);
        var done =
            count == 0
                ? 0
                : await store.TakeAsync(name, messageId, message => use(PoisonResource.Of(message)), cancellation);
        return done == 0 && messageId is not null
            ? throw new ProblemException(NotThere(messageId, queue))
            : PoisonJson.Answer(new PoisonDoneResource(done, (await store.PeekAsync(name, cancellation)).Count));
    }

    private async Task SendAsync(WorkspaceQueue queue, PoisonResource letter, CancellationToken cancellationToken)
    {
        var text =
            letter.Body
            ?? (
                letter.BodyBlob is { } place ? await blobs.FindAsync(queue.StorageName, place, cancellationToken) : null
            )
            ?? throw new ProblemException(NoText(letter.Id));
        await sender.SendAsync(queue.StorageName, text, TimeSpan.Zero, QueueSender.ForEver, cancellationToken);
        await ForgetAsync(queue, letter, cancellationToken);
    }

    private async Task ForgetAsync(WorkspaceQueue queue, PoisonResource letter, CancellationToken cancellationToken)
    {
        if (letter.BodyBlob is { } place)
        {
            await blobs.DeleteAsync(queue.StorageName, place, cancellationToken);
        }
    }

    private WorkspaceQueue QueueOf(string id, HttpContext context)
    {
        var trigger = reader.Get(context, id);
        return
            trigger.Definition is QueueTrigger definition
            && WorkspaceQueue.TryFindToRead(trigger.Key.Workspace, definition.Queue, out var queue, out _)
            ? queue
            : throw new ProblemException(
                Problem.BadRequest($"The trigger '{id}' reads no queue, so it has no poison queue.", "Trigger.NoQueue")
            );
    }

    private static Problem NotThere(string messageId, WorkspaceQueue queue) =>
        Problem.NotFound(
            "Poison.NotFound",
            $"There is no message '{messageId}' among the first {PoisonStore.MaxAtOnce} that could not be used of the queue '{queue.Name}'. List them again."
        );

    private static Problem NoText(string messageId) =>
        Problem.Conflict(
            "Poison.NoText",
            $"The text of the message '{messageId}' is not in storage any more, so it cannot be put back. Delete it."
        );
}

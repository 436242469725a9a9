using Azure;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Triggers.Control;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows;

/// <summary>Saves flows for requests: conditions, answers, and that runs start with what was saved.</summary>
internal sealed class FlowWriter(FlowStore store, FlowReader reader, FlowChanges changes, PublishCheck check)
{
    /// <summary>Saves a flow that must be new.</summary>
    public async Task<IResult> CreateAsync(HttpContext context, FlowContent content, FlowOptions options)
    {
        var write = await SaveAsync(context, content, options, null);
        return write.Outcome == WriteOutcome.Created
            ? await AnswerAsync(context, write)
            : new ProblemResult(FlowProblems.Exists(content.FlowId));
    }

    /// <summary>Saves a flow that may be new, on the condition that the request names.</summary>
    public async Task<IResult> PutAsync(HttpContext context, FlowContent content, FlowOptions options)
    {
        var write = await SaveAsync(context, content, options, Wanted(context.Request));
        return Refusal(context.Request, content.FlowId, write.Outcome) is { } refused
            ? new ProblemResult(refused)
            : await AnswerAsync(context, write);
    }

    /// <summary>Whether <see cref="PutAsync"/> would be refused as things are now.</summary>
    /// <exception cref="ProblemException">412 or 428: it would.</exception>
    public async Task CheckAsync(HttpContext context, string flowId)
    {
        var current = await store.GetAsync(Workspace.Of(context), flowId, context.RequestAborted);
        if (
            FlowEdit.Refusal(current?.ETag, Wanted(context.Request)) is { } outcome
            && Refusal(context.Request, flowId, outcome) is { } refused
        )
        {
            throw new ProblemException(refused);
        }
    }

    /// <summary>Tells of a change that the store has made, and answers as <see cref="AnswerAsync(HttpContext, string, int, FlowWrite)"/>.</summary>
    public async Task<IResult> ChangedAsync(HttpContext context, string flowId, int version, FlowWrite write)
    {
        FlowAudit.Note(context, write);
        await changes.TellAsync(Workspace.Of(context), flowId);
        return await AnswerAsync(context, flowId, version, write);
    }

    /// <summary>The flow after a change, or why it was not made.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, string flowId, int version, FlowWrite write) =>
        write.Outcome switch
        {
            WriteOutcome.Missing => new ProblemResult(FlowProblems.NotFound(flowId)),
            WriteOutcome.VersionMissing => new ProblemResult(FlowProblems.VersionNotFound(flowId, version)),
            WriteOutcome.Conflict or WriteOutcome.Exists => new ProblemResult(
                FlowProblems.Refused(WriteOutcome.Conflict, $"The flow '{flowId}'")
            ),
            _ => await AnswerAsync(context, write),
        };

    /// <summary>Refuses to publish a version whose triggers are in the way of another flow's.</summary>
    /// <exception cref="ProblemException">404: there is no such version. 409: they are.</exception>
    public async Task CheckTriggersAsync(HttpContext context, string flowId, int version)
    {
        var (workspace, cancellation) = (Workspace.Of(context), context.RequestAborted);
        var flow = await reader.GetAsync(workspace, flowId, cancellation);
        var found = await reader.GetVersionAsync(flow, version, cancellation);
        var document = await reader.GetDocumentAsync(flow, found, cancellation);
        check.Check(workspace, flowId, FlowContent.TriggersOf(document));
    }

    /// <summary>Saves a flow on a condition and lets runs start with it.</summary>
    /// <exception cref="ProblemException">409: its triggers are in the way of another flow's.</exception>
    public async Task<FlowWrite> SaveAsync(HttpContext context, FlowContent content, FlowOptions options, ETag? ifMatch)
    {
        var edit = new FlowEdit { Message = ChangeMessage.Of(options.Message), IfMatch = ifMatch };
        var workspace = Workspace.Of(context);
        var publish = options.Publish ?? true;
        if (publish)
        {
            check.Check(workspace, content.FlowId, content.Triggers);
        }

        var write = await store.SaveAsync(workspace, new FlowSave(content, edit, publish), context.RequestAborted);
        FlowAudit.Note(context, write);
        await changes.TellAsync(workspace, content.FlowId);
        return write;
    }

    private async Task<IResult> AnswerAsync(HttpContext context, FlowWrite write)
    {
        var flow = write.Flow!;
        context.Response.Headers.ETag = flow.ETag.ToString("H");
        if (write.Outcome == WriteOutcome.Created)
        {
            context.Response.Headers.Location = $"/api/flows/{flow.Id}";
        }

        var document = await reader.GetDocumentAsync(flow, null, context.RequestAborted);
        return FlowJson.Answer(
            FlowResource.Of(flow) with
            {
                Document = document,
            },
            write.Outcome == WriteOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK
        );
    }

    private static ETag? Wanted(HttpRequest request) =>
        Preconditions.IsCreateOnly(request) ? null : Preconditions.IfMatch(request);

    private static Problem? Refusal(HttpRequest request, string flowId, WriteOutcome outcome)
    {
        if (outcome == WriteOutcome.Exists && !Preconditions.IsCreateOnly(request))
        {
            Preconditions.RequireIfMatch(request);
        }

        return outcome is WriteOutcome.Exists or WriteOutcome.Missing or WriteOutcome.Conflict
            ? FlowProblems.Refused(outcome, $"The flow '{flowId}'")
            : null;
    }
}

/// <summary>How a flow is saved, as a request says.</summary>
internal sealed record FlowOptions
{
    /// <summary>What to say about the change, at most 1,000 characters.</summary>
    public string? Message { get; init; }

    /// <summary>Whether runs start with it from now on; true by default.</summary>
    public bool? Publish { get; init; }
}

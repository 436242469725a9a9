using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Storage.Limits;

namespace FlowFunctions.App.Limits.Values;

/// <summary><c>PUT /api/limits/{name}</c>: sets a limit for the workspace; <c>DELETE</c> goes back to the installation's default.</summary>
internal sealed class PutLimit(LimitStore store, LimitBook book, LimitReader reader, TimeProvider time)
{
    private const string Value = "value";
    private const int MaxTries = 16;

    public async Task<IResult> HandleAsync(string name, HttpContext context)
    {
        var (let, limit) = (CallerContext.Of(context), LimitReader.Find(name));
        var body = BodyMembers.Of(
            await RequestBody.ReadJsonAsync(context.Request, RequestLimits.MaxDocumentBytes),
            Value
        );
        var value = ValueOf(body, limit, let);
        return await ChangeAsync(
            limit,
            new LimitRecord(let.Workspace, limit.Name, value, let.Caller.Id, time.GetUtcNow()),
            context
        );
    }

    public Task<IResult> DeleteAsync(string name, HttpContext context) =>
        ChangeAsync(LimitReader.Find(name), after: null, context);

    private async Task<IResult> ChangeAsync(Limit limit, LimitRecord? after, HttpContext context)
    {
        var let = CallerContext.Of(context);
        var before = await ReplaceAsync(limit, after, let.Workspace, context);
        book.Forget(let.Workspace);
        AuditNote.Of(context).Changed(StateOf(limit, before), after is null ? null : StateOf(limit, after));
        var answer = await reader.ReadAsync(limit, let, context.RequestAborted);
        context.Response.Headers.ETag = answer.Etag;
        return TypedResults.Json(answer, LimitJson.Wire.LimitResource);
    }

    /// <summary>Without a condition the last one wins.</summary>
    /// <returns>What was set before.</returns>
    private async Task<LimitRecord?> ReplaceAsync(
        Limit limit,
        LimitRecord? after,
        string workspace,
        HttpContext context
    )
    {
        var wanted = Preconditions.IfMatch(context.Request) ?? ETag.All;
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            var before = await store.FindAsync(workspace, limit.Name, context.RequestAborted);
            if (wanted != ETag.All && wanted != LimitResource.ETagOf(before))
            {
                // Whoever sends it again after a lost answer, or wants what is there already, has it.
                return before?.Value == after?.Value
                    ? before
                    : throw new ProblemException(LimitProblems.Changed(limit.Name));
            }

            if (await store.TryReplaceAsync(before, after, context.RequestAborted))
            {
                return before;
            }
        }

        throw new ProblemException(LimitProblems.Changed(limit.Name));
    }

    private JsonObject StateOf(Limit limit, LimitRecord? set) =>
        new() { ["value"] = set?.Value ?? reader.DefaultOf(limit) };

    private long ValueOf(BodyMembers body, Limit limit, CallerContext let)
    {
        var most = reader.MostFor(limit, let.Caller);
        return
            body.Any(Value) is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt64(out var value)
            && value >= 1
            && value <= most
            ? value
            : throw new ProblemException(
                Problem.BadRequestAt(
                    "/value",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"'value' must be a whole number from 1 to {most}, the most that you may set. Who runs the installation may set more, or allow it (Limits__Most__{limit.Name})."
                    ),
                    "Limit.Invalid"
                )
            );
    }
}

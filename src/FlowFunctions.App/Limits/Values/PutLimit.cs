using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    public async Task<IResult> HandleAsync(string name, HttpContext context)
    {
        var (let, limit) = (CallerContext.Of(context), LimitReader.Find(name));
        var body = BodyMembers.Of(
            await RequestBody.ReadJsonAsync(context.Request, RequestLimits.MaxDocumentBytes),
            Value
        );
        var value = ValueOf(body, limit, let);
        var before = await book.OfAsync(let.Workspace);
        AuditNote.Of(context).Changed(StateOf(before[limit.Kind]), StateOf(value));
        await store.PutAsync(
            new LimitRecord(let.Workspace, limit.Name, value, let.Caller.Id, time.GetUtcNow()),
            context.RequestAborted
        );
        return await AnswerAsync(limit, let, context);
    }

    public async Task<IResult> DeleteAsync(string name, HttpContext context)
    {
        var (let, limit) = (CallerContext.Of(context), LimitReader.Find(name));
        var before = await book.OfAsync(let.Workspace);
        AuditNote.Of(context).Changed(StateOf(before[limit.Kind]), after: null);
        await store.DeleteAsync(let.Workspace, limit.Name, context.RequestAborted);
        return await AnswerAsync(limit, let, context);
    }

    private static JsonObject StateOf(long? value) => new() { ["value"] = value };

    private async Task<IResult> AnswerAsync(Limit limit, CallerContext let, HttpContext context)
    {
        book.Forget(let.Workspace);
        return TypedResults.Json(
            await reader.ReadAsync(limit, let, context.RequestAborted),
            LimitJson.Wire.LimitResource
        );
    }

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

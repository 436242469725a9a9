using FlowFunctions.App.Access;

namespace FlowFunctions.App.Limits.Values;

/// <summary><c>GET /api/limits</c>: the limits of the workspace, and what is used of them.</summary>
internal sealed class ListLimits(LimitReader reader, LimitBook book)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var let = CallerContext.Of(context);

        // Whoever is about to change one must see what was changed at another instance a moment ago.
        await book.ReadAsync(let.Workspace);
        var limits = new List<LimitResource>();
        foreach (var limit in Limit.All)
        {
            limits.Add(await reader.ReadAsync(limit, let, context.RequestAborted));
        }

        return TypedResults.Json(new LimitListResource(limits), LimitJson.Wire.LimitListResource);
    }
}

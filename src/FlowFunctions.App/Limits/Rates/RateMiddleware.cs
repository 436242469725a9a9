using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Limits.Rates;

/// <summary>Counts what was let in, and refuses what is too much. A stream counts once as a request, and as open until it ends.</summary>
internal sealed class RateMiddleware(RequestDelegate next, LimitBook book, RequestRates rates, OpenStreams streams)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<CallerContext>() is { } let)
        {
            return ServeAsync(context, let);
        }

        var isCounted = context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>() is { IsCounted: true };
        return isCounted && rates.Take(CallerAddress.Of(context)) is { } problem
            ? ProblemResult.WriteAsync(context.Response, problem)
            : next(context);
    }

    private async Task ServeAsync(HttpContext context, CallerContext let)
    {
        var limits = await book.OfAsync(let.Workspace);
        if (rates.Take(let, limits, context.Response) is { } problem)
        {
            await ProblemResult.WriteAsync(context.Response, problem);
        }
        else if (context.GetEndpoint()!.Metadata.GetMetadata<AccessRule>() is { IsLong: true })
        {
            await ServeLongAsync(context, let, limits[LimitKind.OpenStreams] ?? long.MaxValue);
        }
        else
        {
            await next(context);
        }
    }

    private async Task ServeLongAsync(HttpContext context, CallerContext let, long most)
    {
        var key = (let.Workspace, let.Caller.Id);
        if (!streams.TryOpen(key, most))
        {
            LimitMetrics.Refused("openStreams");
            await ProblemResult.WriteAsync(context.Response, LimitProblems.TooManyStreams(most));
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            streams.Close(key);
        }
    }
}

namespace FlowFunctions.App.Problems;

/// <summary>Makes a problem of whatever goes wrong: exceptions, unknown routes, methods and media types that a route does not take.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer any more.
            return;
        }
#pragma warning disable CA1031 // Whatever it was, the caller gets an answer without its inner workings.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (context.Response.HasStarted)
            {
                LogBrokenAnswer(exception, context.Request.Path);
                context.Abort();
                return;
            }

            // In development routing throws what it else answers with a bare 400.
            var bad = exception is BadHttpRequestException ? BadParameters.Find(context) : null;
            var problem = bad ?? ExceptionProblems.Of(exception) ?? Unexpected(exception, context);
            context.Response.Clear();
            await ProblemResult.WriteAsync(context.Response, problem);
            return;
        }

        if (IsUnexplained(context.Response))
        {
            await ProblemResult.WriteAsync(context.Response, Unanswered(context));
        }
    }

    private static bool IsUnexplained(HttpResponse response) =>
        response is { StatusCode: >= 400, HasStarted: false, ContentType: null, ContentLength: null };

    private static Problem Unanswered(HttpContext context) =>
        context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Problem.NotFound(
                "Route.NotFound",
                $"There is nothing at {context.Request.Method} {context.Request.Path}. /api/openapi.json lists what there is."
            ),
            StatusCodes.Status405MethodNotAllowed => new Problem(
                StatusCodes.Status405MethodNotAllowed,
                "Route.MethodNotAllowed",
                $"{context.Request.Path} does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}."
            ),
            StatusCodes.Status415UnsupportedMediaType => new Problem(
                StatusCodes.Status415UnsupportedMediaType,
                "Request.MediaType",
                "The body's Content-Type is not one that this route takes. Send application/json."
            ),
            StatusCodes.Status400BadRequest when BadParameters.Find(context) is { } bad => bad,
            var status => new Problem(status, "Request.Invalid", "The request cannot be answered."),
        };

    private Problem Unexpected(Exception exception, HttpContext context)
    {
        LogUnexpected(exception, context.Request.Method, context.Request.Path, context.TraceIdentifier);
        return new(
            StatusCodes.Status500InternalServerError,
            "Internal",
            $"Something unexpected went wrong. The log has the reason under {context.TraceIdentifier}."
        );
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed unexpectedly ({TraceId})")]
    private partial void LogUnexpected(Exception exception, string method, string path, string traceId);

    [LoggerMessage(2, LogLevel.Warning, "The answer to {Path} broke off")]
    private partial void LogBrokenAnswer(Exception exception, string path);
}

using System.Text.Json;

namespace FlowFunctions.App.Requests;

/// <summary>Answers with JSON that is written straight into the response.</summary>
/// <param name="state">What is written.</param>
/// <param name="write">Writes it.</param>
/// <param name="status">The HTTP status.</param>
internal sealed class JsonResult<T>(
    T state,
    Action<Utf8JsonWriter, T, HttpRequest> write,
    int status = StatusCodes.Status200OK
) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        return JsonAnswer.WriteAsync(httpContext.Response, state, write);
    }
}

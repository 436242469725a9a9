using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Runs.Control;

/// <summary>The body <c>{ "reason": "…" }</c>. It may be left out, and so may the reason.</summary>
internal static class ReasonBody
{
    private const int MaxLength = 1000;
    private const int MaxBytes = 16 * 1024;

    /// <exception cref="ProblemException">400: it is something else, or the reason is too long.</exception>
    public static async ValueTask<string?> ReadAsync(HttpRequest request)
    {
        var body = await RequestBody.ReadJsonAsync(request, MaxBytes);
        if (body.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        if (
            body.ValueKind != JsonValueKind.Object
            || body.EnumerateObject().Any(static member => !member.NameEquals("reason"))
        )
        {
            throw new ProblemException(Problem.BadRequest("""Send no body, or {"reason": "…"}."""));
        }

        return body.TryGetProperty("reason", out var reason) ? TextOf(reason) : null;
    }

    private static string? TextOf(JsonElement reason) =>
        reason.ValueKind == JsonValueKind.Null ? null
        : reason.ValueKind == JsonValueKind.String && reason.GetString() is { Length: <= MaxLength } text ? text
        : throw new ProblemException(Problem.BadRequest($"'reason' must be a text of at most {MaxLength} characters."));
}

using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Flows.Versions;

/// <summary>The body <c>{ "version": 3, "message": "…" }</c>, which may be left out.</summary>
internal static class VersionBodies
{
    private const int MaxBytes = 16 * 1024;

    /// <exception cref="ProblemException">400: it is something else, or the message is too long.</exception>
    public static async ValueTask<VersionBody> ReadAsync(HttpRequest request)
    {
        var json = await RequestBody.ReadJsonAsync(request, MaxBytes);
        if (json.ValueKind == JsonValueKind.Undefined)
        {
            return new VersionBody();
        }

        try
        {
            var body = json.Deserialize(FlowJson.Default.VersionBody) ?? throw new JsonException();
            return body.Files is null or VersionBody.CurrentFiles
                ? body with
                {
                    Message = ChangeMessage.Of(body.Message),
                }
                : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new ProblemException(
                Problem.BadRequest(
                    """Send {"version": 3, "message": "…"} with the number of a version; "files" can only be "current"."""
                )
            );
        }
    }
}

using System.Text.Json;

namespace FlowFunctions.Cli.Server;

/// <summary>What a server says is wrong (RFC 9457).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">What programs read, such as <c>Run.NotFound</c>; empty when the server gave none.</param>
/// <param name="Detail">For people.</param>
/// <param name="Errors">What is wrong in the document that was sent.</param>
internal sealed record ServerProblem(int Status, string Code, string Detail, IReadOnlyList<ServerError> Errors)
{
    /// <summary>When to try again, or null when the server did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What to do about it at the command line, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>Reads a problem; an answer of another form, from a proxy perhaps, becomes one as well.</summary>
    public static ServerProblem Of(int status, string reason, JsonElement body)
    {
        var code = body.Text("code");
        if (code is null)
        {
            var detail =
                body.Text("detail")
                ?? $"The server answered {status} {reason}, which is no answer of a FlowFunctions app. Check the address.";
            return new(status, "", detail, []);
        }

        var errors = body.Items("errors")
            .Select(static error => new ServerError(
                error.Text("pointer") ?? "",
                error.Text("code") ?? "",
                error.Text("message") ?? "",
                error.Text("hint")
            ));
        return new(status, code, body.Text("detail") ?? body.Text("title") ?? reason, [.. errors]);
    }
}

/// <summary>Something wrong at a place of a document that was sent.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901).</param>
/// <param name="Code">What programs read.</param>
/// <param name="Message">For people.</param>
/// <param name="Hint">What to do, or null.</param>
internal sealed record ServerError(string Pointer, string Code, string Message, string? Hint);

using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Problems;
using Microsoft.Extensions.Primitives;

namespace FlowFunctions.App.Runs.Start;

/// <summary>A request that may be sent again without starting a second run.</summary>
/// <param name="Key">The caller's <c>Idempotency-Key</c>.</param>
/// <param name="Hash">What the request asks for: its address and its body.</param>
internal sealed record IdempotentRequest(string Key, string Hash)
{
    private const string Header = "Idempotency-Key";
    private const int MaxLength = 255;

    /// <summary>Reads a request; null when it has no key.</summary>
    /// <exception cref="ProblemException">400: the key is none.</exception>
    public static IdempotentRequest? Of(HttpRequest request, byte[] body) =>
        request.Headers.TryGetValue(Header, out var values)
            ? new IdempotentRequest(KeyOf(values), HashOf(request, body))
            : null;

    private static string PinnedMark(HttpRequest request) =>
        request.Query.ContainsKey("pinned") ? $" pinned={request.Query["pinned"]}" : "";

    private static string KeyOf(StringValues values) =>
        values is [{ Length: > 0 and <= MaxLength } key] && !key.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? key
            : throw new ProblemException(
                Problem.BadRequest(
                    $"'{Header}' must be given once, with 1 to {MaxLength} printable ASCII characters.",
                    "Idempotency.Key"
                )
            );

    // How long the caller waits does not change what is asked for.
    private static string HashOf(HttpRequest request, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Path} {request.Query["version"]}{PinnedMark(request)}\n"));
        if (request.Query["callback"] is [{ Length: > 0 } callback])
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{callback} {request.Query["callbackSecret"]}\n"));
        }

        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

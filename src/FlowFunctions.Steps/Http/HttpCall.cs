using System.Text.Json;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Http;

/// <summary>What an <c>http</c> step asks for: its <c>with</c>, read and checked.</summary>
internal sealed record HttpCall
{
    /// <summary>The longest a request may take.</summary>
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private const int DefaultMaxResponseBytes = 10 * 1024 * 1024;

    /// <summary>The method.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>The address, query included.</summary>
    public required Uri Url { get; init; }

    /// <summary>The headers, credentials included.</summary>
    public required IReadOnlyList<HttpRequestHeader> Headers { get; init; }

    /// <summary>The body, or null.</summary>
    public required HttpBody? Body { get; init; }

    /// <summary>Which statuses count as success.</summary>
    public required OkStatus OkStatus { get; init; }

    /// <summary>Whether redirects are followed.</summary>
    public required bool FollowsRedirects { get; init; }

    /// <summary>Whether the server's certificate is checked.</summary>
    public required bool VerifiesTls { get; init; }

    /// <summary>The longest it may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The most bytes of the response's body.</summary>
    public required int MaxResponseBytes { get; init; }

    /// <summary>Reads an evaluated <c>with</c>.</summary>
    /// <param name="with">The value.</param>
    /// <param name="identity">The attempt's identity.</param>
    /// <param name="secrets">The secrets in it.</param>
    /// <exception cref="StepFailedException">Something in it cannot be sent.</exception>
    public static HttpCall Read(JsonElement with, string identity, SecretValues secrets)
    {
        var method = HttpMethod.Parse(with.OptionalText("method") ?? "GET");
        return new HttpCall
        {
            Method = method,
            Url = HttpUrl.Read(with),
            Headers = HttpRequestHeader.Read(with, method, identity, secrets),
            Body = with.TryGetProperty("body", out var body) ? HttpBody.Read(body, secrets) : null,
            OkStatus = OkStatus.Read(with.Optional("okStatus")),
            FollowsRedirects = with.Flag("followRedirects", fallback: true),
            VerifiesTls = !with.TryGetProperty("tls", out var tls) || tls.Flag("verify", fallback: true),
            Timeout = ReadTimeout(with),
            MaxResponseBytes = with.Integer("maxResponseBytes", DefaultMaxResponseBytes),
        };
    }

    private static TimeSpan ReadTimeout(JsonElement with)
    {
        var timeout = with.OptionalDuration("timeout") ?? DefaultTimeout;
        return timeout > TimeSpan.Zero && timeout <= MaxTimeout
            ? timeout
            : throw StepFailedException.InvalidInput("/timeout", "must be more than 0s and at most 1d.");
    }
}

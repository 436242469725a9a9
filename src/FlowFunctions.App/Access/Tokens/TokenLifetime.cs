using System.Text.Json;
using FlowFunctions.App.Access.Tokens.Jose;

namespace FlowFunctions.App.Access.Tokens;

/// <summary>When a token is good (RFC 7519, section 4.1): clocks may differ by two minutes.</summary>
internal static class TokenLifetime
{
    /// <summary>How much clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>Checks <c>exp</c>, <c>nbf</c> and <c>iat</c>.</summary>
    /// <returns>When it ends.</returns>
    /// <exception cref="SecurityTokenException">It is not good now, or never ends.</exception>
    public static DateTimeOffset Check(JsonWebToken token, DateTimeOffset now)
    {
        var end = TimeOf(token, "exp") ?? throw new SecurityTokenException("it has no 'exp'");
        if (now >= Later(end))
        {
            throw new SecurityTokenException($"it ended at {end:u}");
        }

        if (TimeOf(token, "nbf") > now + Skew || TimeOf(token, "iat") > now + Skew)
        {
            throw new SecurityTokenException("it begins in the future; check the clocks");
        }

        return end;
    }

    private static DateTimeOffset Later(DateTimeOffset end) =>
        end > DateTimeOffset.MaxValue - Skew ? DateTimeOffset.MaxValue : end + Skew;

    private static DateTimeOffset? TimeOf(JsonWebToken token, string claim)
    {
        if (!token.Payload.TryGetProperty(claim, out var value))
        {
            return null;
        }

        return
            value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var seconds)
            && seconds >= 0
            && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds)
            : throw new SecurityTokenException($"its '{claim}' is no time in seconds");
    }
}

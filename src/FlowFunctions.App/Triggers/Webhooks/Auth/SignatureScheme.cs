using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FlowFunctions.Flows.Triggers;
using Microsoft.Extensions.Primitives;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>Where a sender puts an HMAC-SHA256 (RFC 2104) and what it is computed over.</summary>
internal abstract class SignatureScheme
{
    /// <summary>As many signatures of one request are looked at; senders send one, or two while they change their key.</summary>
    protected const int MaxSignatures = 8;

    /// <summary>The scheme of a webhook.</summary>
    public static SignatureScheme For(WebhookAuth auth) =>
        auth.Preset switch
        {
            "github" => new GithubSignature(auth.Header),
            "stripe" => new StripeSignature(auth.Header),
            "slack" => new SlackSignature(auth.Header),
            _ when auth.Header is null || StandardSignature.Is(auth.Header) => StandardSignature.Instance,
            _ => new GenericSignature(auth.Header, auth.TimestampHeader),
        };

    /// <summary>Reads what a request says; null when something is missing or has another form.</summary>
    public abstract Signed? Read(IHeaderDictionary headers);

    /// <summary>The headers that a request must have.</summary>
    protected abstract ImmutableArray<string> Headers { get; }

    /// <summary>Why a request says nothing of its signature.</summary>
    public string Missing(IHeaderDictionary headers) =>
        Headers.FirstOrDefault(name => Single(headers, name) is null) is { } missing
            ? $"The request has no header '{missing}', or more than one."
            : $"What stands in {string.Join(" and ", Headers.Select(static name => $"'{name}'"))} has not the form that 'auth' of the trigger expects.";

    /// <summary>The key of the HMAC; null when the secret is none for this scheme.</summary>
    public virtual byte[]? KeyOf(byte[] secret) => secret;

    /// <summary>The only value of a header; null when there is none, or more than one.</summary>
    protected static string? Single(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out StringValues values) && values is [{ Length: > 0 } value] ? value : null;

    /// <summary>Reads a Unix time in seconds.</summary>
    protected static DateTimeOffset? TimeOf(string? seconds)
    {
        const long Last = 253_402_300_799;
        return long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= Last
            ? DateTimeOffset.FromUnixTimeSeconds(value)
            : null;
    }

    /// <summary>What is signed before the body.</summary>
    protected static byte[] PrefixOf(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Reads signatures; those of another form or length are left out, and no signature at all gives null.</summary>
    protected static ImmutableArray<byte[]>? Decode(IEnumerable<string> texts, Func<string, byte[]?> decode)
    {
        ImmutableArray<byte[]> signatures = [.. texts.Take(MaxSignatures).Select(decode).OfType<byte[]>()];
        return signatures.IsEmpty ? null : signatures;
    }
}

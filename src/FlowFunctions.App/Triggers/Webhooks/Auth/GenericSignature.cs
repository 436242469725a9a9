using System.Collections.Immutable;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>
/// A header with the signature in hexadecimal digits or Base64, with or without <c>sha256=</c> before it: over the body, or over time, dot
/// and body when another header holds the time. Which of both is for the flow to say: a request could choose the weaker one.
/// </summary>
internal sealed class GenericSignature(string header, string? timestampHeader) : SignatureScheme
{
    /// <inheritdoc/>
    protected override ImmutableArray<string> Headers => timestampHeader is null ? [header] : [header, timestampHeader];

    /// <inheritdoc/>
    public override Signed? Read(IHeaderDictionary headers)
    {
        if (Single(headers, header) is not { } text || Decode(text) is not { } signature)
        {
            return null;
        }

        if (timestampHeader is null)
        {
            return new Signed([signature], []);
        }

        var time = Single(headers, timestampHeader);
        return TimeOf(time) is { } signedAt ? new Signed([signature], PrefixOf(time + "."), signedAt) : null;
    }

    private static byte[]? Decode(string text)
    {
        var value = text.After("sha256=") ?? text;
        return SignatureText.FromHex(value) ?? SignatureText.FromBase64(value);
    }
}

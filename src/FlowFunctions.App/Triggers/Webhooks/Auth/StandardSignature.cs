using System.Collections.Immutable;
using System.Text;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>
/// The headers of the Standard Webhooks specification (standardwebhooks.com): <c>webhook-signature</c> holds <c>v1,</c> and Base64, several
/// with spaces between them, over <c>webhook-id</c>, dot, <c>webhook-timestamp</c>, dot and body. A secret that begins with <c>whsec_</c>
/// is Base64 of the key.
/// </summary>
internal sealed class StandardSignature : SignatureScheme
{
    private const string Header = "webhook-signature";
    private const string IdHeader = "webhook-id";
    private const string TimeHeader = "webhook-timestamp";
    private const int MaxIdLength = 255;
    private static readonly byte[] KeyPrefix = "whsec_"u8.ToArray();

    public static StandardSignature Instance { get; } = new();

    /// <summary>Whether a header is the one of this scheme.</summary>
    public static bool Is(string header) => header.Equals(Header, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override ImmutableArray<string> Headers => [IdHeader, TimeHeader, Header];

    /// <inheritdoc/>
    public override Signed? Read(IHeaderDictionary headers)
    {
        var (id, time) = (Single(headers, IdHeader), Single(headers, TimeHeader));

        // A dot in an id could be moved: then the signature of one delivery would be that of another one, too.
        if (
            id is not { Length: <= MaxIdLength }
            || id.Contains('.', StringComparison.Ordinal)
            || TimeOf(time) is not { } signedAt
        )
        {
            return null;
        }

        var texts = (Single(headers, Header) ?? "")
            .Split(' ')
            .Select(static text => text.After("v1,"))
            .OfType<string>();
        return Decode(texts, SignatureText.FromBase64) is { } signatures
            ? new Signed(signatures, PrefixOf($"{id}.{time}."), signedAt, id)
            : null;
    }

    /// <inheritdoc/>
    public override byte[]? KeyOf(byte[] secret)
    {
        if (!secret.AsSpan().StartsWith(KeyPrefix))
        {
            return secret;
        }

        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(
            Encoding.UTF8.GetString(secret, KeyPrefix.Length, secret.Length - KeyPrefix.Length),
            key,
            out var length
        )
            ? key[..length]
            : null;
    }
}

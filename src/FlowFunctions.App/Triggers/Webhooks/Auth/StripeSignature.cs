using System.Collections.Immutable;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary><c>Stripe-Signature: t=…,v1=…[,v1=…]</c> over time, dot and body. Other versions (<c>v0</c>) are not looked at.</summary>
internal sealed class StripeSignature(string? header) : SignatureScheme
{
    private readonly string _header = header ?? "Stripe-Signature";

    /// <inheritdoc/>
    protected override ImmutableArray<string> Headers => [_header];

    /// <inheritdoc/>
    public override Signed? Read(IHeaderDictionary headers)
    {
        if (Single(headers, _header) is not { } value)
        {
            return null;
        }

        var parts = value.Split(',', StringSplitOptions.TrimEntries);
        var times = parts.Select(static part => part.After("t=")).OfType<string>().ToArray();
        var signatures = Decode(parts.Select(static part => part.After("v1=")).OfType<string>(), SignatureText.FromHex);
        return times is [var time] && TimeOf(time) is { } signedAt && signatures is { } some
            ? new Signed(some, PrefixOf(time + "."), signedAt)
            : null;
    }
}

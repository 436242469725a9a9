using System.Collections.Immutable;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary><c>X-Slack-Signature: v0=…</c> over <c>v0:</c>, <c>X-Slack-Request-Timestamp</c>, a colon and the body.</summary>
internal sealed class SlackSignature(string? header) : SignatureScheme
{
    private const string TimeHeader = "X-Slack-Request-Timestamp";
    private readonly string _header = header ?? "X-Slack-Signature";

    /// <inheritdoc/>
    protected override ImmutableArray<string> Headers => [_header, TimeHeader];

    /// <inheritdoc/>
    public override Signed? Read(IHeaderDictionary headers) =>
        Single(headers, _header)?.After("v0=") is { } hex
        && SignatureText.FromHex(hex) is { } signature
        && Single(headers, TimeHeader) is { } time
        && TimeOf(time) is { } signedAt
            ? new Signed([signature], PrefixOf($"v0:{time}:"), signedAt)
            : null;
}

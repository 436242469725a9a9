using System.Collections.Immutable;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary><c>X-Hub-Signature-256: sha256=…</c> over the body. GitHub signs no time and no id.</summary>
internal sealed class GithubSignature(string? header) : SignatureScheme
{
    private readonly string _header = header ?? "X-Hub-Signature-256";

    /// <inheritdoc/>
    protected override ImmutableArray<string> Headers => [_header];

    /// <inheritdoc/>
    public override Signed? Read(IHeaderDictionary headers) =>
        Single(headers, _header)?.After("sha256=") is { } hex && SignatureText.FromHex(hex) is { } signature
            ? new Signed([signature], [])
            : null;
}

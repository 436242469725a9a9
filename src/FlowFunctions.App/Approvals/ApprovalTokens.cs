using System.Text.Json;
using FlowFunctions.App.Links;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Approvals;

/// <summary>The tokens of links: what they entitle to, signed.</summary>
internal sealed class ApprovalTokens(SignedTexts texts, TimeProvider time)
{
    private const string Purpose = "approval-link.1.";

    /// <summary>Makes a token.</summary>
    public ValueTask<string> SignAsync(ApprovalClaim claim, CancellationToken cancellationToken) =>
        texts.SignAsync(
            Purpose,
            JsonSerializer.SerializeToUtf8Bytes(claim, ApprovalClaimJson.Default.ApprovalClaim),
            cancellationToken
        );

    /// <summary>Reads a token.</summary>
    /// <exception cref="ProblemException">404: it was not made here; 410: it has expired.</exception>
    public async ValueTask<ApprovalClaim> ReadAsync(string token, CancellationToken cancellationToken)
    {
        var content = await texts.ReadAsync(Purpose, token, cancellationToken) ?? throw ApprovalProblems.Forged();
        var claim = JsonSerializer.Deserialize(content, ApprovalClaimJson.Default.ApprovalClaim)!;
        return claim.ExpiresAt > time.GetUtcNow() ? claim : throw ApprovalProblems.Expired();
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Approvals;

/// <summary>
/// The tokens of links: what they entitle to, and an HMAC-SHA256 (RFC 2104) of it, each in base64url, joined by a dot. They are not secret
/// from those who hold them, but nobody else can make or change one.
/// </summary>
internal sealed class ApprovalTokens(ApprovalKeys keys, TimeProvider time)
{
    private const int MaxLength = 8 * 1024;

    // A key that signs links must never sign anything else that could be taken for one.
    private const string Purpose = "approval-link.1.";

    /// <summary>Makes a token.</summary>
    public async ValueTask<string> SignAsync(ApprovalClaim claim, CancellationToken cancellationToken)
    {
        var content = Base64Url.EncodeToString(
            JsonSerializer.SerializeToUtf8Bytes(claim, ApprovalClaimJson.Default.ApprovalClaim)
        );
        var key = await keys.GetAsync(cancellationToken);
        return $"{content}.{Base64Url.EncodeToString(Mac(key, content))}";
    }

    /// <summary>Reads a token.</summary>
    /// <exception cref="ProblemException">404: it was not made here; 410: it has expired.</exception>
    public async ValueTask<ApprovalClaim> ReadAsync(string token, CancellationToken cancellationToken)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (token.Length > MaxLength || dot < 0 || !Base64Url.IsValid(token.AsSpan(dot + 1)))
        {
            throw ApprovalProblems.Forged();
        }

        var content = token[..dot];
        var key = await keys.GetAsync(cancellationToken);
        if (
            !CryptographicOperations.FixedTimeEquals(
                Mac(key, content),
                Base64Url.DecodeFromChars(token.AsSpan(dot + 1))
            )
        )
        {
            throw ApprovalProblems.Forged();
        }

        var claim = JsonSerializer.Deserialize(
            Base64Url.DecodeFromChars(content),
            ApprovalClaimJson.Default.ApprovalClaim
        )!;
        return claim.ExpiresAt > time.GetUtcNow() ? claim : throw ApprovalProblems.Expired();
    }

    private static byte[] Mac(byte[] key, string content) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Purpose + content));
}

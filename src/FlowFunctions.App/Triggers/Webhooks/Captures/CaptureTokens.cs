using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.App.Links;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary>The tokens of test addresses: whose requests are captured there, signed.</summary>
internal sealed class CaptureTokens(SignedTexts texts, TimeProvider time)
{
    private const string Purpose = "webhook-test.1.";

    /// <summary>How long an address is good.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>Makes a token.</summary>
    /// <returns>It, and until when it is good.</returns>
    public async ValueTask<(string Token, DateTimeOffset ExpiresAt)> SignAsync(
        TriggerKey trigger,
        CancellationToken cancellationToken
    )
    {
        var expiresAt = time.GetUtcNow() + Life;
        var claim = new CaptureClaim(trigger.Workspace, trigger.FlowId, trigger.TriggerId, expiresAt);
        var content = JsonSerializer.SerializeToUtf8Bytes(claim, CaptureClaimJson.Default.CaptureClaim);
        return (await texts.SignAsync(Purpose, content, cancellationToken), expiresAt);
    }

    /// <summary>Reads a token; null for one that was not made here, for another workspace, or that has expired.</summary>
    public async ValueTask<TriggerKey?> ReadAsync(string workspace, string token, CancellationToken cancellationToken)
    {
        if (await texts.ReadAsync(Purpose, token, cancellationToken) is not { } content)
        {
            return null;
        }

        var claim = JsonSerializer.Deserialize(content, CaptureClaimJson.Default.CaptureClaim)!;
        return claim.Workspace == workspace && claim.ExpiresAt > time.GetUtcNow()
            ? new TriggerKey(claim.Workspace, claim.FlowId, claim.TriggerId)
            : null;
    }
}

/// <summary>What a test address is for.</summary>
/// <param name="Workspace">The tenant.</param>
/// <param name="FlowId">The flow, which need not be published.</param>
/// <param name="TriggerId">The trigger.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
internal sealed record CaptureClaim(string Workspace, string FlowId, string TriggerId, DateTimeOffset ExpiresAt);

[JsonSerializable(typeof(CaptureClaim))]
internal sealed partial class CaptureClaimJson : JsonSerializerContext;

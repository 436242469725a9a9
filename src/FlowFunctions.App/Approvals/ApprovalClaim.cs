using System.Text.Json.Serialization;

namespace FlowFunctions.App.Approvals;

/// <summary>What a link entitles to: one decision about one question.</summary>
/// <param name="Workspace">The tenant.</param>
/// <param name="RunId">The run.</param>
/// <param name="StepPath">The approval step.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Opened">When the step's first attempt started.</param>
/// <param name="Signal">The signal that brings the decision.</param>
/// <param name="ExpiresAt">Until when the link is good.</param>
/// <param name="Approver">Who was given the link, or null.</param>
/// <param name="Nonce">What makes the link differ from every other.</param>
internal sealed record ApprovalClaim(
    string Workspace,
    string RunId,
    string StepPath,
    int Attempt,
    DateTimeOffset Opened,
    string Signal,
    DateTimeOffset ExpiresAt,
    string? Approver,
    string Nonce
)
{
    /// <summary>Whether the link is for what is asked now.</summary>
    public bool IsFor(ApprovalQuestion question) =>
        question.Attempt == Attempt && question.Opened == Opened && question.Signal == Signal;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ApprovalClaim))]
internal sealed partial class ApprovalClaimJson : JsonSerializerContext;

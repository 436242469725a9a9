using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.App.Approvals;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Runs.Read;

namespace FlowFunctions.App.Runs.Start;

/// <summary>What routes answer of runs, for the description of the API: the answers themselves are written by hand.</summary>
internal static class RunDescriptions
{
    /// <summary>Describes a route that starts a run: 200 with its end, 202 with where to follow it.</summary>
    public static RouteHandlerBuilder ProducesRun(this RouteHandlerBuilder route) =>
        route.Produces<EndedRunDescription>().ProducesStartedRun();

    /// <summary>Describes the answer with where to follow a run.</summary>
    public static RouteHandlerBuilder ProducesStartedRun(this RouteHandlerBuilder route) =>
        route.Produces<StartedRunDescription>(StatusCodes.Status202Accepted);

    public static IServiceCollection AddRunDescriptions(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(static options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, RunDescriptionJson.Default)
        );
}

/// <summary>A run that was started.</summary>
internal sealed record StartedRunDescription(
    string Id,
    string? FlowId,
    int? Version,
    string Status,
    string StatusQueryGetUri,
    string SendEventPostUri,
    string TerminatePostUri,
    string SuspendPostUri,
    string ResumePostUri,
    string CancelPostUri,
    string RerunPostUri,
    string PurgeHistoryDeleteUri,
    string EventsGetUri
);

/// <summary>A run that has ended while the caller was waiting.</summary>
internal sealed record EndedRunDescription(
    string Id,
    string FlowId,
    int? Version,
    string Status,
    JsonElement? Output,
    JsonElement? Error,
    string StatusQueryGetUri
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StartedRunDescription))]
[JsonSerializable(typeof(EndedRunDescription))]
[JsonSerializable(typeof(CallbackDescription))]
[JsonSerializable(typeof(RunDescription))]
[JsonSerializable(typeof(RunListDescription))]
[JsonSerializable(typeof(RunStepListDescription))]
[JsonSerializable(typeof(HistoryDescription))]
[JsonSerializable(typeof(LogDescription))]
[JsonSerializable(typeof(EventListDescription))]
[JsonSerializable(typeof(BulkDescription))]
[JsonSerializable(typeof(ApprovalListDescription))]
[JsonSerializable(typeof(DecisionDescription))]
[JsonSerializable(typeof(ApprovalLinkDescription))]
internal sealed partial class RunDescriptionJson : JsonSerializerContext;

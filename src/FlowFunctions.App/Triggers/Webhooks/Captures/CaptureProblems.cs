using FlowFunctions.App.Problems;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary>Why a captured request cannot be shown or replayed.</summary>
internal static class CaptureProblems
{
    private const int MaxIdLength = 200;

    /// <summary>The trigger that an address names.</summary>
    /// <exception cref="ProblemException">400: it names none.</exception>
    public static TriggerKey KeyOf(HttpContext context, string id) =>
        id.Length <= MaxIdLength && TriggerKey.Parse(Workspace.Of(context), id) is { } key
            ? key
            : throw new ProblemException(
                Problem.BadRequest(
                    $"'{id}' is no id of a trigger. It is the flow's id, a dot and the trigger's id in the flow, such as order-intake.hook.",
                    "Trigger.Id"
                )
            );

    /// <summary>404: it is not kept.</summary>
    public static ProblemException NotFound(TriggerKey key, string number) =>
        new(
            Problem.NotFound(
                "Trigger.RequestNotFound",
                $"There is no captured request '{number}' of '{key}' (any more). GET /api/triggers/{key}/requests lists those there are."
            )
        );

    /// <summary>409: no published version of the flow has the trigger.</summary>
    public static ProblemException NotPublished(TriggerKey key) =>
        new(
            Problem.Conflict(
                "Trigger.NotPublished",
                $"No published version of the flow '{key.FlowId}' has a webhook '{key.TriggerId}'. Publish the flow, then replay the request."
            )
        );
}

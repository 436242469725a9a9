using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Triggers.Control;

/// <summary><c>GET /api/triggers</c>: the triggers of published flows by id, page by page.</summary>
internal sealed class ListTriggers(TriggerReader reader)
{
    public async Task<IResult> HandleAsync(HttpContext context, TriggerFilter filter)
    {
        var size = PageSize.Of(filter.Limit);
        var type = TypeOf(filter.Type);
        ActiveTrigger[] found =
        [
            .. reader
                .All(Workspace.Of(context))
                .Where(trigger => string.IsNullOrEmpty(filter.Flow) || trigger.Key.FlowId == filter.Flow)
                .Where(trigger => type is null || trigger.Definition.Type == type)
                .Where(trigger => string.CompareOrdinal(trigger.Key.Id, filter.Continuation) > 0)
                .Take(size + 1),
        ];
        var page = found.Length > size ? found[..size] : found;
        return TriggerJson.Answer(
            new TriggerListResource(await reader.ReadAsync(page, context), found.Length > size ? page[^1].Key.Id : null)
        );
    }

    private static string? TypeOf(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : TriggerText.Types.Contains(text) ? text
        : throw new ProblemException(
            Problem.BadRequest($"'type' is '{text}'; give one of {string.Join(", ", TriggerText.Types)}.")
        );
}

/// <summary>Which triggers are listed.</summary>
/// <param name="Flow">Those of this flow.</param>
/// <param name="Type">Those of this type.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Continuation">Where the page before has ended.</param>
internal readonly record struct TriggerFilter(string? Flow, string? Type, int? Limit, string? Continuation);

using System.Globalization;
using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Diff;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Versions;

/// <summary><c>GET /api/flows/{id}/diff</c>: what differs between two versions, or between a version and the draft.</summary>
internal sealed class DiffFlow(FlowReader reader, DraftStore drafts)
{
    private const string DraftName = "draft";

    public async Task<IResult> HandleAsync(string flowId, HttpContext context, string? from, string? to)
    {
        var flow = await reader.GetAsync(Workspace.Of(context), flowId, context.RequestAborted);
        to = string.IsNullOrEmpty(to) ? Text(flow.Version) : to;
        from = string.IsNullOrEmpty(from) ? Text(Before(flow, to)) : from;
        var older = await ReadAsync(flow, "from", from, context.RequestAborted);
        var newer = await ReadAsync(flow, "to", to, context.RequestAborted);
        var diff = FlowDiff.Between(older, newer);
        return FlowJson.Answer(new DiffResource(from, to, diff.Changes, diff.Cosmetic));
    }

    // A draft is compared with the newest version, a version with the one before it.
    private static int Before(FlowRecord flow, string to) =>
        int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? Math.Max(version - 1, 1)
            : flow.Version;

    private async Task<FlowDocument> ReadAsync(
        FlowRecord flow,
        string parameter,
        string which,
        CancellationToken cancellationToken
    )
    {
        var document =
            which == DraftName ? await DraftAsync(flow, cancellationToken)
            : int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? await reader.GetDocumentAsync(
                    flow,
                    await reader.GetVersionAsync(flow, version, cancellationToken),
                    cancellationToken
                )
            : throw new ProblemException(
                Problem.BadRequest($"'{parameter}' is '{which}'; give the number of a version, or 'draft'.")
            );
        return FlowDocument.Read(document, []);
    }

    private async Task<JsonElement> DraftAsync(FlowRecord flow, CancellationToken cancellationToken) =>
        await drafts.GetAsync(flow.Workspace, flow.Id, cancellationToken) is { } draft
            ? FlowReader.Parse(draft.Document)
            : throw new ProblemException(Drafts.DraftProblems.NotFound(flow.Id));

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);
}

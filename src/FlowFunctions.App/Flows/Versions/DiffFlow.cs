using System.Collections.Immutable;
using System.Globalization;
using FlowFunctions.App.Flows.Catalog;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Flows.Drafts;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Diff;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Text;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Versions;

/// <summary><c>GET /api/flows/{id}/diff</c>: what differs between two versions, or between a version and the draft.</summary>
internal sealed class DiffFlow(FlowReader reader, DraftStore drafts, FlowDocuments documents, FlowCatalog catalog)
{
    private const string DraftName = "draft";

    public async Task<IResult> HandleAsync(string flowId, HttpContext context, string? from, string? to)
    {
        var flow = await reader.GetAsync(Workspace.Of(context), flowId, context.RequestAborted);
        to = string.IsNullOrEmpty(to) ? Text(flow.Version) : to;
        from = string.IsNullOrEmpty(from) ? Text(Before(flow, to)) : from;
        var older = await ReadAsync(flow, "from", from, context.RequestAborted);
        var newer = await ReadAsync(flow, "to", to, context.RequestAborted);
        var diff = FlowDiff.Between(older.Document, newer.Document);
        var files =
            older.Files is null || newer.Files is null ? null : FileChangeResource.Between(older.Files, newer.Files);
        return FlowJson.Answer(new DiffResource(from, to, diff.Changes, diff.Cosmetic, files));
    }

    // A draft is compared with the newest version, a version with the one before it.
    private static int Before(FlowRecord flow, string to) =>
        int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? Math.Max(version - 1, 1)
            : flow.Version;

    private async Task<Side> ReadAsync(
        FlowRecord flow,
        string parameter,
        string which,
        CancellationToken cancellationToken
    ) =>
        which == DraftName ? await DraftAsync(flow, cancellationToken)
        : int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? await VersionAsync(flow, version, cancellationToken)
        : throw new ProblemException(
            Problem.BadRequest($"'{parameter}' is '{which}'; give the number of a version, or 'draft'.")
        );

    private async Task<Side> VersionAsync(FlowRecord flow, int number, CancellationToken cancellationToken)
    {
        var version = await reader.GetVersionAsync(flow, number, cancellationToken);
        var document = await reader.GetDocumentAsync(flow, version, cancellationToken);
        var plan = await catalog.FindPlanAsync(flow.Workspace, version.PlanHash, cancellationToken);
        return new Side(FlowDocument.Read(document, []), plan?.Files);
    }

    private async Task<Side> DraftAsync(FlowRecord flow, CancellationToken cancellationToken)
    {
        if (await drafts.GetAsync(flow.Workspace, flow.Id, cancellationToken) is not { } draft)
        {
            throw new ProblemException(DraftProblems.NotFound(flow.Id));
        }

        var document = FlowReader.Parse(draft.Document);
        var text = new FlowText(document.GetRawText(), TextFormat.Json);
        var result = await documents.CompileAsync(flow.Workspace, text, cancellationToken);
        return new Side(FlowDocument.Read(document, []), result.Plan?.Files);
    }

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);

    /// <param name="Document">What is compared.</param>
    /// <param name="Files">The files that go with it; null when that is not known, as with a draft that has errors.</param>
    private sealed record Side(FlowDocument Document, ImmutableSortedDictionary<string, string>? Files);
}

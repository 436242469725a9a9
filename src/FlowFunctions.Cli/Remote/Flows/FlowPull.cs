using System.Text.Json;
using System.Text.RegularExpressions;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>Pulls flows into files.</summary>
/// <param name="flows">The server's flows.</param>
/// <param name="target">Where to.</param>
/// <param name="force">Whether to overwrite local changes.</param>
/// <param name="terminal">Where to say what was done.</param>
internal sealed partial class FlowPull(RemoteFlows flows, PullTarget target, bool force, Terminal terminal)
{
    /// <summary>Pulls one flow.</summary>
    /// <returns>The exit code that it calls for.</returns>
    public async Task<int> PullAsync(string id, CancellationToken cancellationToken)
    {
        // It becomes a file's name, and may come from the server.
        var flow = Id().IsMatch(id) ? await flows.FindAsync(id, cancellationToken) : null;
        if (flow is null || flow.Document.Text("id") != id)
        {
            return Miss(id);
        }

        var file = target.Find(id);
        var path = file?.Path ?? target.PathOf(id);
        var files = await PinnedFiles.ReadAsync(flows, flow, path, cancellationToken);
        if (!force && (file is null ? ReasonOfOther(path, id) : ReasonOfChange(file, flow)) is { } reason)
        {
            return Refuse(path, reason, $"'flow push --dry-run {path}' shows what differs; ");
        }

        if (!force && files.Conflicts is [var changed, ..])
        {
            return Refuse(
                changed,
                $"it has changed since it was pushed or pulled, and {flow.Describe()} has another content",
                ""
            );
        }

        var written = await files.WriteAsync(cancellationToken);
        WriteDocument(path, file, flow);
        foreach (var one in written)
        {
            await terminal.Output.WriteLineAsync(PlainText.Line($"{one}: pulled"));
        }

        return ExitCode.Succeeded;
    }

    private int Miss(string id)
    {
        terminal.Error.WriteLine(
            PlainText.Line($"flow: There is no flow '{id}' on {flows.Server}. 'flow list' shows those there are.")
        );
        return ExitCode.Invalid;
    }

    private static string? ReasonOfOther(string path, string id) =>
        File.Exists(path) ? $"it is there and is no file of flow '{id}'" : null;

    private string? ReasonOfChange(FlowFile file, RemoteFlow flow)
    {
        var known = FlowBases.Find(file.Path, flows.Server);
        return IsSame(file, flow) || known?.Text == DocumentHash.OfText(file.Text) ? null
            : known is null ? $"it was not made from {flows.Server}, which has {flow.Describe()}"
            : $"it has changed since version {known.Version}, and the server has {flow.Describe()}";
    }

    private static bool IsSame(FlowFile file, RemoteFlow flow) =>
        file.Result.Document is { } document && DocumentHash.Of(document.Source) == DocumentHash.Of(flow.Document);

    private void WriteDocument(string path, FlowFile? file, RemoteFlow flow)
    {
        if (file is null)
        {
            Write(path, flow, DocumentJson.Write(flow.Document));
        }
        else if (IsSame(file, flow))
        {
            FlowBases.Keep(path, FlowBase.Of(path, flows.Server, flow, DocumentHash.OfText(file.Text)));
            Say(path, flow, "unchanged");
        }
        else
        {
            Replace(file, flow);
        }
    }

    private void Replace(FlowFile file, RemoteFlow flow)
    {
        var isYaml = Path.GetExtension(file.Path) is ".yaml" or ".yml";
        var rendered = Render(file.Result.Document?.Source ?? flow.Document, isYaml);
        Write(file.Path, flow, Render(flow.Document, isYaml));
        if (rendered != file.Text)
        {
            terminal.Error.WriteLine(
                $"{file.Path}: comments and formatting of its own are gone, because the server does not keep them."
            );
        }
    }

    private static string Render(JsonElement document, bool isYaml) =>
        isYaml ? DocumentYaml.Write(document) : DocumentJson.Write(document);

    private void Write(string path, RemoteFlow flow, string text)
    {
        WholeFile.Write(Path.GetFullPath(path), text);
        FlowBases.Keep(path, FlowBase.Of(path, flows.Server, flow, DocumentHash.OfText(text)));
        Say(path, flow, "pulled");
    }

    private int Refuse(string path, string reason, string hint)
    {
        terminal.Error.WriteLine(PlainText.Line($"flow: {path} was not overwritten: {reason}."));
        terminal.Error.WriteLine($"  {hint}--force overwrites it, --out DIR pulls to another folder.");
        return ExitCode.Conflict;
    }

    private void Say(string path, RemoteFlow flow, string what) =>
        terminal.Output.WriteLine(PlainText.Line($"{path}: {flow.Id} version {flow.Version} {what}"));

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}

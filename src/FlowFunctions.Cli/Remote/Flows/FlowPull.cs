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
        if (file is null)
        {
            return PullNew(flow);
        }

        if (file.Result.Document is { } document && DocumentHash.Of(document.Source) == DocumentHash.Of(flow.Document))
        {
            FlowBases.Keep(file.Path, FlowBase.Of(file.Path, flows.Server, flow, DocumentHash.OfText(file.Text)));
            Say(file.Path, flow, "unchanged");
            return ExitCode.Succeeded;
        }

        return Replace(file, flow);
    }

    private int Miss(string id)
    {
        terminal.Error.WriteLine(
            PlainText.Line($"flow: There is no flow '{id}' on {flows.Server}. 'flow list' shows those there are.")
        );
        return ExitCode.Invalid;
    }

    private int PullNew(RemoteFlow flow)
    {
        var path = target.PathOf(flow.Id);
        if (File.Exists(path) && !force)
        {
            return Refuse(path, $"it is there and is no file of flow '{flow.Id}'");
        }

        Write(path, flow, DocumentJson.Write(flow.Document));
        return ExitCode.Succeeded;
    }

    private int Replace(FlowFile file, RemoteFlow flow)
    {
        var known = FlowBases.Find(file.Path, flows.Server);
        if (!force && known?.Text != DocumentHash.OfText(file.Text))
        {
            return Refuse(
                file.Path,
                known is null
                    ? $"it was not made from {flows.Server}, which has {flow.Describe()}"
                    : $"it has changed since version {known.Version}, and the server has {flow.Describe()}"
            );
        }

        var isYaml = Path.GetExtension(file.Path) is ".yaml" or ".yml";
        var rendered = Render(file.Result.Document?.Source ?? flow.Document, isYaml);
        Write(file.Path, flow, Render(flow.Document, isYaml));
        if (rendered != file.Text)
        {
            terminal.Error.WriteLine(
                $"{file.Path}: comments and formatting of its own are gone, because the server does not keep them."
            );
        }

        return ExitCode.Succeeded;
    }

    private static string Render(JsonElement document, bool isYaml) =>
        isYaml ? DocumentYaml.Write(document) : DocumentJson.Write(document);

    private void Write(string path, RemoteFlow flow, string text)
    {
        WholeFile.Write(Path.GetFullPath(path), text);
        FlowBases.Keep(path, FlowBase.Of(path, flows.Server, flow, DocumentHash.OfText(text)));
        Say(path, flow, "pulled");
    }

    private int Refuse(string path, string reason)
    {
        terminal.Error.WriteLine(PlainText.Line($"flow: {path} was not overwritten: {reason}."));
        terminal.Error.WriteLine(
            $"  'flow push --dry-run {path}' shows what differs; --force overwrites it, --out DIR pulls to another folder."
        );
        return ExitCode.Conflict;
    }

    private void Say(string path, RemoteFlow flow, string what) =>
        terminal.Output.WriteLine(PlainText.Line($"{path}: {flow.Id} version {flow.Version} {what}"));

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}

using FlowFunctions.Cli.Remote.Files;
using FlowFunctions.Cli.Run;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Diff;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>Pushes flow files to a server.</summary>
/// <param name="flows">The server's flows.</param>
/// <param name="files">The server's files; those of a flow go first.</param>
/// <param name="options">How.</param>
/// <param name="terminal">Where to say what was done.</param>
internal sealed class FlowPush(RemoteFlows flows, RemoteFiles files, PushOptions options, Terminal terminal)
{
    private const int LostRace = 412;

    /// <summary>Pushes one file, which compiles.</summary>
    /// <returns>The exit code that it calls for.</returns>
    public async Task<int> PushAsync(FlowFile file, CancellationToken cancellationToken)
    {
        var document = file.Result.Document!;
        var current = await flows.FindAsync(document.Id, cancellationToken);
        var decision = Pushing.Decide(
            DocumentHash.Of(document.Source),
            FlowBases.Find(file.Path, flows.Server),
            current,
            options.Save.Publish,
            options.Force
        );
        if (options.DryRun)
        {
            return await ForeseeAsync(file, document, current, decision, cancellationToken);
        }

        return decision switch
        {
            PushDecision.Nothing when file.Files is null => Unchanged(file, current!),
            PushDecision.Behind => Behind(file, current!),
            PushDecision.Conflict => Refuse(file, current!),
            _ when await SyncAsync(file, document, cancellationToken) is { ExitCode: > 0 and var refused } => refused,
            _ => await SaveAsync(file, document, current, cancellationToken),
        };
    }

    /// <summary>Files go before the flow, whose version pins them. What is gone from the folder stays on the server.</summary>
    /// <returns>How that ended; null when the flow uses no files.</returns>
    private async Task<SyncEnd?> SyncAsync(FlowFile file, FlowDocument document, CancellationToken cancellationToken)
    {
        if (file.Files is not { } folder)
        {
            return null;
        }

        var sync = new FileSync(
            files,
            new SyncOptions(Force: options.Force, DryRun: options.DryRun, Message: options.Save.Message),
            terminal
        );
        return await sync.RunAsync(folder, $"{document.Id}/", cancellationToken);
    }

    private async Task<int> SaveAsync(
        FlowFile file,
        FlowDocument document,
        RemoteFlow? current,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var replaced = current is not null && options.Force ? "*" : current?.ETag;
            var saved = await flows.SaveAsync(document.Id, document.Source, replaced, options.Save, cancellationToken);
            if (saved.ETag == current?.ETag)
            {
                return Unchanged(file, saved);
            }

            Keep(file, saved);
            Say(file, saved, saved.Published == saved.Version ? "pushed and published" : "pushed, not published");
            return ExitCode.Succeeded;
        }
        catch (ServerException refusal) when (refusal.Problem.Status == LostRace)
        {
            return await LoseAsync(file, refusal, cancellationToken);
        }
        catch (ServerException refusal) when (refusal.Problem.Errors.Count > 0)
        {
            ServerErrorPlaces.Print(terminal.Error, file, refusal.Problem);
            return refusal.ExitCode;
        }
    }

    /// <summary>Somebody was quicker; it may have been this command itself, whose first answer was lost.</summary>
    private async Task<int> LoseAsync(FlowFile file, ServerException refusal, CancellationToken cancellationToken)
    {
        var document = file.Result.Document!;
        var current = await flows.FindAsync(document.Id, cancellationToken);
        if (current is null)
        {
            throw refusal;
        }

        return DocumentHash.Of(current.Document) == DocumentHash.Of(document.Source)
            ? Unchanged(file, current)
            : Refuse(file, current);
    }

    private int Unchanged(FlowFile file, RemoteFlow current)
    {
        Keep(file, current);
        Say(file, current, "unchanged");
        return ExitCode.Succeeded;
    }

    private int Behind(FlowFile file, RemoteFlow current)
    {
        terminal.Error.WriteLine(
            PlainText.Line(
                $"{file.Path}: nothing to push; the server has {current.Describe()}, which is newer. '{Pull(file, current)}' gets it."
            )
        );
        return ExitCode.Succeeded;
    }

    private int Refuse(FlowFile file, RemoteFlow current)
    {
        terminal.Error.WriteLine(
            PlainText.Line(
                $"flow: {file.Path} was not pushed: the server has {current.Describe()} of flow '{current.Id}', which this file was not made from."
            )
        );
        var path = Invocation.Quote(file.Path);
        terminal.Error.WriteLine($"  'flow push --dry-run {path}' shows what differs, as 'flow diff' does;");
        terminal.Error.WriteLine(
            $"  '{Pull(file, current)} --force' takes the server's; 'flow push --force {path}' overwrites it."
        );
        return ExitCode.Conflict;
    }

    private static string Pull(FlowFile file, RemoteFlow flow) =>
        Path.GetDirectoryName(file.Path) is { Length: > 0 } folder
            ? $"flow pull {flow.Id} --out {Invocation.Quote(folder)}"
            : $"flow pull {flow.Id}";

    /// <summary>Shows what would be done.</summary>
    private async Task<int> ForeseeAsync(
        FlowFile file,
        FlowDocument document,
        RemoteFlow? current,
        PushDecision decision,
        CancellationToken cancellationToken
    )
    {
        // As in earnest, files are not looked at where the flow itself is not pushed.
        var isPushed = decision is not (PushDecision.Behind or PushDecision.Conflict);
        var sync = isPushed ? await SyncAsync(file, document, cancellationToken) : null;
        if (sync is { ExitCode: > 0 })
        {
            await terminal.Output.WriteLineAsync(
                PlainText.Line(
                    $"{file.Path} would be refused: the server has changes to its files that its folder has not seen"
                )
            );
            return sync.ExitCode;
        }

        var hasOtherFiles =
            sync is not null
            && current is not null
            && !IsSame(sync.Files, await flows.FilesAsync(current.Id, current.Version, cancellationToken));
        return Foresee(file, document, current, decision, hasOtherFiles);
    }

    private static bool IsSame(IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, string> pinned) =>
        files.Count == pinned.Count && files.All(file => pinned.GetValueOrDefault(file.Key) == file.Value);

    private int Foresee(
        FlowFile file,
        FlowDocument document,
        RemoteFlow? current,
        PushDecision decision,
        bool hasOtherFiles
    )
    {
        var diff = current is null ? null : FlowDiff.Between(FlowDocument.Read(current.Document, []), document);
        var what = decision switch
        {
            PushDecision.Create => $"would create flow '{document.Id}'",
            PushDecision.Nothing or PushDecision.Publish when hasOtherFiles =>
                $"would become version {current!.Version + 1} of flow '{document.Id}', with other files",
            PushDecision.Save when diff!.Changes.Count == 0 && !hasOtherFiles =>
                $"would take the place of version {current!.Version} of flow '{document.Id}', which means the same",
            PushDecision.Save => $"would become version {current!.Version + 1} of flow '{document.Id}'",
            PushDecision.Publish => $"is {current!.Describe()} and would be published",
            PushDecision.Nothing => $"is {current!.Describe()}; nothing would be done",
            PushDecision.Behind => $"has not changed; the server has {current!.Describe()}, which is newer",
            _ => $"would be refused: the server has {current!.Describe()}, which this file was not made from",
        };
        terminal.Output.WriteLine(PlainText.Line($"{file.Path} {what}"));
        if (decision is PushDecision.Save or PushDecision.Behind or PushDecision.Conflict)
        {
            foreach (var line in diff!.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                terminal.Output.WriteLine(PlainText.Line("  " + line));
            }
        }

        return decision == PushDecision.Conflict ? ExitCode.Conflict : ExitCode.Succeeded;
    }

    private void Keep(FlowFile file, RemoteFlow there)
    {
        var text = DocumentHash.OfText(file.Text);
        FlowBases.Keep(file.Path, FlowBase.Of(file.Path, flows.Server, there, text));
    }

    private void Say(FlowFile file, RemoteFlow flow, string what) =>
        terminal.Output.WriteLine(PlainText.Line($"{file.Path}: {flow.Id} version {flow.Version} {what}"));
}

/// <summary>What <c>flow push</c> was told.</summary>
/// <param name="Save">How to save.</param>
/// <param name="Force">Whether to overwrite whatever is there.</param>
/// <param name="DryRun">Whether to show only what would be done.</param>
internal sealed record PushOptions(SaveOptions Save, bool Force, bool DryRun);

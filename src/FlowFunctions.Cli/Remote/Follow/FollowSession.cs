using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Run;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Follow;

/// <summary>Shows a run of a server until it ends; then it ends as the run did.</summary>
internal sealed class FollowSession
{
    private readonly RemoteRuns _runs;
    private readonly FollowedView _run;
    private readonly IFollowDisplay _display;
    private readonly EventFeed _feed;

    private FollowSession(RemoteRuns runs, FollowedView run, IFollowDisplay display, EventFeed feed) =>
        (_runs, _run, _display, _feed) = (runs, run, display, feed);

    /// <summary>Follows a run.</summary>
    /// <param name="server">Its server.</param>
    /// <param name="runId">The run.</param>
    /// <param name="asJson">Whether to print the run at its end, not only its output.</param>
    /// <param name="terminal">Where to.</param>
    /// <returns>The exit code: the run's, or <see cref="ExitCode.StillRunning"/> after Ctrl+C, which does not touch the run.</returns>
    public static async Task<int> RunAsync(FlowServer server, string runId, bool asJson, Terminal terminal)
    {
        var settings = new FeedSettings();
        IFollowDisplay display = terminal.IsErrorInteractive
            ? new LiveFollow(terminal, settings.Time)
            : new PlainFollow(terminal.Error, settings.Time);
        using var stop = new CancellationTokenSource();
        using var signals = new StopSignals(exitCode =>
        {
            display.Restore();
            Environment.Exit(exitCode);
        });
        signals.CancelBy(stop.Cancel);
        var runs = new RemoteRuns(server);
        await using var feed = new EventFeed(server, RemoteRuns.PathOf(runId, "events"), settings)
        {
            Poll = cancellationToken => runs.GetAsync(runId, cancellationToken),
            Advice = ShowAgain(runId),
            Lost = () => display.Say($"The connection to {ServerAddress.Show(server.Address)} was lost; trying again."),
        };
        try
        {
            var run = new FollowedView(await runs.ReadAsync(runId, stop.Token));
            await new FollowSession(runs, run, display, feed).FollowAsync(stop.Token);
            var answer = await runs.GetAsync(runId, stop.Token);
            return await new RunEnd(runs, terminal).PrintAsync(answer, asJson, stop.Token);
        }
        catch (OperationCanceledException) when (signals.IsRequested)
        {
            await terminal.Error.WriteLineAsync($"The run goes on. {ShowAgain(runId)}");
            return ExitCode.StillRunning;
        }
    }

    private static string ShowAgain(string runId) => $"'flow show --follow {PlainText.Line(runId)}' shows it again.";

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_run.View.IsEnded)
        {
            return;
        }

        var reading = ReadAsync(cancellationToken);
        await _display.ShowAsync(_run, reading);
        await reading;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (await _feed.NextAsync(cancellationToken) is { } update)
        {
            var more =
                update.Name == UpdateNames.Snapshot
                    ? await _runs.MoreStepsAsync(_run.View.Run.Id, update.Data, cancellationToken)
                    : [];
            _run.Take(update, more);
        }
    }
}

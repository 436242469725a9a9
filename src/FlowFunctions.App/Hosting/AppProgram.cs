using FlowFunctions.App.FunctionsHost;
using FlowFunctions.App.Local;
using FlowFunctions.App.Scripts;
using FlowFunctions.App.Settings;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Hosting;

/// <summary>The program: reads what it is told, starts the app, by itself or as the handler of a Functions host, and runs it until it is told to stop.</summary>
internal static class AppProgram
{
    private const int Stopped = 0;
    private const int Failed = 1;
    private const int Invalid = 2;

    /// <returns>The exit code: 0 stopped in order, 1 it could not start, 2 the command line or a setting cannot be used.</returns>
    public static Task<int> RunAsync(string[] args) => AppArguments.RunAsync(args, RunAsync);

    private static async Task<int> RunAsync(AppArguments arguments)
    {
        using var signals = new StopSignals(Environment.Exit, TimeProvider.System);
        try
        {
            var folder = Environment.CurrentDirectory;
            var values = SettingValues.Read(folder);
            await (
                SessionApp.PortOf(values) is { } port ? SessionApp.RunAsync(port, values, Console.Out, signals.Token)
                : FunctionsHostSettings.Read(values) is { } host ? HandlerApp.RunAsync(host, values, signals.Token)
                : RunAsync(AppOptions.Of(arguments, values, folder), signals.Token)
            );
            return Stopped;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            await Console.Out.WriteLineAsync("Stopped before it had started.");
            return Stopped;
        }
        catch (SettingException exception)
        {
            return await RefuseAsync(exception.Message, Invalid);
        }
#pragma warning disable CA1031 // People get a sentence, never a stack trace.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return await RefuseAsync(Explain(exception), Failed);
        }
    }

    private static async Task RunAsync(AppOptions options, CancellationToken stop)
    {
        var report = new StartReport(Console.Out, TimeProvider.System);
        report.Say($"FlowFunctions {typeof(AppProgram).Assembly.GetName().Version?.ToString(3)}");
        StartReport end;
        await using (var app = await RunningApp.StartAsync(options, report, stop))
        {
            Welcome.Say(app, options, report);
            await StopRequestedAsync(stop);
            end = new StartReport(Console.Out, TimeProvider.System);
            end.Say("Stopping. Ctrl+C ends at once.");
        }

        end.Say($"Stopped ({end.Elapsed}). Runs that had not ended go on at the next start.");
    }

    private static async Task StopRequestedAsync(CancellationToken stop)
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(requested.SetResult);
        await requested.Task;
    }

    private static string Explain(Exception exception) =>
        exception is StartException or AzuriteException or JournalException
            ? exception.Message
            : $"{exception.Message} ({exception.GetType().Name})";

    private static async Task<int> RefuseAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync($"FlowFunctions: {message}");
        return exitCode;
    }
}

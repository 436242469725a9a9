using System.CommandLine;
using FlowFunctions.Cli.Diff;
using FlowFunctions.Cli.Expr;
using FlowFunctions.Cli.Graph;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Journal;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Access;
using FlowFunctions.Cli.Remote.Files;
using FlowFunctions.Cli.Remote.Flows;
using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Remote.Secrets;
using FlowFunctions.Cli.Remote.Triggers;
using FlowFunctions.Cli.Run;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.SignIn;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Cli.Types;
using FlowFunctions.Cli.Validate;

namespace FlowFunctions.Cli;

/// <summary>The <c>flow</c> command.</summary>
internal static class FlowCommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal)
    {
        // '@file' belongs to our own options; it does not stand for further arguments.
        var result = Root(terminal).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            return Refuse(result, terminal);
        }

        var invocation = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            // Runs handle Ctrl+C themselves; everything else may end at once.
            ProcessTerminationTimeout = null,
        };
        try
        {
            var exitCode = await result.InvokeAsync(invocation);
            return await FlushAsync(terminal, exitCode);
        }
        catch (InvalidUseException exception)
        {
            await terminal.Error.WriteLineAsync($"flow: {exception.Message}");
            return ExitCode.Invalid;
        }
        catch (ServerException exception)
        {
            ServerProblemText.Print(terminal.Error, exception.Problem);
            return exception.ExitCode;
        }
        catch (ServerUnavailableException exception)
        {
            await terminal.Error.WriteLineAsync($"flow: {exception.Message}");
            return ExitCode.Unavailable;
        }
#pragma warning disable CA1031 // People get a sentence, never a stack trace; a run can be continued from its journal.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var name = exception is IOException ? "" : $" ({exception.GetType().Name})";
            await terminal.Error.WriteLineAsync($"flow: {exception.Message}{name}");
            return ExitCode.Failed;
        }
    }

    private static async Task<int> FlushAsync(Terminal terminal, int exitCode)
    {
        try
        {
            await terminal.Output.FlushAsync();
            return exitCode;
        }
        catch (IOException exception)
        {
            await terminal.Error.WriteLineAsync($"flow: The output could not be written: {exception.Message}");
            return ExitCode.OutputLost;
        }
    }

    private static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand(
            "Checks and runs FlowFunctions flows: graphs of steps in JSON or YAML that survive crashes."
        )
        {
            RunCommand.Create(terminal),
            ValidateCommand.Create(terminal),
            GraphCommand.Create(terminal),
            DiffCommand.Create(terminal),
            ExprCommand.Create(terminal),
            TypesCommand.Create(terminal),
            JournalCommand.Create(terminal),
            PushCommand.Create(terminal),
            PullCommand.Create(terminal),
            PublishCommand.Create(terminal),
            EnableCommand.Enable(terminal),
            EnableCommand.Disable(terminal),
            ListCommand.Create(terminal),
            FilesCommand.Create(terminal),
            StartCommand.Create(terminal),
            RunsCommand.Create(terminal),
            ShowCommand.Create(terminal),
            SignalCommand.Create(terminal),
            LogsCommand.Create(terminal),
            RerunCommand.Create(terminal),
            DeleteCommand.Create(terminal),
        };
        foreach (var control in ControlCommand.CreateAll(terminal))
        {
            root.Add(control);
        }

        root.Add(TriggersCommand.Create(terminal));
        root.Add(SecretsCommand.Create(terminal));
        root.Add(KeysCommand.Create(terminal));
        root.Add(MembersCommand.Create(terminal));
        root.Add(LimitsCommand.Create(terminal));
        root.Add(AuditCommand.Create(terminal));
        root.Add(LoginCommand.Create(terminal));
        root.Add(LogoutCommand.Create(terminal));
        root.Add(WhoAmICommand.Create(terminal));
        root.Add(ProfileCommand.Create(terminal));

        DetailedHelp.Install(root);
        return root;
    }

    private static int Refuse(ParseResult result, Terminal terminal)
    {
        foreach (var error in result.Errors)
        {
            terminal.Error.WriteLine($"flow: {error.Message}");
        }

        terminal.Error.WriteLine($"'{NameOf(result.CommandResult.Command)} --help' shows what it takes.");
        return ExitCode.Invalid;
    }

    private static string NameOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{NameOf(parent)} {command.Name}" : "flow";
}

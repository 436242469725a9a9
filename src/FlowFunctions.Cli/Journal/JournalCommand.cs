using System.CommandLine;
using System.Globalization;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Embedded.Inspection;
using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Cli.Journal;

/// <summary><c>flow journal inspect|verify DIR</c></summary>
internal static class JournalCommand
{
    public static Command Create(Terminal terminal) =>
        new("journal", "Looks into the journal of an engine, also while it is in use.")
        {
            Inspect(terminal),
            Verify(terminal),
        };

    private static DetailedCommand Inspect(Terminal terminal)
    {
        var directory = DirectoryArgument();
        var json = new Option<bool>("--json") { Description = "Print it as JSON." };
        var command = new DetailedCommand(
            "inspect",
            "Shows the files of a journal and the runs that are open in it.",
            """
            Nothing is changed. Exits 1 when the journal is damaged.

            Example:
              flow journal inspect .flow/runs/order-17/journal
            """
        )
        {
            directory,
            json,
        };
        command.SetAction(
            (parsed, _) =>
                ReadAsync(
                    parsed.GetRequiredValue(directory),
                    terminal,
                    async journal =>
                    {
                        var flows = await JournalFlows.ReadAsync(parsed.GetRequiredValue(directory), journal.OpenRuns);
                        if (parsed.GetValue(json))
                        {
                            terminal.Output.WriteJson(writer => JournalJson.Write(writer, journal, flows));
                        }
                        else
                        {
                            JournalText.Write(terminal.Output, journal, flows);
                        }
                    }
                )
        );
        return command;
    }

    private static DetailedCommand Verify(Terminal terminal)
    {
        var directory = DirectoryArgument();
        var command = new DetailedCommand(
            "verify",
            "Checks every record of a journal and the order of each open run's turns.",
            """
            Nothing is changed. Exits 0 when all is well, 1 with the file and the offset of the first damage, 2 when there is no
            such directory. The torn end that a crash leaves is no damage: the next start cuts it off.

            Example:
              flow journal verify .flow/runs/order-17/journal
            """
        )
        {
            directory,
        };
        command.SetAction(
            (parsed, _) =>
                ReadAsync(
                    parsed.GetRequiredValue(directory),
                    terminal,
                    journal =>
                        terminal.Output.WriteLineAsync(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"ok: {Count(journal.Records, "record")} in {Count(journal.Segments.Count, "file")}, {Count(journal.OpenRuns.Count, "open run")}"
                            )
                        )
                )
        );
        return command;
    }

    private static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static Argument<string> DirectoryArgument() =>
        new("directory") { Description = "The directory with the journal's files." };

    private static async Task<int> ReadAsync(string directory, Terminal terminal, Func<JournalInspection, Task> show)
    {
        try
        {
            await show(JournalInspection.Read(directory));
            return ExitCode.Succeeded;
        }
        catch (JournalCorruptException exception)
        {
            await terminal.Error.WriteLineAsync($"flow: {exception.Message}");
            return ExitCode.Failed;
        }
        catch (Exception exception) when (exception is JournalException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException(exception.Message);
        }
    }
}

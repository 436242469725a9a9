using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Run;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Files;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary><c>flow files put FILE [PATH]</c></summary>
internal static class PutCommand
{
    private const string Details = """
        A file that is there with another content is overwritten only with --if-match or --force. Exits 6 when it is not.

        Examples:
          flow files put score.py order-intake/
          flow files put score.py order-intake/score.py --if-match '*' --message "Round half up"
        """;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var file = new Argument<string>("FILE") { Description = "The file on this machine." };
        var path = new Argument<string?>("PATH")
        {
            Description = "Its path on the server; with / at the end the folder (default: the file's name).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var message = new Option<string?>("--message", "-m")
        {
            HelpName = "TEXT",
            Description = "What the change is for; kept with the version.",
        };
        var ifMatch = new Option<string?>("--if-match")
        {
            HelpName = "SHA256",
            Description = "The hash of the content that is there, as 'flow files ls --json' shows it; * for any.",
        };
        var isNew = new Option<bool>("--new") { Description = "Only if there is no such file." };
        var force = new Option<bool>("--force") { Description = "Overwrite whatever is there." };
        var command = new DetailedCommand("put", "Writes a file on a server.", Details)
        {
            file,
            path,
            message,
            ifMatch,
            isNew,
            force,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var name = parsed.GetRequiredValue(file);
                var condition = ConditionOf(parsed.GetValue(ifMatch), parsed.GetValue(isNew), parsed.GetValue(force));
                var content = await ReadAsync(name, cancellationToken);
                var remote = new RemoteFiles(connection);
                var target = TargetOf(name, parsed.GetValue(path));
                var said = parsed.GetValue(message);
                var before = await remote.FindAsync(target, cancellationToken);
                try
                {
                    var written = parsed.GetValue(force)
                        ? await remote.OverwriteAsync(target, content, said, cancellationToken)
                        : await remote.PutAsync(target, content, condition, said, cancellationToken);
                    Say(written, before?.Version == written.Version, terminal);
                    return ExitCode.Succeeded;
                }
                catch (ServerException refusal) when (refusal.Problem.Status is 412 or 428)
                {
                    return Refuse(target, condition, before is null, terminal);
                }
            }
        );
        return command;
    }

    private static (string, string)? ConditionOf(string? ifMatch, bool isNew, bool force) =>
        (ifMatch is null ? 0 : 1) + (isNew ? 1 : 0) + (force ? 1 : 0) > 1
            ? throw new InvalidUseException("Give one of --if-match, --new and --force.")
        : isNew ? FileConditions.MustBeNew
        : ifMatch is null ? null
        : FileConditions.MustBe(ifMatch);

    private static string TargetOf(string file, string? path) =>
        path is null or "" ? Path.GetFileName(file)
        : path.EndsWith('/') ? path + Path.GetFileName(file)
        : path;

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (Directory.Exists(file))
        {
            throw new InvalidUseException(
                $"{file} is a folder. 'flow files sync {Invocation.Quote(file)}' sends the files in it."
            );
        }

        try
        {
            var length = new FileInfo(file).Length;
            return length <= FileLimits.FileBytes
                ? await File.ReadAllBytesAsync(file, cancellationToken)
                : throw new InvalidUseException($"{file} has {length} bytes; {FileLimits.FileBytes} fit.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException($"{file} cannot be read: {exception.Message}");
        }
    }

    private static int Refuse(string path, (string Name, string Value)? condition, bool isMissing, Terminal terminal)
    {
        var reason =
            condition == FileConditions.MustBeNew ? "there is such a file, and --new only creates"
            : condition is null ? "it has another content on the server"
            : isMissing ? "there is no such file, so --if-match fits nothing; leave it out to create it"
            : "the server has another content than --if-match names";
        terminal.Error.WriteLine(PlainText.Line($"flow: {path} was not written: {reason}."));
        if (!isMissing)
        {
            terminal.Error.WriteLine(
                PlainText.Line(
                    $"  'flow files get {Invocation.Quote(path)} -o -' shows what is there; --if-match SHA256 overwrites that content only, --force any."
                )
            );
        }

        return ExitCode.Conflict;
    }

    private static void Say(RemoteFile file, bool isUnchanged, Terminal terminal)
    {
        var unchanged = isUnchanged ? ", unchanged" : "";
        terminal.Output.WriteLine(PlainText.Line($"{file.Path} version {file.Version}, {file.Size} bytes{unchanged}"));
        OutdatedFlowText.Print(file.OutdatedFlow, terminal);
    }
}

using System.CommandLine;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary><c>flow files ls|get|put|rm|sync</c></summary>
internal static class FilesCommand
{
    public static Command Create(Terminal terminal) =>
        new("files", "Lists, reads and writes the files of a server, such as the scripts of flows.")
        {
            LsCommand.Create(terminal),
            GetCommand.Create(terminal),
            PutCommand.Create(terminal),
            RmCommand.Create(terminal),
            SyncCommand.Create(terminal),
        };

    /// <summary>The argument that names a file of a server.</summary>
    public static Argument<string> PathArgument() =>
        new("PATH") { Description = "The file's path on the server, such as order-intake/score.py." };
}

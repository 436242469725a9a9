using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Profiles;

/// <summary><c>flow profile set|list|use|remove</c></summary>
internal static class ProfileCommand
{
    public static Command Create(Terminal terminal) =>
        new("profile", "Keeps names for servers, and which one is used when none is named.")
        {
            Set(terminal),
            List(terminal),
            Use(terminal),
            Remove(terminal),
        };

    private static DetailedCommand Set(Terminal terminal)
    {
        var name = NameArgument();
        var server = new Option<string>("--server")
        {
            HelpName = "URL",
            Description = "The server's address.",
            Required = true,
        };
        var workspace = new Option<string?>("--workspace")
        {
            HelpName = "NAME",
            Description = "The workspace to work in (default: your only one).",
        };
        var command = new DetailedCommand(
            "set",
            "Gives a server, and a workspace there, a name; the first one is used from then on.",
            """
            Examples:
              flow profile set staging --server https://flows.staging.example
              flow profile set billing --server https://flows.example --workspace billing
            """
        )
        {
            name,
            server,
            workspace,
        };
        command.SetAction(parsed =>
            Change(
                terminal,
                file =>
                {
                    var address = ServerAddress.Parse(parsed.GetRequiredValue(server));
                    var target = new ServerTarget(address, ServerTarget.Checked(parsed.GetValue(workspace)));
                    return file.With(parsed.GetRequiredValue(name), target, terminal);
                }
            )
        );
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var command = new Command("list", "Lists the names and their servers; '*' marks the one in use.");
        command.SetAction(_ =>
        {
            var file = ProfileFile.Read(terminal);
            var width = file.Profiles.Keys.Select(static name => name.Length).DefaultIfEmpty().Max();
            foreach (var (name, profile) in file.Profiles)
            {
                var mark = name == file.Current ? '*' : ' ';
                terminal.Output.WriteLine(PlainText.Line($"{mark} {name.PadRight(width)}  {Place(profile)}"));
            }

            if (file.Profiles.Count == 0)
            {
                terminal.Error.WriteLine(
                    $"There is no profile yet; {ServerAddress.Show(ServerAddress.Default)} is used. 'flow profile set NAME --server URL' makes one."
                );
            }

            return ExitCode.Succeeded;
        });
        return command;
    }

    private static Command Use(Terminal terminal)
    {
        var name = NameArgument();
        var command = new Command("use", "Uses a server when none is named.") { name };
        command.SetAction(parsed =>
            Change(terminal, file => file with { Current = Known(file, parsed.GetRequiredValue(name)) })
        );
        return command;
    }

    private static Command Remove(Terminal terminal)
    {
        var name = NameArgument();
        var command = new Command("remove", "Forgets a name.") { name };
        command.SetAction(parsed =>
            Change(
                terminal,
                file =>
                {
                    var known = Known(file, parsed.GetRequiredValue(name));
                    file.Profiles.Remove(known);
                    return file.Current == known ? file with { Current = null } : file;
                }
            )
        );
        return command;
    }

    private static int Change(Terminal terminal, Func<ProfileFile, ProfileFile> change)
    {
        change(ProfileFile.Read(terminal)).Write(terminal);
        return ExitCode.Succeeded;
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = "The profile's name." };

    private static string Known(ProfileFile file, string name) =>
        file.Profiles.ContainsKey(name)
            ? name
            : throw new InvalidUseException(
                $"There is no profile '{name}'. 'flow profile list' shows those there are."
            );

    private static string Place(Profile profile) =>
        profile.Workspace is { } workspace ? $"{profile.Server}  {workspace}" : profile.Server;
}

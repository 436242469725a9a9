using System.CommandLine;
using System.Text.RegularExpressions;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Profiles;

/// <summary><c>flow profile set|list|use|remove</c></summary>
internal static partial class ProfileCommand
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
        var command = new DetailedCommand(
            "set",
            "Gives a server a name; the first one is used from then on.",
            """
            Example:
              flow profile set staging --server https://flows.staging.example
            """
        )
        {
            name,
            server,
        };
        command.SetAction(parsed =>
            Change(
                terminal,
                file =>
                {
                    var profile = parsed.GetRequiredValue(name);
                    var address = ServerAddress.Show(ServerAddress.Parse(parsed.GetRequiredValue(server)));
                    file.Profiles[Checked(profile)] = new Profile(address);
                    terminal.Error.WriteLine($"{profile} is {address}.");
                    return file with { Current = file.Current ?? profile };
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
                terminal.Output.WriteLine(PlainText.Line($"{mark} {name.PadRight(width)}  {profile.Server}"));
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

    private static string Checked(string name) =>
        Name().IsMatch(name)
            ? name
            : throw new InvalidUseException(
                $"'{name}' is no name for a profile. Use up to 64 letters, digits, '-', '_' and '.', a letter or digit first."
            );

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

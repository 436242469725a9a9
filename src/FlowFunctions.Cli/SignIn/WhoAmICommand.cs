using System.CommandLine;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.SignIn;

/// <summary><c>flow whoami</c></summary>
internal static class WhoAmICommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var json = new Option<bool>("--json") { Description = "Print what the server says." };
        var command = new Command("whoami", "Shows who you are at a server, and what you may do there.")
        {
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var caller = await Caller.ReadAsync(connection, cancellationToken);
                if (parsed.GetValue(json))
                {
                    terminal.Output.WriteJson(caller.Answer.WriteTo);
                }
                else
                {
                    Show(caller, connection, terminal);
                }

                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static void Show(Caller caller, FlowServer server, Terminal terminal)
    {
        Line("server", ServerAddress.Show(server.Address));
        Line("name", caller.Name);
        Line("id", caller.Id);
        Line("workspace", caller.Workspace);
        foreach (var role in caller.Answer.Items("roles"))
        {
            Line("role", GrantText.Of(role));
        }

        if (caller.Answer.Text("note") is { } note)
        {
            terminal.Error.WriteLine(PlainText.Line(note));
        }

        void Line(string name, string value) => terminal.Output.WriteLine(PlainText.Line($"{name, -10}  {value}"));
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Access;

/// <summary><c>flow limits ls|set|reset</c></summary>
internal static class LimitsCommand
{
    private const string Path = "limits";

    public static Command Create(Terminal terminal) =>
        new("limits", "What callers and the workspace may use.")
        {
            AccessList.Create(
                terminal,
                "Lists the limits of the workspace, and what is used of them.",
                Path,
                "limits",
                "There are no limits.",
                TableOf
            ),
            Set(terminal),
            Reset(terminal),
        };

    private static Command Set(Terminal terminal)
    {
        var value = new Argument<long>("VALUE") { Description = "Its value, in the unit that 'ls' shows." };
        var command = Change(
            terminal,
            "set",
            "Sets a limit for the workspace; known everywhere within 15 seconds.",
            (place, parsed) =>
                new ServerRequest(HttpMethod.Put, place)
                {
                    Body = Encoding.UTF8.GetBytes(
                        JsonOutput.Object(json => json.WriteNumber("value", parsed.GetValue(value)))
                    ),
                    IsRepeatable = true,
                }
        );
        command.Add(value);
        return command;
    }

    private static Command Reset(Terminal terminal) =>
        Change(
            terminal,
            "reset",
            "Goes back to the installation's value.",
            static (place, _) => new ServerRequest(HttpMethod.Delete, place) { IsRepeatable = true }
        );

    private static Command Change(
        Terminal terminal,
        string word,
        string description,
        Func<string, ParseResult, ServerRequest> request
    )
    {
        var server = new ServerOption(terminal);
        var name = new Argument<string>("LIMIT") { Description = "Its name." };
        var command = new Command(word, description) { name, server };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var wanted = parsed.GetRequiredValue(name);
                var place = ServerRequest.PathOf(Path, wanted);
                var before = await FindAsync(connection, wanted, cancellationToken);
                var change = request(place, parsed) with { Headers = Condition(before) };
                var limit = (await connection.SendAsync(change, cancellationToken)).Body;
                await terminal.Error.WriteLineAsync(
                    PlainText.Line(
                        $"{limit.Text("name")} is {Number(limit, "value")} {limit.Text("unit")}; it was {Number(before, "value")}."
                    )
                );
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    /// <summary>What is told as the value before is what was changed, or nothing is.</summary>
    private static IReadOnlyList<(string, string)> Condition(JsonElement before) =>
        before.Text("etag") is { Length: > 0 } etag ? [("If-Match", etag)] : [];

    /// <summary>The limit of that name; of kind Undefined when there is none, which the server explains.</summary>
    private static async Task<JsonElement> FindAsync(
        FlowServer connection,
        string name,
        CancellationToken cancellationToken
    ) =>
        (await connection.SendAsync(ServerRequest.Get("api/limits"), cancellationToken))
            .Body.Items("limits")
            .FirstOrDefault(limit => string.Equals(limit.Text("name"), name, StringComparison.OrdinalIgnoreCase));

    private static TextTable TableOf(IReadOnlyList<JsonElement> limits)
    {
        var table = new TextTable("LIMIT", "VALUE", "DEFAULT", "USED", "UNIT", "WHAT") { WrapsLast = true };
        foreach (var limit in limits)
        {
            table.Add(
                limit.Text("name"),
                Number(limit, "value"),
                Number(limit, "default"),
                limit.Member("used").ValueKind == JsonValueKind.Number ? Number(limit, "used") : "-",
                limit.Text("unit"),
                limit.Text("summary")
            );
        }

        return table;
    }

    /// <summary>A limit that is missing holds nothing up.</summary>
    private static string Number(JsonElement limit, string name) =>
        limit.Member(name) is { ValueKind: JsonValueKind.Number } number
            ? number.GetInt64().ToString(CultureInfo.InvariantCulture)
            : "unlimited";
}

using System.CommandLine;
using System.Globalization;
using FlowFunctions.Cli.Remote.Triggers;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.Remote.Access;

/// <summary>The options that choose entries of the audit log.</summary>
internal sealed class AuditOptions
{
    /// <summary>What says where a page begins.</summary>
    public const string Token = "continuationToken";

    private const int PageSize = 200;
    private readonly Option<string?> _from = Text("--from", "TIME", "Entries of this time or later, in UTC.");
    private readonly Option<string?> _to = Text("--to", "TIME", "Entries before this time.");
    private readonly Option<string?> _caller = Text("--caller", "ID", "Entries of this caller only.");
    private readonly Option<string?> _action = Text("--action", "NAME", "Entries of this action only.");
    private readonly Option<string?> _target = Text("--target", "NAME", "Entries about this only.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_from, _to, _caller, _action, _target])
        {
            command.Add(option);
        }
    }

    /// <summary>The path of a page.</summary>
    public string ListPath(ParseResult parsed, int count, string? token) =>
        ServerRequest.WithQuery(
            ServerRequest.PathOf("audit"),
            [
                .. Span(parsed),
                ("caller", parsed.GetValue(_caller)),
                ("action", parsed.GetValue(_action)),
                ("target", parsed.GetValue(_target)),
                ("pageSize", Math.Min(count, PageSize).ToString(CultureInfo.InvariantCulture)),
                (Token, token),
            ]
        );

    /// <summary>The path of an export.</summary>
    /// <exception cref="InvalidUseException">An export has everything of its time.</exception>
    public string ExportPath(ParseResult parsed) =>
        (parsed.GetValue(_caller) ?? parsed.GetValue(_action) ?? parsed.GetValue(_target)) is null
            ? ServerRequest.WithQuery(ServerRequest.PathOf("audit", "export"), Span(parsed))
            : throw new InvalidUseException(
                "An export has every entry of its time, so that its chain can be checked. Leave --caller, --action and --target out."
            );

    private (string Name, string? Value)[] Span(ParseResult parsed) =>
        [("from", Moment("--from", parsed.GetValue(_from))), ("to", Moment("--to", parsed.GetValue(_to)))];

    private static string? Moment(string option, string? text) =>
        Moments.Read(option, text) is { } at ? TimeText.Iso(at) : null;

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };
}

using System.CommandLine;
using System.Text.Json;

namespace FlowFunctions.Cli.Remote.Access;

/// <summary>The options that say what somebody may do beside their role.</summary>
internal sealed class GrantOptions
{
    private readonly Option<string?> _flows = new("--flows")
    {
        HelpName = "FLOW",
        Description = "Only this flow, or those whose ids begin alike: 'billing-*' (default: all).",
    };
    private readonly Option<string[]> _permissions = new("--permission")
    {
        HelpName = "NAME",
        Description = "Also this: approvals.decide, runs.start or webhooks.inspect; may be repeated.",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_flows);
        command.Add(_permissions);
    }

    /// <summary>Writes what a command line says into the body of a request.</summary>
    public void Write(Utf8JsonWriter json, ParseResult parsed, string role)
    {
        json.WriteString("role", role);
        if (parsed.GetValue(_flows) is { } flows)
        {
            json.WriteString("flows", flows);
        }

        if (parsed.GetValue(_permissions) is { Length: > 0 } permissions)
        {
            json.WriteStartArray("permissions");
            foreach (var permission in permissions)
            {
                json.WriteStringValue(permission);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>The argument for a role.</summary>
    public static Argument<string> Role() => new("ROLE") { Description = "viewer, operator, editor or admin." };
}

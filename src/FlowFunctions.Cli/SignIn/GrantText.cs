using System.Text.Json;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.SignIn;

/// <summary>A role somewhere, in a few words.</summary>
internal static class GrantText
{
    private const string Everywhere = "*";

    /// <summary>A role with its workspace.</summary>
    public static string Of(JsonElement grant) =>
        grant.Text("workspace") is null or Everywhere
            ? $"{RoleOf(grant)} in every workspace{LimitOf(grant)}"
            : $"{RoleOf(grant)} in {grant.Text("workspace")}{LimitOf(grant)}";

    /// <summary>The role alone, with what it has beyond.</summary>
    public static string RoleOf(JsonElement grant)
    {
        var extra = string.Join(", ", grant.Items("permissions").Select(static one => one.GetString()));
        return (grant.Text("role") ?? "-") + (extra.Length == 0 ? "" : $" + {extra}");
    }

    private static string LimitOf(JsonElement grant) => grant.Text("flows") is { } flows ? $", flows {flows}" : "";
}

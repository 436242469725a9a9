using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Tests.Apps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Access;

/// <summary>Every operation of the API for every role: what it answers is what docs/access.md says.</summary>
[Collection(nameof(AppTests))]
public sealed class RouteTableTests(AppFixture fixture)
{
    private const string Begin = "<!-- operations -->";
    private const string End = "<!-- end of operations -->";

    [Fact]
    public async Task Operation_OfAnyKind_AnswersEachRoleAsTheTableSays()
    {
        var app = await fixture.Guarded;
        var wrong = new List<string>();
        foreach (var operation in await Operation.ReadAsync(fixture.Client))
        {
            wrong.AddRange(await CheckAsync(operation, app.Client(), role: null));
        }

        foreach (var role in RoleNames.All)
        {
            using var client = app.Client(await app.NewKeyAsync(role, "roles"));
            foreach (var operation in await Operation.ReadAsync(fixture.Client))
            {
                wrong.AddRange(await CheckAsync(operation, client, RoleNames.Find(role)));
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>FLOW_UPDATE_DOCS=1 writes the table anew.</summary>
    [Fact]
    public async Task Documentation_HasTheTable()
    {
        var file = Path.Combine(AppFixture.AzuriteFolder, "..", "..", "docs", "access.md");
        var text = await File.ReadAllTextAsync(file);
        var rows = (await Operation.ReadAsync(fixture.Client))
            .OrderBy(static operation => operation.Path, StringComparer.Ordinal)
            .ThenBy(static operation => operation.Method.Method, StringComparer.Ordinal)
            .Select(static operation =>
                $"| `{operation.Method} {operation.Path}` | {operation.Permission} | {RoleFor(operation)} | {operation.Action} |"
            );
        var table =
            $"{Begin}\n| operation | permission | least role | in the audit log |\n|---|---|---|---|\n{string.Join('\n', rows)}\n{End}";
        var (from, to) = (
            text.IndexOf(Begin, StringComparison.Ordinal),
            text.IndexOf(End, StringComparison.Ordinal) + End.Length
        );
        if (Environment.GetEnvironmentVariable("FLOW_UPDATE_DOCS") == "1")
        {
            text = text[..from] + table + text[to..];
            await File.WriteAllTextAsync(file, text);
        }

        Assert.True(
            text.Contains(table, StringComparison.Ordinal),
            "docs/access.md has another table than the app. FLOW_UPDATE_DOCS=1 dotnet test tests/FlowFunctions.App.Tests --filter RouteTableTests writes it."
        );
    }

    [Fact]
    public async Task CheckRules_ARouteThatSaysNothing_IsNamed()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        await using var web = builder.Build();
        web.MapGet("/said", static () => "").Requires(Permission.ReadRuns);
        web.MapGet("/silent", static () => "");

        var refusal = Assert.Throws<InvalidOperationException>(web.CheckRules);

        Assert.Contains("/silent", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/said", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckRules_AChangeWithoutAName_IsNamed()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        await using var web = builder.Build();
        web.MapPost("/named", static () => "").Requires(Permission.WriteFlows, "flow.save");
        web.MapDelete("/nameless", static () => "").Requires(Permission.WriteFlows);

        var refusal = Assert.Throws<InvalidOperationException>(web.CheckRules);

        Assert.Contains("/nameless", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/named", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> CheckAsync(Operation operation, HttpClient client, Role? role)
    {
        var (status, code) = await operation.SendAsync(client, ValueOf);
        var expected =
            role is null ? "Access.SignInNeeded"
            : IsAllowed(operation, role.Value) ? null
            : "Access.NotAllowed";

        // The answer to HEAD has no body, so no code.
        var isRight =
            status
                == (expected, role) switch
                {
                    (null, _) => status is 401 or 403 ? 0 : status,
                    (_, null) => 401,
                    _ => 403,
                }
            && (expected == code || expected is null || operation.Method == HttpMethod.Head);
        return isRight
            ? []
            : [$"{operation.Method} {operation.Path} as {role?.ToString() ?? "nobody"}: {status} {code}"];
    }

    private static string ValueOf(string parameter) => parameter == "version" ? "1" : $"no-{parameter}.x";

    private static bool IsAllowed(Operation operation, Role role) =>
        LeastOf(operation) is not { } least || role >= least;

    private static string RoleFor(Operation operation) =>
        LeastOf(operation) is { } least ? RoleNames.Of(least) : "none";

    private static Role? LeastOf(Operation operation) =>
        Permissions.LeastOf(
            Permissions.All.Single(permission => Permissions.NameOf(permission) == operation.Permission)
        );
}

using System.Globalization;
using FlowFunctions.App.Limits;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Limits;

/// <summary>docs/limits.md has the table of the limits that there are.</summary>
public sealed class LimitDocumentationTests
{
    private const string Begin = "<!-- limits -->";
    private const string End = "<!-- end of limits -->";

    /// <summary>FLOW_UPDATE_DOCS=1 writes the table anew.</summary>
    [Fact]
    public async Task Documentation_HasTheTable()
    {
        var file = Path.Combine(AppFixture.AzuriteFolder, "..", "..", "docs", "limits.md");
        var text = await File.ReadAllTextAsync(file);
        var rows = Limit.All.Select(static limit =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"| `{limit.Name}` | {limit.Summary} | {limit.Standard:N0} {limit.Unit} |"
            )
        );
        var table = $"{Begin}\n| limit | what counts | default |\n|---|---|---|\n{string.Join('\n', rows)}\n{End}";
        if (Environment.GetEnvironmentVariable("FLOW_UPDATE_DOCS") == "1")
        {
            var (from, to) = (
                text.IndexOf(Begin, StringComparison.Ordinal),
                text.IndexOf(End, StringComparison.Ordinal) + End.Length
            );
            text = text[..from] + table + text[to..];
            await File.WriteAllTextAsync(file, text);
        }

        Assert.True(
            text.Contains(table, StringComparison.Ordinal),
            "docs/limits.md has another table than the app. FLOW_UPDATE_DOCS=1 dotnet test tests/FlowFunctions.App.Tests --filter LimitDocumentation writes it."
        );
    }
}

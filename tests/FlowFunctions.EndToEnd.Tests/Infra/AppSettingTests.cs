using System.Text.RegularExpressions;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>The settings that the template gives the app, and the page that tells of them.</summary>
public sealed partial class AppSettingTests
{
    private const string SecretPrefix = "FLOW_SECRET__";

    private static readonly string Documentation = File.ReadAllText(Repository.PathOf("docs", "azure.md"));
    private static readonly BicepFile App = BicepFile.All.Single(static file =>
        Path.GetFileName(file.Path) == "app.bicep"
    );

    private static readonly IReadOnlyList<string> Settings =
    [
        .. App.MembersOf("hostSettings"),
        .. App.MembersOf("schedulerSettings"),
    ];

    [Fact]
    public void Settings_AreThoseOfThePage() =>
        Assert.Equal(
            Settings.Append($"{SecretPrefix}NAME").Order(StringComparer.Ordinal),
            TableRow()
                .Matches(Section("## Settings of the app"))
                .Select(static row => row.Groups[1].Value)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("AzureWebJobsStorage__accountName")]
    [InlineData("AzureWebJobsStorage__credential")]
    [InlineData("AzureWebJobsStorage__clientId")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("FUNCTIONS_EXTENSION_VERSION")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING")]
    public void Settings_ByWhichTheIdentityCounts_AreThere(string name) => Assert.Contains(name, Settings);

    [Fact]
    public void Settings_OfTheAppItself_AreDocumentedWithItsConfiguration()
    {
        var configuration = File.ReadAllText(Repository.PathOf("docs", "configuration.md"));

        Assert.All(
            Settings.Where(static name => name.StartsWith("FLOW_", StringComparison.Ordinal)),
            name => Assert.Contains($"`{name}`", configuration, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Secrets_AreReferencesToTheVault() =>
        Assert.Contains(
            $"secret => '{SecretPrefix}${{secret}}',\n  secret => '@Microsoft.KeyVault(VaultName=${{vaultName}};SecretName=${{replace(secret, '_', '-')}})'",
            App.Text,
            StringComparison.Ordinal
        );

    private static string Section(string heading)
    {
        var start = Documentation.IndexOf(heading, StringComparison.Ordinal);
        var end = Documentation.IndexOf("\n## ", start + heading.Length, StringComparison.Ordinal);
        return Documentation[start..end];
    }

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}

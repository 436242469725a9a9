using System.Text.RegularExpressions;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>Identity everywhere: no template, workflow or image knows a key, and the app's identity may do what the page says.</summary>
public sealed partial class SecurityTests
{
    private static readonly Dictionary<string, string> Roles = new(StringComparer.Ordinal)
    {
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Queue",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Table Data Contributor",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["7f951dda-4ed3-4680-a7ca-43fe172d538d"] = "AcrPull",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "Durable Task Data Contributor",
    };

    public static TheoryData<string> DeployedTexts =>
        [
            "Dockerfile",
            "azure.yaml",
            .. Directory
                .EnumerateFiles(Repository.PathOf("infra"), "*", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(Repository.PathOf(".github"), "*", SearchOption.AllDirectories))
                .Where(static path => !path.Contains("node_modules", StringComparison.Ordinal))
                .Where(static path => Path.GetExtension(path) is ".bicep" or ".json" or ".yml" or ".sh")
                .Select(static path => Path.GetRelativePath(Repository.Root, path)),
        ];

    [Theory]
    [MemberData(nameof(DeployedTexts))]
    public void Text_HasNoKey(string path) => Assert.DoesNotMatch(KeyLike(), File.ReadAllText(Repository.PathOf(path)));

    [Theory]
    [InlineData("AccountKey=abc")]
    [InlineData("value: account.listKeys().keys[0].value")]
    [InlineData("sharedKey: workspace.listKeys().primarySharedKey")]
    [InlineData("password: registry.listCredentials().passwords[0].value")]
    [InlineData("SharedAccessKey=abc")]
    [InlineData("creds: ${{ secrets.AZURE_CREDENTIALS }}")]
    [InlineData("?sv=2024-01-01&sig=abc")]
    public void KeyLike_WhatAKeyLooksLike_IsFound(string text) => Assert.Matches(KeyLike(), text);

    [Theory]
    [InlineData("storage.bicep", "allowSharedKeyAccess: false")]
    [InlineData("storage.bicep", "allowBlobPublicAccess: false")]
    [InlineData("storage.bicep", "minimumTlsVersion: 'TLS1_2'")]
    [InlineData("storage.bicep", "supportsHttpsTrafficOnly: true")]
    [InlineData("vault.bicep", "enableRbacAuthorization: true")]
    [InlineData("vault.bicep", "enablePurgeProtection: true")]
    [InlineData("registry.bicep", "properties: { adminUserEnabled: false }")]
    [InlineData("monitoring.bicep", "DisableLocalAuth: true")]
    [InlineData("monitoring.bicep", "features: { disableLocalAuth: true }")]
    [InlineData("app.bicep", "httpsOnly: true")]
    [InlineData("app.bicep", "minTlsVersion: '1.2'")]
    [InlineData("app.bicep", "acrUseManagedIdentityCreds: true")]
    [InlineData("app.bicep", "ipSecurityRestrictionsDefaultAction: isBehindStaticWebApp ? 'Allow' : 'Deny'")]
    [InlineData("app.bicep", "FLOW_ALLOW_PRIVATE_NETWORK: 'false'")]
    public void Module_WhatProtectsIt_IsSet(string module, string line) =>
        Assert.Contains(
            BicepFile.All.Single(file => Path.GetFileName(file.Path) == module).Text.Split('\n'),
            one => one.Trim() == line
        );

    [Fact]
    public void Outputs_NameNoSecret() =>
        Assert.All(
            BicepFile.All.SelectMany(static file => file.Outputs),
            static output =>
                Assert.DoesNotMatch(
                    "(?i)key(?!_vault)|secret|connectionString|password",
                    $"{output.Key} {output.Value}"
                )
        );

    [Fact]
    public void Roles_AreTheLeastOnesAndDocumented()
    {
        var given = BicepFile
            .All.SelectMany(static file => Guid().Matches(file.Text))
            .Select(static match => match.Value)
            .ToHashSet(StringComparer.Ordinal);
        var page = File.ReadAllText(Repository.PathOf("docs", "azure.md"));

        Assert.Equal(Roles.Keys.Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
        Assert.All(Roles.Values, role => Assert.Contains(role, page, StringComparison.Ordinal));
    }

    [Fact]
    public void RoleAssignments_AreOnOneResourceEach()
    {
        var assignments = BicepFile.All.SelectMany(static file =>
            Assignment()
                .Matches(file.Text)
                .Select(match => (file, scope: Scope().Match(match.Groups[1].Value).Groups[1].Value))
        );

        Assert.All(
            assignments,
            static one => Assert.Contains($"\nresource {one.scope} '", one.file.Text, StringComparison.Ordinal)
        );
    }

    [GeneratedRegex(
        @"(?i)\blist(Keys|Credentials|Secrets|\w*Sas)\b|AccountKey|SharedAccessKey|sharedKey\b|primarySharedKey|[?&]sig=|\bpasswords?\s*[:=\[]|client-?secret|\bsecrets\.[A-Z]|AZURE_CREDENTIALS"
    )]
    private static partial Regex KeyLike();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Guid();

    [GeneratedRegex(@"roleAssignments@[\d-]+' = (?:if \([^{]+\) )?([\s\S]{0,200})")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^(?:\[\s*for [^:]+: )?\{\s*scope: (\w+)\s")]
    private static partial Regex Scope();
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>What azd gives to the template, and what people are told of it.</summary>
public sealed partial class AzdParameterTests
{
    private static readonly Dictionary<string, string> Given = JsonNode.Parse(
        File.ReadAllText(Repository.PathOf("infra", "main.parameters.json"))
    )!["parameters"]!
        .AsObject()
        .ToDictionary(static one => one.Key, static one => (string)one.Value!["value"]!, StringComparer.Ordinal);

    [Fact]
    public void Parameters_AreDeclared() =>
        Assert.Subset(
            BicepFile.Main.Parameters.Keys.ToHashSet(StringComparer.Ordinal),
            Given.Keys.ToHashSet(StringComparer.Ordinal)
        );

    [Fact]
    public void Parameters_WithoutDefault_AreGiven() =>
        Assert.Empty(
            BicepFile
                .Main.Parameters.Where(static one => one.Value is null)
                .Select(static one => one.Key)
                .Except(Given.Keys)
        );

    [Fact]
    public void Values_AreVariablesWithTheTemplatesDefaults() =>
        Assert.All(
            Given,
            static one =>
            {
                var value = Variable().Match(one.Value);
                Assert.True(value.Success, $"{one.Key} is '{one.Value}'.");
                Assert.Equal(BicepFile.Main.Parameters[one.Key]?.Trim('\'') ?? "", value.Groups["default"].Value);
            }
        );

    [Fact]
    public void Variables_OfThisProject_AreDocumentedAndPassedByThePipeline()
    {
        var documentation = File.ReadAllText(Repository.PathOf("docs", "azure.md"));
        var workflow = File.ReadAllText(Repository.PathOf(".github", "workflows", "deploy.yml"));
        var variables = Given
            .Values.Select(static value => Variable().Match(value).Groups["name"].Value)
            .Where(static name => name.StartsWith("FLOW_", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(variables);
        Assert.All(
            variables,
            name =>
            {
                Assert.Contains($"| `{name}` |", documentation, StringComparison.Ordinal);
                Assert.Contains($"{name}: ${{{{ vars.{name}", workflow, StringComparison.Ordinal);
            }
        );
    }

    [GeneratedRegex(@"^\$\{(?<name>[A-Z_]+)(?:=(?<default>[^}]*))?\}$")]
    private static partial Regex Variable();
}

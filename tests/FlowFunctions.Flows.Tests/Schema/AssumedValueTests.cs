using System.Text.Json;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Flows.Tests.Schema;

public sealed class AssumedValueTests
{
    [Theory]
    [InlineData("""{"properties":{"a":{"type":"number"}}}""", """{"a":"{{x}}"}""")]
    [InlineData("""{"type":"object"}""", "\"{{x}}\"")]
    [InlineData("""{"properties":{"a":false},"additionalProperties":false}""", """{"a":"{{x}}","b":"{{x}}"}""")]
    [InlineData("""{"unevaluatedProperties":false}""", """{"b":"{{x}}"}""")]
    [InlineData(
        """{"oneOf":[{"properties":{"a":{"type":"number"}}},{"properties":{"a":{"type":"string"}}}]}""",
        """{"a":"{{x}}"}"""
    )]
    [InlineData("""{"not":{"properties":{"a":{"const":1}},"required":["a"]}}""", """{"a":"{{x}}"}""")]
    [InlineData("""{"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]}}""", """{"a":"{{x}}"}""")]
    [InlineData(
        """{"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]},"else":{"required":["a"]}}""",
        """{"a":"{{x}}"}"""
    )]
    [InlineData("""{"contains":{"type":"number"},"maxContains":1}""", """[1,"{{x}}","{{x}}"]""")]
    [InlineData("""{"uniqueItems":true}""", """["{{x}}","{{x}}",["{{x}}"],["{{x}}"]]""")]
    [InlineData("""{"uniqueItems":true}""", """["{{x}}","{{x}}",1,2,3,4,5,6,7,8,9]""")]
    [InlineData("""{"enum":[{"a":1}]}""", """{"a":"{{x}}"}""")]
    public void Validate_UnknownPart_GetsTheBenefitOfTheDoubt(string schema, string value) =>
        Assert.Empty(JsonSchema.Parse(schema).Validate(JsonElement.Parse(value), IsExpression));

    [Theory]
    [InlineData("""{"required":["b"]}""", """{"a":"{{x}}"}""")]
    [InlineData("""{"properties":{"b":{"type":"number"}}}""", """{"a":"{{x}}","b":"no"}""")]
    [InlineData("""{"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"a":"{{x}}","b":1}""")]
    [InlineData("""{"not":{"required":["a"]}}""", """{"a":"{{x}}"}""")]
    [InlineData(
        """{"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]},"else":{"required":["c"]}}""",
        """{"a":"{{x}}"}"""
    )]
    [InlineData("""{"contains":{"type":"number"},"maxContains":1}""", """[1,2,"{{x}}"]""")]
    [InlineData("""{"uniqueItems":true}""", """["{{x}}",1,1]""")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"{{x}}":1}""")]
    [InlineData("""{"enum":[{"a":1,"b":2}]}""", """{"a":"{{x}}","b":3}""")]
    public void Validate_KnownPart_IsStillChecked(string schema, string value) =>
        Assert.NotEmpty(JsonSchema.Parse(schema).Validate(JsonElement.Parse(value), IsExpression));

    private static bool IsExpression(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith("{{", StringComparison.Ordinal);
}

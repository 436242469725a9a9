using System.Text.Json;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Flows.Tests.Schema;

public sealed class InvalidSchemaTests
{
    private static readonly JsonSchema Metaschema = JsonSchema.Parse(
        """{"$ref":"https://json-schema.org/draft/2020-12/schema"}"""
    );

    [Theory]
    [InlineData("""{"type":"strng"}""", "/type", "did you mean 'string'?")]
    [InlineData("""{"type":[]}""", "/type", "one or more of")]
    [InlineData("""{"type":["string","string"]}""", "/type", "different strings")]
    [InlineData("""{"minimum":"1"}""", "/minimum", "must be a number")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf", "greater than 0")]
    [InlineData("""{"minLength":-1}""", "/minLength", "whole number")]
    [InlineData("""{"maxItems":1.5}""", "/maxItems", "whole number")]
    [InlineData("""{"required":"a"}""", "/required", "list of different strings")]
    [InlineData("""{"required":["a","a"]}""", "/required", "list of different strings")]
    [InlineData("""{"dependentRequired":{"a":1}}""", "/dependentRequired/a", "list of different strings")]
    [InlineData("""{"enum":1}""", "/enum", "list of values")]
    [InlineData("""{"uniqueItems":1}""", "/uniqueItems", "true or false")]
    [InlineData("""{"properties":[]}""", "/properties", "object of schemas")]
    [InlineData("""{"properties":{"a~b":1}}""", "/properties/a~0b", "object, true or false")]
    [InlineData("""{"$defs":{"unused":{"items":3}}}""", "/$defs/unused/items", "object, true or false")]
    [InlineData("""{"allOf":[]}""", "/allOf", "at least one")]
    [InlineData("""{"anyOf":{}}""", "/anyOf", "list of schemas")]
    [InlineData("""{"then":1}""", "/then", "object, true or false")]
    [InlineData("""{"$ref":1}""", "/$ref", "address of a schema")]
    [InlineData("""{"$id":"a#b"}""", "/$id", "fragment")]
    [InlineData("""{"format":1}""", "/format", "name of a format")]
    [InlineData("3", "", "object, true or false")]
    public void Parse_WrongShape_IsRefusedHereAndByTheMetaschema(string schema, string pointer, string words)
    {
        var error = Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse(schema));

        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.False(Metaschema.IsValid(JsonElement.Parse(schema)));
    }

    [Theory]
    [InlineData("""{"$ref":"#/$defs/nothing"}""", "/$ref", "leads to no schema")]
    [InlineData("""{"$ref":"#nothing"}""", "/$ref", "leads to no schema")]
    [InlineData("""{"items":{"$ref":"https://example.com/other"}}""", "/items/$ref", "leads to no schema")]
    [InlineData(
        """{"$schema":"http://json-schema.org/draft-07/schema#"}""",
        "/$schema",
        "https://json-schema.org/draft/2020-12/schema"
    )]
    [InlineData("""{"pattern":"("}""", "/pattern", "not closed")]
    [InlineData("""{"patternProperties":{"(?=a)":true}}""", "/patternProperties/(?=a)", "look-ahead is not available")]
    [InlineData("""{"enum":["\ud800"],"const":"\udc00","title":"\ud800","$anchor":"\ud800"}""", "", "surrogate")]
    [InlineData("{", "", "JSON")]
    public void Parse_WhatCannotBeApplied_IsRefused(string schema, string pointer, string words)
    {
        var error = Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse(schema));

        Assert.Equal(pointer, error.Pointer);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metaschema_EveryBuiltInDocument_IsValidAgainstIt()
    {
        string[] names =
        [
            "schema",
            "meta/core",
            "meta/applicator",
            "meta/unevaluated",
            "meta/validation",
            "meta/meta-data",
            "meta/format-annotation",
            "meta/format-assertion",
            "meta/content",
        ];
        foreach (string name in names)
        {
            var schema = FlowFunctions.Flows.Schema.Compilation.Metaschema.Find(
                $"https://json-schema.org/draft/2020-12/{name}"
            );
            Assert.Empty(Metaschema.Validate(schema!.Value));
        }
    }

    [Fact]
    public void Parse_RequiredUnknownVocabulary_IsRefused()
    {
        var metaschema = JsonElement.Parse(
            """{"$id":"https://example.com/meta","$vocabulary":{"https://example.com/vocab":true}}"""
        );

        var error = Assert.Throws<JsonSchemaException>(() =>
            JsonSchema.Parse("""{"$schema":"https://example.com/meta"}""", new() { Resolve = _ => metaschema })
        );
        Assert.Contains("https://example.com/vocab", error.Message, StringComparison.Ordinal);
    }
}
